from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class LegalVisit(models.Model):
    """The signed paper on which the township confirms in a village's place."""

    _inherit = "legal.visit"

    paper_ids = fields.Many2many(
        "ir.attachment",
        "legal_visit_paper_rel",
        "visit_id",
        "attachment_id",
        "Signed paper",
        copy=False,
        readonly=True,
        help="What the village signed instead of confirming on its phone: the township "
        "attaches it when it confirms a single entry. Entries of a monthly slip have "
        "the slip's photo.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"paper_ids"}

    def _attach_paper(self, paper, name=None):
        """Keep the signed paper on each entry.

        :param paper: photo or PDF, in base64
        :param str name: the file's name
        :raises UserError: when it is neither, or for entries of several villages
        """
        if len(self.village_id) > 1:
            # Each committee reads the paper behind its own entries.
            raise UserError(
                self.env._(
                    "A signed paper is one village's: confirm the entries of each "
                    "village with its own."
                )
            )
        if not self._is_paper(paper):
            raise UserError(self.env._("Attach the signed paper as a photo or a PDF."))
        values = {"name": name or self.env._("Signed paper"), "datas": paper}
        for visit in self:
            visit._guarded_write({"paper_ids": [Command.create(values)]})

    def _has_paper(self):
        """Whether something that the village signed lies behind the entry."""
        self.ensure_one()
        return bool(self.paper_ids)

    def _get_township_blockers(self, answer):
        """What the township lacks to confirm in a village's place.

        Paper where the village has said nothing; an answer where it has objected.
        Superuser code brings its own proof.

        :param str answer: why the township decides against the village
        :rtype: dict[legal.visit, str]
        """
        blockers = {}
        for visit in self:
            if visit.state == "disputed" and not (answer or "").strip():
                blockers[visit] = self.env._(
                    "Say why it is confirmed against the village's objection."
                )
            elif visit.state == "submitted" and not (self.env.su or visit._has_paper()):
                blockers[visit] = self.env._(
                    "The village has not confirmed it. Attach a photo of the paper "
                    "that it signed, or confirm the monthly slip."
                )
        return blockers
