from xlsxwriter.utility import quote_sheetname

from .fund_sheets import NOWHERE

# Columns of the same figures on the summary and on the sheet by township.
COLUMNS = (
    ("received", "C", "D"),
    ("committed", "D", "E"),
    ("actual", "E", "F"),
    ("paid", "F", "G"),
)


def write_checks(writer, sheet, total, totals, townships, last, by_township):
    """Put the same money told by two sheets side by side below the summary.

    :param int total: row of the summary's total; `totals`: its values
    :param townships: the sheet by township; `last`: row of its total
    :param by_township: values of that total
    """
    env, line = writer.env, total + 1
    name = quote_sheetname(townships.name)
    sums, ranges = writer.sums, writer.ranges
    checks = [
        (
            writer._get_label(figure),
            f"{column}{line}",
            f"{name}!{other}{last + 1}",
            totals[place],
            by_township[place - 1],
        )
        for place, (figure, column, other) in enumerate(COLUMNS, 1)
    ]
    checks.append(
        (
            env._("Paid: by payments and by bills"),
            f"F{line}",
            f"SUM({ranges['bills']['paid']})",
            totals[4],
            sums["bills"][("paid",)],
        )
    )
    checks.append(
        (
            env._("Accepted: by contracts and by acceptances"),
            f"SUM({ranges['contracts']['accepted']})",
            f"SUM({ranges['acceptances']['amount']})",
            sums["contracts"][("accepted",)],
            sums["acceptances"][("amount",)],
        )
    )
    labels = (
        env._("Check"),
        env._("By this sheet"),
        env._("By the other sheet"),
        env._("Difference"),
    )
    row = total + 2
    writer._write_labels(sheet, row, labels)
    for label, first, second, one, other in checks:
        row += 1
        writer._write_texts(sheet, row, [label])
        writer._write_formula(sheet, row, 1, f"={first}", writer.round(one))
        writer._write_formula(sheet, row, 2, f"={second}", writer.round(other))
        formula = f"=ROUND(B{row + 1}-C{row + 1},2)"
        writer._write_formula(sheet, row, 3, formula, writer.round(one - other))
    note = env._(
        "Amounts include taxes. Every total is a formula over the rows of the sheets "
        "that follow; %(none)s stands for rows without township or village.",
        none=NOWHERE,
    )
    sheet.write_string(row + 2, 0, note, writer.formats["plain"])
