from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class LegalTownship(models.Model):
    _name = "legal.township"
    _description = "Township"
    _inherit = ["legal.reach.mixin"]
    _order = "code, id"
    _rec_names_search = ["name", "code", "county_name"]

    name = fields.Char(required=True, help="Name of the township or street office.")
    code = fields.Char(
        "Division code",
        required=True,
        size=9,
        help="Nine digits of the statistical division code.",
    )
    county_code = fields.Char(
        compute="_compute_county_code",
        store=True,
        precompute=True,
        help="First six digits of the division code.",
    )
    county_name = fields.Char("County", help="County, district or county-level city.")
    active = fields.Boolean("In use", default=True)
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
    village_count = fields.Integer("Villages", compute="_compute_coverage")
    in_scope_count = fields.Integer(
        "Taking part",
        compute="_compute_coverage",
        help="Villages and communities that take part today.",
    )
    covered_count = fields.Integer(
        "With an adviser",
        compute="_compute_coverage",
        help="Those taking part that have a responsible adviser today.",
    )
    uncovered_count = fields.Integer(
        "Without an adviser",
        compute="_compute_coverage",
        search="_search_uncovered_count",
        help="Those taking part that have no responsible adviser today.",
    )

    _code_unique = models.Constraint(
        "UNIQUE (company_id, code)", "Another township already has this code."
    )
    _code_format = models.Constraint(
        "CHECK (code ~ '^[0-9]{9}$')", "A township's code has exactly nine digits."
    )
    _code_idx = models.Index("(code, id)")

    @api.depends("code")
    def _compute_county_code(self):
        for township in self:
            township.county_code = (township.code or "")[:6]

    def _compute_coverage(self):
        Village = self.env["legal.village"]

        def count(*conditions):
            domain = [("township_id", "in", self._origin.ids), *conditions]
            return dict(Village._read_group(domain, ["township_id"], ["__count"]))

        villages = count()
        in_scope = count(("in_scope", "=", True))
        covered = count(("in_scope", "=", True), ("is_covered", "=", True))
        for township in self:
            origin = township._origin
            township.village_count = villages.get(origin, 0)
            township.in_scope_count = in_scope.get(origin, 0)
            township.covered_count = covered.get(origin, 0)
            township.uncovered_count = township.in_scope_count - township.covered_count

    def _search_uncovered_count(self, operator, value):
        """Only "some" and "none" are asked for: `> 0`, `= 0` and their opposites."""
        some = fields.Domain(
            "village_ids", "any", [("in_scope", "=", True), ("is_covered", "=", False)]
        )
        if operator == ">" and value == 0:
            return some
        if operator == "in" and set(value) == {0}:
            return ~some
        return NotImplemented

    @api.constrains("code")
    def _check_code_of_villages(self):
        strangers = (
            self.env["legal.village"]
            .with_context(active_test=False)
            .search([("township_id", "in", self.ids)])
        )
        for village in strangers:
            if village.code[:9] != village.township_id.code:
                raise ValidationError(
                    self.env._(
                        "%(township)s has villages whose codes begin with %(code)s. "
                        "Import the new division codes as a new township instead.",
                        township=village.township_id.name,
                        code=village.code[:9],
                    )
                )

    @api.constrains("active")
    def _check_archived_without_villages(self):
        for township in self:
            if not township.active and township.village_ids:
                raise ValidationError(
                    self.env._(
                        "%(township)s still has %(count)s villages. Archive them "
                        "first.",
                        township=township.name,
                        count=len(township.village_ids),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("user_ids") for vals in vals_list) or self.default_get(
            ["user_ids"]
        ):
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

    def action_view_villages(self):
        return self._open_villages(self.env._("Villages and communities"))

    def action_view_uncovered(self):
        return self._open_villages(
            self.env._("Without an adviser"),
            ("in_scope", "=", True),
            ("is_covered", "=", False),
        )

    def _open_villages(self, name, *conditions):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_village"
        )
        return action | {
            "name": name,
            "domain": [("township_id", "in", self.ids), *conditions],
            "context": {"default_township_id": self.id if len(self) == 1 else False},
        }
