from odoo import api, fields, models

from ..common.names import join_names
from .entry_content import REASON_FIELDS
from .id_number import refuse_id_numbers

TEXTS = frozenset({"place", "reject_reason", *REASON_FIELDS})


class LegalVisit(models.Model):
    """What a service was about, and whether that is written down."""

    _inherit = "legal.visit"

    matter_ids = fields.One2many("legal.matter", "visit_id", "Matters", copy=False)
    matter_count = fields.Integer("Number of matters", compute="_compute_matter_count")
    is_complete = fields.Boolean(
        "Complete",
        compute="_compute_is_complete",
        store=True,
        precompute=True,
        help="Place (on site) and at least one matter with summary and advice.",
    )
    marks = fields.Char(
        "Remarks",
        compute="_compute_marks",
        help="Late entry, correction, annulled: what a reader must not overlook.",
    )

    def _validate_fields(self, field_names, excluded_names=()):
        """No ID number is written down (rule 13).

        Not a constraint, which would look at the other texts too: one from before the
        rule must not keep its entry from being rejected or annulled.
        """
        field_names = set(field_names)
        result = super()._validate_fields(field_names, excluded_names)
        if written := TEXTS & field_names:
            corrections = self.sudo().filtered("corrects_id")
            refuse_id_numbers(self.sudo() - corrections, written)
            # They repeat the place of the entry that they put right.
            refuse_id_numbers(corrections, written - {"place"})
        return result

    def _compute_matter_count(self):
        counts = dict(
            self.env["legal.matter"]._read_group(
                [("visit_id", "in", self.ids)], ["visit_id"], ["__count"]
            )
        )
        for visit in self:
            visit.matter_count = counts.get(visit, 0)

    @api.depends(
        "place",
        "service_mode",
        "matter_ids.category_id",
        "matter_ids.summary",
        "matter_ids.advice",
    )
    def _compute_is_complete(self):
        for visit in self:
            has_place = visit.service_mode != "on_site" or (visit.place or "").strip()
            visit.is_complete = bool(has_place) and visit._has_content()

    def _has_content(self):
        """Whether it is recorded what the service was about."""
        self.ensure_one()
        return any(matter._is_complete() for matter in self.matter_ids)

    @api.depends(
        "is_late_entry",
        "source",
        "date",
        "submitted_at",
        "is_annulled",
        "corrects_id",
        "correction_kind",
        "correction_ids.number",
        "correction_ids.correction_kind",
        "volume_id",
        "recognised_by_id",
    )
    def _compute_marks(self):
        for visit in self:
            visit.marks = join_names(self.env, visit._get_marks())

    def _get_marks(self):
        """What must show wherever the entry shows.

        :rtype: list[str]
        """
        self.ensure_one()
        lateness = self._get_lateness_mark()
        marks = [lateness] if lateness else []
        if self.recognised_by_id:
            marks.append(self.env._("Day recognised"))
        if self.corrects_id:
            names = {"entry": self._say_entries(self.corrects_id)}
            marks.append(
                self.env._("Annuls %(entry)s", **names)
                if self.correction_kind == "annul"
                else self.env._("Corrects %(entry)s", **names)
            )
        return marks + self._get_correction_marks()

    def _get_correction_marks(self):
        """Which entries put this one right.

        :rtype: list[str]
        """
        corrections = self.correction_ids
        if self.is_annulled:
            annulment = corrections.filtered(lambda c: c.correction_kind == "annul")
            names = {"entry": self._say_entries(annulment)}
            return [self.env._("Annulled by %(entry)s", **names)]
        if corrections:
            names = {"entry": self._say_entries(corrections)}
            return [self.env._("Corrected by %(entry)s", **names)]
        return []

    def _say_entries(self, others):
        """Other entries by their numbers; of another volume by their references.

        :param legal.visit others: entries that put this one right or are put right
        :rtype: str
        """
        return join_names(
            self.env,
            (
                self.env._("entry No. %(number)s", number=other.number)
                if other.volume_id == self.volume_id
                else other.reference
                for other in others.sorted("id")
            ),
        )

    def _get_lateness_mark(self):
        """That and how the entry was recorded after the service, "" when it was not.

        :rtype: str
        """
        self.ensure_one()
        return self.env._("Late entry") if self.is_late_entry else ""

    def unlink(self):
        # Parts go first, by the ORM: a cascade would pass by what guards them.
        self.matter_ids.unlink()
        return super().unlink()
