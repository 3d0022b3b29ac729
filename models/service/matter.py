from odoo import api, fields, models
from odoo.tools import SQL

from .id_number import refuse_id_numbers

TEXTS = ("client_name", "summary", "advice", "outcome")


class LegalMatter(models.Model):
    """What a service was about; its content is final with its entry (rule 7)."""

    _name = "legal.matter"
    _description = "Matter"
    _inherit = ["legal.reach.mixin", "legal.sealed.mixin", "legal.file.mixin"]
    _order = "date DESC, id DESC"
    _rec_name = "category_id"
    _rec_names_search = ["summary", "visit_id.reference"]
    _check_company_auto = True

    visit_id = fields.Many2one(
        "legal.visit",
        "Service entry",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date(related="visit_id.date", store=True, precompute=True)
    advisor_id = fields.Many2one(
        related="visit_id.advisor_id", store=True, index=True, precompute=True
    )
    village_id = fields.Many2one(
        related="visit_id.village_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="visit_id.township_id", store=True, index=True, precompute=True
    )
    program_id = fields.Many2one(
        related="visit_id.program_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    visit_state = fields.Selection(
        related="visit_id.state", string="State of the entry"
    )
    client_kind = fields.Selection(
        [
            ("committee", "Village committee"),
            ("villager", "Villager"),
            ("public", "General public"),
        ],
        "Client",
        required=True,
        default="villager",
        help="The committee reads only matters in which it is itself the client.",
    )
    client_name = fields.Char(
        help="Surname or form of address, only if the matter needs it. No ID number, "
        "no address.",
    )
    category_id = fields.Many2one(
        "legal.matter.category",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    topic_id = fields.Many2one(
        "legal.matter.topic",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('category_id', 'in', [category_id, False])]",
    )
    is_petition = fields.Boolean(
        "Petition", help="The matter was or might be brought to the petition office."
    )
    summary = fields.Text(help="What was asked, without personal data.")
    advice = fields.Text(help="What was advised or done.")
    outcome = fields.Text()
    state = fields.Selection(
        [("open", "In progress"), ("done", "Done"), ("referred", "Referred")],
        default="done",
        required=True,
        index=True,
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        "legal_matter_file_rel",
        "matter_id",
        "attachment_id",
        "Files",
        copy=False,
    )

    _township_date_idx = models.Index("(township_id, date DESC, id DESC)")
    _date_idx = models.Index("(date DESC, id DESC)")

    @api.depends("visit_id.reference", "category_id.name")
    def _compute_display_name(self):
        # Names of records get about, in titles, activities and notes: this one
        # tells nothing of what a villager said (rule 13).
        for matter in self:
            names = (matter.visit_id.reference, matter.category_id.name)
            matter.display_name = " ".join(filter(None, names))

    @api.constrains(*TEXTS)
    def _check_no_id_number(self):
        refuse_id_numbers(self, TEXTS)

    @api.model_create_multi
    def create(self, vals_list):
        visits = self._get_visits(vals_list)
        # Entries made whole by our own bulk code bring their matters with them; the
        # database still refuses any for a numbered entry.
        if not visits._is_guard_lifted():
            visits._refuse_locked()
        matters = super().create(vals_list)
        if not visits._is_guard_lifted():
            # The entry may have come as a default of the caller's context.
            (matters.visit_id - visits)._refuse_locked()
        return matters

    def write(self, vals):
        self.check_access("write")
        # Bookkeeping follows the village; all the rest is content of the entry.
        if vals.keys() - self._get_unsealed_columns():
            (self.visit_id | self._get_visits([vals]))._refuse_locked()
        result = super().write(vals)
        if "visit_id" in vals:
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.visit_id._refuse_locked()

    @api.model
    def _get_visits(self, vals_list):
        return self.env["legal.visit"].browse(
            {vals["visit_id"] for vals in vals_list if vals.get("visit_id")}
        )

    def _is_complete(self):
        """Whether summary and advice are written down."""
        self.ensure_one()
        return bool((self.summary or "").strip() and (self.advice or "").strip())

    def _is_sealed(self):
        return self.visit_id._is_sealed()

    def _get_seal_message(self):
        return self.visit_id._get_seal_message()

    @api.model
    def _get_sealed_sql(self, row):
        return SQL(
            "EXISTS (SELECT 1 FROM legal_visit sealing "
            "WHERE sealing.id = %s.visit_id AND sealing.number IS NOT NULL)",
            row,
        )

    @api.model
    def _get_telling_entry_sql(self, row):
        return SQL("%s.visit_id", row)

    @api.model
    def _is_insert_sealed(self):
        return True
