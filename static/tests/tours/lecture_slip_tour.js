import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("village_legal_advisor_lecture", {
    steps: () => [
        {
            content: "open the planned lecture",
            trigger: ".o_data_row:contains(Land contracts) td[name=topic]",
            run: "click",
        },
        {
            content: "it was held",
            trigger: ".o_statusbar_buttons button.btn-primary",
            run: "click",
        },
        {
            content: "as planned",
            trigger: ".modal button[name=action_hold]",
            run: "click",
        },
        {
            content: "hand in the outline",
            trigger: ".o_statusbar_buttons button[name=action_submit]",
            run: "click",
        },
        {
            content: "filing waits for the village",
            trigger: ".o_form_view .alert-info",
        },
    ],
});

registry.category("web_tour.tours").add("village_legal_advisor_lecture_file", {
    steps: () => [
        {
            content: "open the lecture whose entry is confirmed",
            trigger: ".o_data_row:contains(Land contracts) td[name=topic]",
            run: "click",
        },
        {
            content: "file it",
            trigger: ".o_statusbar_buttons button[name=action_file]",
            run: "click",
        },
        {
            content: "filed is final: are you sure",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "the lecture is filed and nothing more is to be done",
            trigger: ".o_arrow_button_current[data-value=filed]",
        },
        {
            content: "no button is left",
            trigger: ".o_form_view:not(:has(button[name=action_file]))",
        },
    ],
});

registry.category("web_tour.tours").add("village_legal_advisor_slip", {
    steps: () => [
        {
            content: "open the slip that is out",
            trigger: ".o_data_row td[name=number]",
            run: "click",
        },
        {
            content: "confirm all its lines",
            trigger: ".o_statusbar_buttons button[name=action_confirm_lines]",
            run: "click",
        },
        {
            content: "the photo shows this slip",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "it says how many entries are confirmed",
            trigger: ".o_notification:contains(1)",
        },
        {
            content: "the slip is confirmed",
            trigger: ".o_arrow_button_current[data-value=confirmed]",
        },
    ],
});
