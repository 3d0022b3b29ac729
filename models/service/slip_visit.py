import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalVisit(models.Model):
    """Entries on slips, and what of them is printed there."""

    _inherit = "legal.visit"

    slip_line_ids = fields.One2many(
        "legal.slip.line",
        "visit_id",
        "On slips",
        groups="village_legal_advisor.group_legal_township,"
        "village_legal_advisor.group_legal_officer",
    )
    is_on_slip = fields.Boolean(
        "On a slip",
        compute="_compute_is_on_slip",
        search="_search_is_on_slip",
        help="Printed on a slip that is still out for signature.",
    )
    slip_id = fields.Many2one(
        "legal.slip",
        "Signed slip",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The signed paper on which the township confirmed the entry.",
    )

    def _compute_is_on_slip(self):
        # Whoever sees the entry may know that it was printed.
        lines = self.env["legal.slip.line"].sudo()
        out = lines.search(
            [("visit_id", "in", self.ids), ("slip_state", "=", "printed")]
        )
        visit_ids = set(out.visit_id.ids)
        for visit in self:
            visit.is_on_slip = visit.id in visit_ids

    def _search_is_on_slip(self, operator, value):
        if operator != "in":
            return NotImplemented
        out = (
            self.env["legal.slip.line"]
            .sudo()
            ._search([("slip_state", "=", "printed"), ("visit_id", "!=", False)])
        )
        domain = fields.Domain("id", "in", out.subselect("visit_id"))
        return self.env["legal.lecture"]._match_boolean(domain, value)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"slip_id", "slip_line_ids"}

    def _has_paper(self):
        return super()._has_paper() or bool(self.slip_id)

    def _get_printed_facts(self):
        """What a slip says of the entry: when, where and how long (rule 12)."""
        self.ensure_one()
        return {
            "reference": self.reference,
            "advisor_name": self.advisor_id.name,
            "date": self.date,
            "time_start": self.time_start,
            "time_stop": self.time_stop,
            "service_mode": self.service_mode,
            "place": self.place,
            "minutes": self.minutes,
            "is_late_entry": self.is_late_entry,
        }

    def _get_printed_hash(self):
        """Fingerprint of what a slip says; the adviser by id, names may be mended.

        :rtype: str
        """
        facts = self._get_printed_facts() | {"advisor_name": self.advisor_id.id}
        text = json.dumps(facts, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _prepare_slip_line_vals(self, sequence):
        return self._get_printed_facts() | {
            "visit_id": self.id,
            "sequence": sequence,
            "content_hash": self._get_printed_hash(),
        }

    def action_prepare_slips(self):
        """Make slips for the villages and months of the chosen entries.

        :return: the new slips' action
        :raises UserError: when none of them waits for a signature
        """
        Slip = self.env["legal.slip"]
        slips = Slip.browse()
        waiting = self.filtered(lambda visit: visit.state == "submitted")
        for month, visits in waiting.grouped(
            lambda rec: rec.date.replace(day=1)
        ).items():
            slips |= Slip._prepare_slips(month, visits.village_id)
        if not slips:
            raise UserError(
                self.env._(
                    "None of these entries waits for a slip: they are not submitted, "
                    "or on a slip already."
                )
            )
        return slips._get_records_action(name=self.env._("New slips"))

    def action_view_slip(self):
        """The signed slips that these entries were confirmed on."""
        return self.slip_id._get_records_action()
