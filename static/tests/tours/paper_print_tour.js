import {download} from "@web/core/network/download";
import {registry} from "@web/core/registry";

const chooseAllAndPrint = () => [
    {
        content: "choose all evaluations",
        trigger: ".o_list_view thead .o_list_record_selector input",
        run: "click",
    },
    {
        content: "open the Print menu",
        trigger: ".o_cp_action_menus button:has(.fa-print)",
        run: "click",
    },
    {
        content: "print the form",
        trigger: ".o-dropdown--menu .o-dropdown-item:first",
        run: "click",
    },
];

registry.category("web_tour.tours").add("village_legal_advisor_print_papers", {
    steps: () => [
        {
            content: "mark the page when a file has arrived",
            trigger: ".o_list_view",
            run() {
                const fetchFile = download._download;
                download._download = async (options) => {
                    const file = await fetchFile(options);
                    document.body.classList.add("o_test_file_arrived");
                    return file;
                };
            },
        },
        ...chooseAllAndPrint(),
        {
            content: "a file arrives and the list stays: no report page in its place",
            trigger: "body.o_test_file_arrived .o_list_view",
        },
    ],
});

registry.category("web_tour.tours").add("village_legal_advisor_print_book", {
    steps: () => [
        ...chooseAllAndPrint(),
        {
            content: "the user is told that it is made in the background",
            trigger: ".o_notification",
        },
    ],
});
