from .audit_writer import FIRST, HEAD

COLOURS = ("#1F4E79", "#2E75B6", "#9DC3E6", "#F4B183", "#70AD47")
# What is drawn by township: figure and its column on the sheet by township.
DRAWN = {"committed": 4, "actual": 5, "paid": 6}
# Townships whose chart is still read on one page.
ON_A_PAGE = 40


def write_charts(writer, sheet, summary, townships, places, last):
    """Draw a year's money by source and by township beside the figures drawn.

    :param writer: the workbook being written
    :param places: townships as (code, name)
    :param int last: last row of the sheet by township
    """
    env = writer.env
    columns = [
        (env._("Township code"), 13),
        (env._("Township"), 20),
        *((writer._get_label(name), 14) for name in DRAWN),
    ]
    writer._write_head(sheet, env._("Charts"), columns)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1 if len(places) <= ON_A_PAGE else 0)
    last = _write_places(writer, sheet, townships, places, last)
    money = {"num_format": "#,##0", "num_font": {"size": 9}}
    by_source = writer.book.add_chart({"type": "column"})
    sources = list(writer.labels[(None, "source")])
    for place, _source in enumerate(sources):
        row = FIRST + place
        by_source.add_series(
            {
                "name": [summary.name, row, 0],
                "categories": [summary.name, HEAD, 1, HEAD, 5],
                "values": [summary.name, row, 1, row, 5],
                "fill": {"color": COLOURS[place]},
            }
        )
    by_source.set_title(
        {"name": env._("From appropriated to paid, by funding source (yuan)")}
    )
    by_source.set_y_axis(money)
    by_source.set_legend({"position": "bottom"})
    by_source.set_size({"width": 760, "height": 380})
    sheet.insert_chart(FIRST, 6, by_source)
    by_township = writer.book.add_chart({"type": "bar", "subtype": "clustered"})
    for place, column in enumerate((2, 3, 4)):
        by_township.add_series(
            {
                "name": [sheet.name, HEAD, column],
                "categories": [sheet.name, FIRST, 1, last, 1],
                "values": [sheet.name, FIRST, column, last, column],
                "fill": {"color": COLOURS[2 + place]},
            }
        )
    by_township.set_title({"name": env._("Use of funds by township (yuan)")})
    by_township.set_x_axis(money)
    by_township.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    by_township.set_legend({"position": "bottom"})
    by_township.set_size({"width": 760, "height": 200 + 36 * max(len(places), 1)})
    sheet.insert_chart(FIRST + 20, 6, by_township)


def _write_places(writer, sheet, townships, places, last):
    """What is drawn by township, over all sources."""
    codes = writer._get_range(townships, 0, last)
    row = HEAD
    for row, (code, place) in enumerate(places, FIRST):
        writer._write_texts(sheet, row, [code, place])
        for column, (name, source_column) in enumerate(DRAWN.items(), 2):
            values = writer._get_range(townships, source_column, last)
            formula = f"=SUMIFS({values},{codes},$A{row + 1})"
            value = writer._get_township_sum(name, code)
            writer._write_formula(sheet, row, column, formula, value)
    return max(row, FIRST)
