from odoo import api, fields, models

from ..roster.program_archive import RETENTION_CLASSES


class LegalVolume(models.Model):
    """How long a volume is kept: decided by its year, fixed when it is closed."""

    _inherit = "legal.volume"

    retention_class = fields.Selection(
        RETENTION_CLASSES,
        "Retention period",
        readonly=True,
        copy=False,
        help="Taken over from the program year when the volume was closed.",
    )

    _closed_is_kept = models.Constraint(
        "CHECK (state <> 'closed' OR retention_class IS NOT NULL)",
        "A closed volume says how long it is kept.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"retention_class"}

    def _prepare_close_vals(self):
        vals = super()._prepare_close_vals()
        return vals | {"retention_class": self.program_id.retention_class}

    def _get_retention_label(self):
        """The period in the reader's language; of an open volume the year's.

        :rtype: str
        """
        self.ensure_one()
        holder = self if self.retention_class else self.program_id
        labels = holder._fields["retention_class"]._description_selection(self.env)
        return dict(labels)[holder.retention_class]
