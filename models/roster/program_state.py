from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.names import join_names
from .program import STANDARD_FIELDS

# Moving an open year or its company would leave every assignment outside it.
CORRECTABLE_FIELDS = STANDARD_FIELDS - {"year", "date_start", "date_end", "company_id"}
# Next year starts from these; decisions about money are made anew every year.
COPIED_STANDARDS = CORRECTABLE_FIELDS - {
    "evaluation_cutoff",
    "funding_basis",
    "village_share_handling",
    "legal_basis",
    "approval_document",
}


class LegalProgram(models.Model):
    _inherit = "legal.program"

    # === Opening ===

    def action_open(self):
        """Open draft years, in which everything that money hangs on is decided.

        :raises UserError: naming what is missing
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        self._raise_blockers(self._get_open_blockers())
        self._guarded_write(
            {
                "state": "open",
                "opened_at": fields.Datetime.now(),
                "opened_by_id": self.env.uid,
            }
        )
        return True

    def _get_open_blockers(self):
        blockers = {}
        for program in self:
            if program.state != "draft":
                blockers[program] = self.env._("Only a draft year can be opened.")
                continue
            missing = [
                self._fields[name]._description_string(self.env)
                for name in program._get_required_decisions()
                if not program[name] or not str(program[name]).strip()
            ]
            if missing:
                blockers[program] = self.env._(
                    "Public money hangs on these decisions; fill them in first: "
                    "%(fields)s.",
                    fields=join_names(self.env, missing),
                )
        return blockers

    def _get_required_decisions(self):
        self.ensure_one()
        names = ["funding_basis", "village_share_handling", "approval_document"]
        if self.village_share_handling == "bureau":
            names.append("legal_basis")
        return names

    # === Closing ===

    def action_close(self):
        """Close open years that have ended; their active assignments become ended.

        :raises UserError: saying what is still to be done
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        self._raise_blockers(self._get_close_blockers())
        self._close()
        return True

    def _close(self):
        self.assignment_ids.filtered(lambda a: a.state == "active")._end_with_year()
        self._guarded_write(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )

    def _get_close_blockers(self):
        """Reasons against closing; rooms to the right add theirs."""
        proposals = dict(
            self.env["legal.assignment"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "proposed")],
                ["program_id"],
                ["__count"],
            )
        )
        blockers = {}
        for program in self:
            if program.state != "open":
                blockers[program] = self.env._("Only an open year can be closed.")
            elif program.date_end >= program.company_id._legal_today():
                blockers[program] = self.env._(
                    "The year runs until %(date)s; close it after that day.",
                    date=fields.Date.to_string(program.date_end),
                )
            elif proposals.get(program):
                blockers[program] = self.env._(
                    "%(count)s assignments are still proposed. Activate or cancel "
                    "them first.",
                    count=proposals[program],
                )
        return blockers

    # === Next year ===

    def action_prepare_next(self):
        """Make next year's draft with this year's standards; returns its form."""
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_officer")
        following = self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year + 1)]
        ) or self.create(self._prepare_next_vals())
        return following._get_records_action()

    def _prepare_next_vals(self):
        self.ensure_one()
        vals = {name: self[name] for name in COPIED_STANDARDS}
        return vals | {
            "company_id": self.company_id.id,
            "year": self.year + 1,
            "date_start": self.date_start + relativedelta(years=1),
        }

    # === Correction (rule 8) ===

    def _correct_standards(self, vals, reason):
        """Change locked standards of an open year for a recorded reason (rule 8).

        Rooms to the right extend it to rebuild what follows from the standards.

        :param dict vals: {field name: new value}; unchanged values are left out
        :param str reason: shown in the year's history
        :return: what was written, {field name: new value}
        :raises UserError: when the year is not open or nothing would change
        """
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        if not (reason or "").strip():
            raise ValidationError(self.env._("Give the reason for the correction."))
        if self.state != "open":
            raise UserError(
                self.env._(
                    "Only the standards of an open year can be corrected. A draft "
                    "is edited directly; a closed year stays as it is."
                )
            )
        changed = {
            name: vals[name]
            for name in CORRECTABLE_FIELDS & vals.keys()
            # A form sends an emptied text as '' or False.
            if (self._fields[name].convert_to_cache(vals[name], self) or False)
            != (self[name] or False)
        }
        if not changed:
            raise UserError(self.env._("Nothing differs from the present standards."))
        old = self._get_standards_json(changed)
        self._guarded_write(changed)
        missing = [name for name in self._get_required_decisions() if not self[name]]
        if missing:
            raise UserError(
                self.env._(
                    "An open year cannot do without: %(fields)s.",
                    fields=join_names(
                        self.env,
                        (
                            self._fields[name]._description_string(self.env)
                            for name in missing
                        ),
                    ),
                )
            )
        self.env["legal.program.correction"].sudo()._guarded_create(
            [
                {
                    "program_id": self.id,
                    "user_id": self.env.uid,
                    "corrected_at": fields.Datetime.now(),
                    "reason": reason.strip(),
                    "old_values": old,
                    "new_values": self._get_standards_json(changed),
                }
            ]
        )
        return changed

    def _get_standards_json(self, names):
        """Values of some standards as Json can hold them, dates as ISO strings."""
        self.ensure_one()
        return {
            name: fields.Date.to_string(self[name])
            if self._fields[name].type == "date"
            else self[name]
            for name in sorted(names)
        }
