"""One file per goal: `measure(bench)` says what is compared with what."""

ORDER = (
    "roster_import",
    "history_import",
    "hours_page",
    "evaluation",
    "township_ledger",
    "creating",
    "confirming",
    "paper",
    "book",
    "search",
    "workbook",
    "fund_status",
)
