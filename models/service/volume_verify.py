from odoo import api, fields, models
from odoo.exceptions import UserError

from .volume_chain import find_break


class LegalVolume(models.Model):
    """A volume can be verified: here, and as a file without Odoo."""

    _inherit = "legal.volume"

    genesis_hash = fields.Char(
        "Hash before the first entry",
        readonly=True,
        copy=False,
        help="Of a supplement: the last hash of the volume before it.",
    )
    last_hash = fields.Char(
        "Hash of the last entry",
        readonly=True,
        copy=False,
        help="Signed off when the volume closes: it stands for every entry before.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"genesis_hash", "last_hash"}

    def _get_chain(self):
        """Contents and hashes of the entries, by number.

        :return: entries, and pairs of content and stored hash
        """
        self.ensure_one()
        # Of what was read before, the user may have been shown a part only.
        self.env.invalidate_all()
        # Whoever may read the volume may know whether it is whole; contents are
        # hashed here and not shown.
        visits = self.sudo().visit_ids.sorted("number")
        return visits, [
            (
                visit._get_chain_content(
                    visit.number, visit.personal_digest, visit.chain_format
                ),
                visit.entry_hash,
            )
            for visit in visits
        ]

    def _get_predecessor_hash(self):
        """The last hash of the volume before a supplement, empty for a main one."""
        main = self.sudo().supplement_of_id
        before = (main | main.supplement_ids).filtered(lambda rec: rec.id < self.id)
        return before.sorted("id")[-1:].last_hash or ""

    def _find_misfit(self):
        """The first entry that is not what was numbered.

        :return: an entry, empty when all fit; a volume whose last entries are
            missing yields None
        """
        visits, chain = self._get_chain()
        genesis = self.genesis_hash or ""
        broken = find_break(genesis, chain)
        if genesis != self._get_predecessor_hash():
            broken = 0
        for position, visit in enumerate(visits):
            if (
                position in (broken, self.last_number)
                or visit.number != position + 1
                or not visit._is_content_whole()
            ):
                return visit
        last = visits[-1:].entry_hash or False
        if len(visits) != self.last_number or last != (self.last_hash or False):
            return None
        return visits.browse()

    def action_verify(self):
        """Check that every entry is as it was when it was numbered.

        :return: a notification
        :raises UserError: naming the first entry that does not fit
        """
        self.check_access("read")
        for volume in self:
            misfit = volume._find_misfit()
            if misfit is None:
                raise UserError(
                    self.env._(
                        "%(volume)s: the last entries are missing.",
                        volume=volume.display_name,
                    )
                )
            if misfit:
                raise UserError(
                    self.env._(
                        "%(volume)s: No. %(number)s (%(reference)s) is not what was "
                        "numbered.",
                        volume=volume.display_name,
                        number=misfit.number,
                        reference=misfit.reference,
                    )
                )
        count = sum(self.mapped("last_number"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s entries are as they were numbered.", count=count
                ),
            },
        }

    def action_export(self):
        """Download the volume as a file that `dev/verify-volume` checks."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/volume/{self.id}/export",
            "target": "download",
        }

    def _prepare_export(self):
        """The volume for verification: contents with digests, no villager's words.

        Entries numbered in a format before 3 hold the reasons of decisions as well.

        :rtype: dict
        """
        self.ensure_one()
        _visits, chain = self._get_chain()
        return {
            "format": "village-volume-1",
            "volume": self.display_name,
            "village": self._get_village_code(),
            "year": self.program_id.year,
            "state": self.state,
            "genesis": self.genesis_hash or "",
            "last_number": self.last_number,
            "last_hash": self.last_hash or "",
            "entries": [
                {"content": content, "hash": stored} for content, stored in chain
            ],
        }
