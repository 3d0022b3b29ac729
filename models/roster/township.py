from odoo import api, fields, models
from odoo.exceptions import AccessError


class LegalTownship(models.Model):
    _name = "legal.township"
    _description = "Township"
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, help="Name of the township or street office.")
    code = fields.Char(
        "Division code",
        required=True,
        size=9,
        help="Nine digits of the statistical division code.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_ids = fields.Many2many(
        "res.users",
        "legal_township_user_rel",
        "township_id",
        "user_id",
        "Judicial office staff",
        domain=[("share", "=", False)],
        help="Users who see this township's villages. Only a bureau manager "
        "changes them.",
    )
    village_ids = fields.One2many("legal.village", "township_id")
    village_count = fields.Integer("Villages", compute="_compute_village_count")

    _code_unique = models.Constraint(
        "UNIQUE (company_id, code)", "Another township already has this code."
    )
    _code_format = models.Constraint(
        "CHECK (code ~ '^[0-9]{9}$')", "A township's code has exactly nine digits."
    )

    def _compute_village_count(self):
        counts = dict(
            self.env["legal.village"]._read_group(
                [("township_id", "in", self.ids)], ["township_id"], ["__count"]
            )
        )
        for township in self:
            township.village_count = counts.get(township, 0)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("user_ids") for vals in vals_list):
            self._check_may_set_users()
        return super().create(vals_list)

    def write(self, vals):
        if "user_ids" in vals:
            self._check_may_set_users()
        return super().write(vals)

    @api.model
    def _check_may_set_users(self):
        if not self.env.su and not self.env.user.has_group(
            "village_legal_advisor.group_legal_manager"
        ):
            raise AccessError(
                self.env._("Only a bureau manager decides who sees a township.")
            )
