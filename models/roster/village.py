import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

COMMITTEE_SUFFIX = re.compile(
    r"(社区)?(村民委员会|居民委员会|村委会|居委会|村民会|居民会|委员会)$"
)
# Last three digits of a statistical division code: communities and villages.
COMMUNITY_RANGES = (range(1, 200), range(400, 500))
VILLAGE_RANGES = (range(200, 400), range(500, 600))


class LegalVillage(models.Model):
    _name = "legal.village"
    _description = "Village or community"
    _inherit = ["legal.reach.mixin"]
    _order = "code, id"
    _rec_names_search = ["name", "short_name", "code", "township_id.name"]
    _check_company_auto = True

    name = fields.Char(
        "Committee's full name",
        required=True,
        help="Full name of the village or residents' committee, as on its seal.",
    )
    short_name = fields.Char(
        compute="_compute_short_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Name used on lists and papers.",
    )
    code = fields.Char(
        "Division code",
        required=True,
        size=12,
        help="Twelve digits of the statistical division code; the first nine are "
        "the township's.",
    )
    kind = fields.Selection(
        [("village", "Village"), ("community", "Community")],
        compute="_compute_kind",
        store=True,
        precompute=True,
    )
    township_id = fields.Many2one(
        "legal.township",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="township_id.company_id", store=True, index=True, precompute=True
    )
    active = fields.Boolean("In use", default=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Committee",
        copy=False,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The committee as a contact; created with the village.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "legal_village_user_rel",
        "village_id",
        "user_id",
        "Portal logins",
        copy=False,
        help="Logins with which the committee confirms or disputes hours.",
    )
    liaison_name = fields.Char("Village liaison person")
    liaison_phone = fields.Char("Liaison's phone")
    in_scope_from = fields.Date(
        "Takes part from",
        index="btree_not_null",
        help="Day from which the village must have an adviser. Empty: not yet.",
    )
    _code_unique = models.Constraint(
        "UNIQUE (company_id, code)", "Another village already has this code."
    )
    _code_format = models.Constraint(
        "CHECK (code ~ '^[0-9]{12}$')", "A village's code has exactly twelve digits."
    )

    _code_idx = models.Index("(code, id)")

    @api.model
    def _get_kind(self, code):
        """Kind by the last three digits of a code; False where they mean neither."""
        if not re.fullmatch(r"[0-9]{12}", code or ""):
            return False
        digits = int(code[-3:])
        if any(digits in digits_range for digits_range in COMMUNITY_RANGES):
            return "community"
        if any(digits in digits_range for digits_range in VILLAGE_RANGES):
            return "village"
        return False

    @api.depends("code")
    def _compute_kind(self):
        for village in self:
            village.kind = self._get_kind(village.code)

    @api.depends("name")
    def _compute_short_name(self):
        for village in self:
            # In a form; `write` sees to it elsewhere.
            is_chosen = (
                village != village._origin and village._origin._has_chosen_name()
            )
            if not is_chosen:
                village.short_name = self._get_short_name(village.name)

    def _has_chosen_name(self):
        """Whether a person gave the village another short name than the usual."""
        return bool(self.short_name) and (
            self.short_name != self._get_short_name(self.name)
        )

    @api.model
    def _get_short_name(self, name):
        """A committee's full name without its "committee"."""
        name = (name or "").strip()
        match = COMMITTEE_SUFFIX.search(name)
        stem = name[: match.start()] if match else name
        if match and match.group(1):
            stem += match.group(1)
        elif match and match.group(2).startswith("村") and not stem.endswith("村"):
            stem += "村"
        return stem or name

    @api.depends("short_name", "township_id.name")
    @api.depends_context("legal_with_township")
    def _compute_display_name(self):
        with_township = self.env.context.get("legal_with_township")
        for village in self:
            name = village.short_name or village.name or ""
            if with_township and village.township_id:
                name = f"{village.township_id.name} {name}"
            village.display_name = name

    @api.constrains("code", "township_id")
    def _check_code(self):
        for village in self:
            if village.code[:9] != village.township_id.code:
                raise ValidationError(
                    self.env._(
                        "The code %(code)s of %(village)s does not begin with the "
                        "code %(township_code)s of %(township)s.",
                        code=village.code,
                        village=village.name,
                        township_code=village.township_id.code,
                        township=village.township_id.name,
                    )
                )
            if not village.kind:
                raise ValidationError(
                    self.env._(
                        "The last three digits of %(code)s are neither a "
                        "community's nor a village's.",
                        code=village.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("user_ids") for vals in vals_list) or self.default_get(
            ["user_ids"]
        ):
            self._check_may_set_access()
        lacking = [vals for vals in vals_list if not vals.get("partner_id")]
        # A clerk who may keep the roster need not be allowed to keep contacts. A new
        # committee has no parent and no children to keep in step with.
        partners = (
            self.env["res.partner"]
            .sudo()
            .with_context(tracking_disable=True, _partners_skip_fields_sync=True)
            .create([self._prepare_partner_vals(vals) for vals in lacking])
        )
        partner_ids = iter(partners.ids)
        return super().create(
            [
                vals
                if vals.get("partner_id")
                else vals | {"partner_id": next(partner_ids)}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if {"user_ids", "township_id"} & vals.keys():
            self._check_may_set_access()
        if vals.get("township_id"):
            self._check_same_bureau(vals["township_id"])
        chosen = self.browse()
        if "name" in vals and "short_name" not in vals:
            # A renamed committee, in an import too, keeps the short name chosen for it.
            chosen = self.filtered(lambda village: village._has_chosen_name())
        for village in chosen:
            super(LegalVillage, village).write(
                vals | {"short_name": village.short_name}
            )
        result = super(LegalVillage, self - chosen).write(vals)
        if "name" in vals:
            # The committee's contact follows the village for every writer.
            self.partner_id.sudo().write({"name": vals["name"]})
        return result

    def _check_same_bureau(self, township_id):
        """Assignments and entries of a village stay with their bureau."""
        township = self.env["legal.township"].browse(township_id).sudo()
        for village in self.sudo():
            if village.company_id != township.company_id:
                raise ValidationError(
                    self.env._(
                        "%(township)s belongs to another bureau than %(village)s.",
                        township=township.display_name,
                        village=village.display_name,
                    )
                )

    @api.model
    def _prepare_partner_vals(self, vals):
        """Values of the committee's contact from those of its village."""
        township = self.env["legal.township"].browse(vals.get("township_id"))
        return {
            # Without a name the village itself is refused, with a better message.
            "name": vals.get("name") or vals.get("code"),
            "is_company": True,
            "company_id": (township.company_id or self.env.company).id,
            "lang": self.env.lang,
        }

    @api.model
    def _check_may_set_access(self):
        if not self.env.su and not self.env.user.has_group(
            "village_legal_advisor.group_legal_manager"
        ):
            raise AccessError(
                self.env._(
                    "Only a bureau manager changes a village's township or logins: "
                    "they decide who sees its records."
                )
            )
