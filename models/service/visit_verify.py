from odoo import models

from .entry_content import is_removed
from .volume_chain import chain_hash


class LegalVisit(models.Model):
    """Whether a numbered entry is still what was numbered."""

    _inherit = "legal.visit"

    def _is_content_whole(self):
        """Whether what the chain holds by its digests only is still what was numbered.

        Personal data that retention has removed leaves the digest without its salt:
        nothing can be compared with it any more.
        """
        self.ensure_one()
        part = self._get_personal_part(self.chain_format)
        if not self.personal_salt:
            if not is_removed(part):
                return False
        elif chain_hash(self.personal_salt, part) != self.personal_digest:
            return False
        # Struck out when numbered already: the entry that does it is chained.
        numbered = self.correction_ids.filtered("number")
        if self.is_annulled != ("annul" in numbered.mapped("correction_kind")):
            return False
        files = self.proof_ids | self.paper_ids | self.matter_ids.file_ids
        return all(
            file.checksum == file._compute_checksum(file.raw or b"") for file in files
        )
