"""Pages of lists as the web client asks for them."""

from lxml import etree

# The client counts no further than this.
COUNT_LIMIT = 10_001
PAGE = 80


def get_specification(records, view):
    """What the client asks of each record of a list.

    :param records: the model, as the user
    :param str view: external id of the list
    :rtype: dict[str, dict]
    """
    view_id = records.env.ref(f"village_legal_advisor.{view}").id
    arch = records.get_views([(view_id, "list")])["views"]["list"]["arch"]
    names = [node.get("name") for node in etree.fromstring(arch).findall(".//field")]
    return {
        name: {"fields": {"display_name": {}}}
        if records._fields[name].relational
        else {}
        for name in names
    }


def read_page(records, domain, specification, limit=PAGE):
    """A list's first page and its count."""
    return records.web_search_read(
        domain, specification, limit=limit, count_limit=COUNT_LIMIT
    )
