"""The sheets of the auditor's workbook: their columns, and how a row fills them."""

# Kinds of columns; a total is formed of money only.
TEXT, DAY, MONEY = "text", "day", "money"
# Where a row belongs to no township or village: formulas compare it as any other key.
NOWHERE = "-"
# Source, township and village of a row, by which formulas choose.
KEYS = ("source", "township_code", "village_code")


def get_sheets(env):
    """Sheets in the order of the money's way.

    :return: {kind of `legal.program._get_fund_rows`: (name, columns)}, a column being
        (key, label, width, kind)
    :rtype: dict[str, tuple[str, list[tuple]]]
    """
    source = ("source", env._("Funding source"), 16, TEXT)
    place = [
        ("township_code", env._("Township code"), 12, TEXT),
        ("township", env._("Township"), 16, TEXT),
        ("village_code", env._("Division code"), 15, TEXT),
        ("village", env._("Village or community"), 20, TEXT),
    ]
    person = [
        ("advisor", env._("Legal adviser"), 12, TEXT),
        ("firm", env._("Firm or volunteer"), 26, TEXT),
    ]
    day = ("date", env._("Date"), 12, DAY)
    contract = ("contract", env._("Contract"), 14, TEXT)
    amount = ("amount", env._("Amount (yuan)"), 14, MONEY)
    return {
        "appropriations": (
            env._("Appropriations"),
            [
                source,
                day,
                ("number", env._("Document number"), 24, TEXT),
                ("kind", env._("Kind"), 10, TEXT),
                ("budget_project_code", env._("Budget project code"), 18, TEXT),
                ("function_code", env._("Functional code"), 14, TEXT),
                ("economy_code", env._("Economic code"), 14, TEXT),
                amount,
            ],
        ),
        "receipts": (
            env._("Money received"),
            [
                source,
                *place,
                day,
                ("number", env._("Funding notice"), 20, TEXT),
                ("paid_by", env._("Entry"), 22, TEXT),
                ("ref", env._("Reference"), 24, TEXT),
                ("partner", env._("Payer"), 24, TEXT),
                amount,
            ],
        ),
        "contracts": (
            env._("Contracts"),
            [
                source,
                *place,
                *person,
                contract,
                ("date", env._("Signed on"), 12, DAY),
                ("amount", env._("Contract amount (yuan)"), 14, MONEY),
                ("accepted", env._("Accepted (yuan)"), 14, MONEY),
                ("billed", env._("Billed (yuan)"), 14, MONEY),
                ("committed", env._("Not billed (yuan)"), 14, MONEY),
            ],
        ),
        "acceptances": (
            env._("Acceptances"),
            [
                source,
                *place,
                *person,
                contract,
                ("number", env._("Acceptance number"), 18, TEXT),
                ("instalment", env._("Instalment"), 14, TEXT),
                ("date", env._("Day of acceptance"), 12, DAY),
                ("amount", env._("Accepted (yuan)"), 14, MONEY),
            ],
        ),
        "bills": (
            env._("Bills"),
            [
                source,
                *place,
                *person,
                contract,
                ("number", env._("Bill"), 20, TEXT),
                ("invoice", env._("Supplier's invoice number"), 22, TEXT),
                day,
                ("partner", env._("Payee"), 26, TEXT),
                ("amount", env._("Billed (yuan)"), 14, MONEY),
                ("paid", env._("Paid (yuan)"), 14, MONEY),
            ],
        ),
        "payments": (
            env._("Payments"),
            [
                source,
                *place,
                *person,
                contract,
                ("number", env._("Bill"), 20, TEXT),
                ("paid_by", env._("Payment"), 22, TEXT),
                ("ref", env._("Reference"), 24, TEXT),
                ("date", env._("Paid on"), 12, DAY),
                ("partner", env._("Payee"), 26, TEXT),
                ("amount", env._("Paid (yuan)"), 14, MONEY),
            ],
        ),
        "shares": (
            env._("Village shares"),
            [
                *place,
                ("bearer", env._("Borne by"), 18, TEXT),
                ("handling", env._("Way of payment"), 30, TEXT),
                ("state", env._("State"), 12, TEXT),
                ("due", env._("Due (yuan)"), 14, MONEY),
                ("paid", env._("Paid (yuan)"), 14, MONEY),
                ("outstanding", env._("Not yet paid (yuan)"), 14, MONEY),
            ],
        ),
    }


def get_labels(env):
    """Labels of the choices that rows name by their values.

    :return: {(kind or None for all, key): {value: label}}
    """

    def labels(model, name):
        return dict(env[model]._fields[name]._description_selection(env))

    return {
        (None, "source"): labels("legal.fund.status", "source"),
        ("appropriations", "kind"): labels("legal.appropriation", "kind"),
        ("shares", "bearer"): labels("legal.village.share", "bearer"),
        ("shares", "handling"): labels("legal.village.share", "handling"),
        ("shares", "state"): labels("legal.village.share", "state"),
    }
