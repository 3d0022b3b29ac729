from odoo import api, models

from ..models.common.names import join_clauses


class PaperVolume(models.AbstractModel):
    """What the closing sheet tells of a volume's entries (卷内备考表)."""

    _inherit = "report.village_legal_advisor.paper_volume"

    @api.model
    def _get_situation(self, visits):
        """What whoever opens the volume must know of it (本卷情况说明).

        :rtype: str
        """
        here = visits.filtered("corrects_id")
        within = here.filtered(lambda visit: visit.corrects_id in visits)
        later = visits.correction_ids.filtered("number") - visits
        annulled, corrected = self._get_put_right(within)
        annulled_later, corrected_later = self._get_put_right(later)
        annulled_before, corrected_before = self._get_put_right(here - within)
        counts = (
            (
                self.env._("entries recorded late"),
                len(visits.filtered("is_late_entry")),
            ),
            (
                self.env._("entries keyed from paper"),
                len(visits.filtered(lambda visit: visit.source == "paper")),
            ),
            (self.env._("entries annulled"), len(annulled)),
            (self.env._("entries corrected"), len(corrected)),
            (self.env._("entries annulled by a supplement"), len(annulled_later)),
            (self.env._("entries corrected by a supplement"), len(corrected_later)),
            (self.env._("annulled entries of a volume before"), len(annulled_before)),
            (
                self.env._("corrected entries of a volume before"),
                len(corrected_before),
            ),
        )
        told = [
            self.env._("%(what)s: %(count)s", what=what, count=count)
            for what, count in counts
            if count
        ]
        counts = join_clauses(self.env, told)
        return self.env._("Of them %(counts)s.", counts=counts) if told else ""

    @api.model
    def _get_put_right(self, corrections):
        """Entries that correcting entries annul, and those that they correct only.

        :return: two recordsets of entries
        """
        annulments = corrections.filtered(
            lambda visit: visit.correction_kind == "annul"
        )
        annulled = annulments.corrects_id
        return annulled, corrections.corrects_id - annulled
