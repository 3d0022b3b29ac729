from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class LegalVolume(models.Model):
    """A village's ledger of a program year (一村一卷).

    Its first confirmed entry opens it; it numbers entries without gap or repeat.
    """

    _name = "legal.volume"
    _description = "Village volume"
    _inherit = ["legal.guard.mixin"]
    _order = "program_id DESC, village_id, id"
    _check_company_auto = True
    _rec_names_search = ["village_id"]

    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        "legal.program",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    supplement_of_id = fields.Many2one(
        "legal.volume",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The closed volume whose later entries this one takes.",
    )
    state = fields.Selection(
        [("open", "Kept"), ("closed", "Bound")], default="open", required=True
    )
    last_number = fields.Integer(
        "Entries", readonly=True, help="Number of the last entry; none is left out."
    )
    visit_ids = fields.One2many("legal.visit", "volume_id", "Service entries")
    archive_code = fields.Char(
        compute="_compute_archive_code",
        help="Division code of the village, year, and the number of a supplement.",
    )

    _one_per_year = models.UniqueIndex(
        "(village_id, program_id) WHERE supplement_of_id IS NULL",
        "The village already has a volume for this year.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "village_id",
            "program_id",
            "supplement_of_id",
            "last_number",
        }

    @api.depends("village_id.display_name", "program_id.year", "supplement_of_id")
    def _compute_display_name(self):
        for volume in self:
            names = {
                "village": volume.village_id.display_name or "",
                "year": volume.program_id.year or "",
            }
            volume.display_name = (
                self.env._("%(village)s, supplement to volume %(year)s", **names)
                if volume.supplement_of_id
                else self.env._("%(village)s, volume %(year)s", **names)
            )

    @api.depends("bound_code", "village_id.code", "program_id.year", "supplement_of_id")
    def _compute_archive_code(self):
        places = {}
        for main, supplements in self.supplement_of_id.supplement_ids.grouped(
            "supplement_of_id"
        ).items():
            for place, supplement in enumerate(supplements.sorted("id"), start=1):
                places[main, supplement] = place
        for volume in self:
            code = f"{volume._get_village_code()}-{volume.program_id.year}"
            place = places.get((volume.supplement_of_id, volume._origin))
            volume.archive_code = f"{code}-{place}" if place else code

    def _get_copy_name(self):
        """Name of the village's copy as a file: not to be taken for the full book.

        :rtype: str
        """
        self.ensure_one()
        return self.env._("%(volume)s (the village's copy)", volume=self.display_name)

    def action_search_volumes(self):
        """The villages' volumes of all years, searched by any part of a text."""
        return self.village_id.action_search_volumes()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if any(volume.last_number for volume in self):
            raise UserError(
                self.env._("A volume with numbered entries stays on record.")
            )

    @api.model
    def _open_volumes(self, keys):
        """Open the volumes that are lacking, whoever else does so right now.

        :param keys: pairs of village id and program id
        """
        villages, programs = zip(*sorted(keys), strict=True)
        self.env.flush_all()
        # A concurrent first confirmation makes this wait, then fail and run again.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO legal_volume (village_id, program_id, township_id,
                    company_id, state, last_number,
                    create_uid, create_date, write_uid, write_date)
                SELECT v.id, p.id, v.township_id, p.company_id, 'open', 0,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM unnest(%(villages)s, %(programs)s) AS k(village_id, program_id)
                JOIN legal_village v ON v.id = k.village_id
                JOIN legal_program p ON p.id = k.program_id
                ON CONFLICT (village_id, program_id) WHERE supplement_of_id IS NULL
                DO NOTHING
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                villages=list(villages),
                programs=list(programs),
            )
        )
        self._open_supplements(villages, programs)
