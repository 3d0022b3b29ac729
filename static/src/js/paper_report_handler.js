import {download} from "@web/core/network/download";
import {getReportUrl} from "@web/webclient/actions/reports/utils";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

const PAPERS_PER_REQUEST = 50;

/**
 * Print papers that need no wkhtmltopdf; the web client would ask for it first.
 *
 * Many papers become a job in the background that tells its user when it is ready.
 *
 * @param {Object} action a report action
 * @param {Object} options
 * @param {Object} env
 * @returns {Promise<boolean>} false when the report is none of ours
 */
async function printPaper(action, options, env) {
    if (action.pdf_engine !== "weasyprint" || action.report_type !== "qweb-pdf") {
        return false;
    }
    const context = {...user.context, ...action.context};
    const ids = context.active_ids || [];
    if (ids.length > PAPERS_PER_REQUEST) {
        const notice = await env.services.orm.call(
            "legal.print.job",
            "action_request",
            [action.report_name, ids],
            {context}
        );
        await env.services.action.doAction(notice);
        return true;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify(context),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry
    .category("ir.actions.report handlers")
    .add("village_legal_advisor.paper", printPaper);
