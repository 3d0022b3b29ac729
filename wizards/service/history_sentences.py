from odoo import models

from ..common.sentences import get_spreadsheet_sentences


class LegalHistoryImport(models.Model):
    _inherit = "legal.history.import"

    def _get_column_names(self):
        """What the columns are called, by their name in files.

        :rtype: dict[str, str]
        """
        return {
            "kind": self.env._("Kind of line"),
            "village_code": self.env._("Village code"),
            "licence_number": self.env._("Licence number"),
            "date": self.env._("Date"),
            "time_start": self.env._("Began at"),
            "time_stop": self.env._("Ended at"),
            "minutes": self.env._("Minutes"),
            "mode": self.env._("Service mode"),
            "form": self.env._("Method"),
            "place": self.env._("Place"),
            "client": self.env._("Client"),
            "category": self.env._("Category"),
            "topic": self.env._("Topic"),
            "summary": self.env._("Summary"),
            "advice": self.env._("Advice"),
            "audience_count": self.env._("People reached"),
            "recorded_date": self.env._("Recorded on"),
            "confirmed_date": self.env._("Confirmed on"),
            "receipt_date": self.env._("Outline received on"),
            "late_reason": self.env._("Why it is entered after closing"),
        }

    def _get_sentences(self):
        """What is wrong and what to do about it, by the key of the reason.

        :rtype: dict
        """
        return (
            {"columns": self._get_column_names()}
            | self._get_file_sentences()
            | self._get_line_sentences()
            | self._get_rule_sentences()
        )

    def _get_file_sentences(self):
        return get_spreadsheet_sentences(self.env) | {
            "too_long": self.env._(
                "The workbook is too large. Save it as CSV, or import one year at a "
                "time."
            ),
            "no_lines": self.env._("The file holds no line below its heading."),
            "unknown_column": self.env._(
                "Unknown column %(detail)s. The template says which there are."
            ),
            "missing_column": self.env._("The column %(detail)s is missing."),
            "repeated_column": self.env._("The column %(detail)s appears twice."),
        }

    def _get_line_sentences(self):
        return {
            "unreadable": self.env._(
                "%(detail)s: this cannot be understood. The template says what the "
                "column takes."
            ),
            "too_many_cells": self.env._(
                "The line has cells without a heading. A text with a comma in it must "
                "stand in quotation marks."
            ),
            "empty": self.env._("%(detail)s is empty."),
            "unknown_village": self.env._(
                "No village or community of the roster has this code."
            ),
            "unknown_licence": self.env._("No legal adviser has this licence number."),
            "unknown_category": self.env._(
                "There is no such category. Give its code or its name."
            ),
            "unknown_topic": self.env._(
                "There is no such topic for the category. Give its code or its name."
            ),
            "lecture_on_site": self.env._("A lecture is held on site."),
            "minutes_differ": self.env._(
                "The minutes do not fit the times, which make %(detail)s."
            ),
            "duplicate_line": self.env._("The same service is on line %(detail)s."),
            "overlap_line": self.env._(
                "The adviser is elsewhere at this time on line %(detail)s. One person "
                "cannot be in two places."
            ),
        }

    def _get_rule_sentences(self):
        return {
            "no_assignment": self.env._(
                "The adviser has no assignment for the village on that day."
            ),
            "outside_assignment": self.env._(
                "The day lies outside the assignment (%(detail)s)."
            ),
            "closed_program": self.env._(
                "The program year %(detail)s is closed: it takes no more entries. "
                "Histories are imported before their year is closed."
            ),
            "no_times": self.env._("Enter when the service on site began and ended."),
            "times_order": self.env._("The service must end after it begins."),
            "over_midnight": self.env._(
                "It ends before it begins. If it went over midnight, make one line "
                "for each day."
            ),
            "future": self.env._("The service lies in the future."),
            "no_minutes": self.env._("Enter how many minutes the service took."),
            "long_day": self.env._(
                "Over 12 hours in one day: the township must agree to it first. Enter "
                "it on the screen."
            ),
            "id_number": self.env._(
                "The text holds what looks like an ID number. The ledger keeps none: "
                "take it out."
            ),
            "recorded_dates": self.env._(
                "The recorded date must lie between the day of the service and today."
            ),
            "confirmed_dates": self.env._(
                "The confirmed date must lie between the recorded date, which must be "
                "given too, and today."
            ),
            "receipt_dates": self.env._(
                "The receipt's day must lie between the lecture's day and today."
            ),
            "no_certificate": self.env._(
                "No certificate of the adviser covers the day."
            ),
            "suspended": self.env._("The adviser was suspended on that day."),
            "own_service": self.env._(
                "It is your own service: somebody else imports and confirms it."
            ),
            "volume_closed": self.env._(
                "The village's volume of the year is closed: say in a column of its "
                "own why the entry comes only now."
            ),
            "overlap_entry": self.env._(
                "The adviser is already recorded elsewhere at this time (%(detail)s). "
                "One person cannot be in two places."
            ),
        }
