"""How papers and workbooks write numbers, days and choices."""

from odoo.tools import format_date


def format_marks(value):
    """Marks with at most two decimals and none that say nothing.

    >>> [format_marks(value) for value in (35.0, 7.25, 92.5, 0.0, 100.0)]
    ['35', '7.25', '92.5', '0', '100']
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def local_date(record, name):
    """The bureau's day of a moment that an action recorded; False without one."""
    moment = record[name]
    return moment and record.company_id._legal_local(moment).date()


def format_period(env, date_from, date_to):
    """Two days, first and last, in the reader's language."""
    return env._(
        "%(start)s to %(end)s",
        start=format_date(env, date_from, date_format="long"),
        end=format_date(env, date_to, date_format="long"),
    )


def get_label(record, name):
    """A selection's label in the reader's language; empty without a value."""
    labels = dict(record._fields[name]._description_selection(record.env))
    return labels.get(record[name], "")


def format_address(partner):
    """Where a party has its seat, from the larger place to the smaller one."""
    parts = (partner.state_id.name, partner.city, partner.street, partner.street2)
    return " ".join(filter(None, parts))
