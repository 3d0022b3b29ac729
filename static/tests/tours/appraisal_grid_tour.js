import {registry} from "@web/core/registry";

const MARKS = ".o_data_row:first input.o_legal_marks";
const REASON = ".o_data_row:first input.o_legal_reason";

registry.category("web_tour.tours").add("village_legal_advisor_appraisal", {
    steps: () => [
        {
            content: "every village begins with full marks",
            trigger: `.o_data_row:eq(1) input.o_legal_marks:value(15)`,
        },
        {
            content: "lower the first village's",
            trigger: MARKS,
            run: "edit 12.5",
        },
        {
            content: "leave without a reason",
            trigger: REASON,
            run: "click",
        },
        {
            content: "leave the place of the reason as well",
            trigger: ".o_data_row:eq(1) input.o_legal_marks",
            run: "click",
        },
        {
            content: "nothing was stored, the reason is asked for",
            trigger: ".o_data_row:first .o_legal_appraisal [role=alert]",
        },
        {
            content: "give the reason",
            trigger: REASON,
            run: "edit Never seen on Fridays && press Tab",
        },
        {
            content: "it is stored",
            trigger: ".o_data_row:first .o_legal_appraisal:not(:has([role=alert]))",
        },
        {
            content: "the sum follows",
            trigger: ".o_data_row:first td[name=score]:contains(97)",
        },
        {
            content: "choose both villages",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "give the preliminary evaluation",
            trigger: ".o_control_panel button[name=action_preliminary]",
            run: "click",
        },
        {
            content: "nothing waits any more",
            trigger: ".o_nocontent_help",
        },
    ],
});
