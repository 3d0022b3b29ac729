def get_spreadsheet_sentences(env):
    """What is wrong with a file that `iter_lines` cannot read, and what to do about it.

    :rtype: dict[str, str]
    """
    return {
        "not_a_spreadsheet": env._(
            "This is neither a CSV text nor an XLSX workbook. Save the list as one of "
            "them and choose it again."
        ),
        "old_excel": env._(
            "This is an old Excel workbook (.xls). Save it as .xlsx or CSV."
        ),
    }
