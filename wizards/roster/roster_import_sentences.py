from odoo import models

from ..common.sentences import get_spreadsheet_sentences


class LegalRosterImport(models.TransientModel):
    _inherit = "legal.roster.import"

    def _get_sentences(self):
        """What is wrong and what to do about it, by the reader's key."""
        return get_spreadsheet_sentences(self.env) | {
            "too_long": self.env._(
                "The file is too large for a roster. Import one city at a time."
            ),
            "empty": self.env._("The file holds no village below its heading."),
            "unknown_column": self.env._(
                "Unknown column %(column)s. Allowed are: %(columns)s."
            ),
            "missing_column": self.env._("The column %(column)s is missing."),
            "repeated_column": self.env._("The column %(column)s appears twice."),
            "too_many_cells": self.env._(
                "The line has more than the %(count)s cells of the heading. Look for "
                "a comma inside a name."
            ),
            "code_length": self.env._(
                "%(column)s must have %(length)s digits; here it is '%(value)s'."
            ),
            "spreadsheet_number": self.env._(
                "Excel turned %(column)s into the number '%(value)s'. Format the "
                "column as text and type the %(length)s digits again."
            ),
            "not_under_township": self.env._(
                "The code %(code)s does not begin with its township's code "
                "%(township_code)s."
            ),
            "not_under_county": self.env._(
                "The township's code %(township_code)s does not begin with its "
                "county's code %(county_code)s."
            ),
            "no_kind": self.env._(
                "The last three digits of %(code)s are neither a community's "
                "(001-199, 400-499) nor a village's (200-399, 500-599)."
            ),
            "empty_name": self.env._("%(column)s is empty."),
            "duplicate": self.env._(
                "The code %(code)s stands on line %(first)s already."
            ),
            "name_conflict": self.env._(
                "%(unit)s is called %(known)s on line %(first)s and %(here)s here."
            ),
        }
