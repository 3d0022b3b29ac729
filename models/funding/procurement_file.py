from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .procurement import FINANCE

# 政府采购法 42: at least fifteen years from the end of the procurement.
RETENTION_YEARS = 15
FILE_FIELDS = frozenset({"ended_date", "retention_until"})


class LegalProcurement(models.Model):
    """How long a procurement's file is kept, and what it lacks."""

    _inherit = "legal.procurement"

    item_ids = fields.One2many(
        "legal.procurement.item", "procurement_id", "Procurement file"
    )
    file_missing_count = fields.Integer(
        "Papers missing", compute="_compute_file_missing_count"
    )
    ended_date = fields.Date(
        "Procurement ended on",
        copy=False,
        tracking=True,
        help="Usually the day of the last acceptance. The file is kept for at least "
        "15 years from it; until it is entered, for ever.",
    )
    retention_until = fields.Date(
        "Kept until",
        copy=False,
        tracking=True,
        help="No paper leaves the file up to and including this day. It can only be "
        "put off.",
    )

    _retention_after_end = models.Constraint(
        "CHECK (retention_until IS NULL OR ended_date IS NULL "
        "OR retention_until >= ended_date + INTERVAL '15 years')",
        "A procurement file is kept for at least 15 years from the end of the "
        "procurement.",
    )

    @api.depends("item_ids.attachment_ids", "item_ids.reason")
    def _compute_file_missing_count(self):
        for project in self:
            missing = project.item_ids.filtered(lambda item: item.state == "missing")
            project.file_missing_count = len(missing)

    @api.model_create_multi
    def create(self, vals_list):
        projects = super().create(
            [self._add_retention(vals, None) for vals in vals_list]
        )
        self.env["legal.procurement.item"]._prepare_items(projects)
        return projects

    def write(self, vals):
        if not FILE_FIELDS & vals.keys():
            return super().write(vals)
        self._check_group(FINANCE)
        for project in self:
            kept = project._add_retention(vals, project.retention_until)
            project._check_retention(kept)
            super(LegalProcurement, project).write(kept)
        # The triggers on papers read it in the database.
        self.flush_recordset(["retention_until"])
        return True

    @api.model
    def _add_retention(self, vals, until):
        """Values with the retention that follows from the end of the procurement.

        :param date until: until when the file was kept so far
        """
        ended = fields.Date.to_date(vals.get("ended_date"))
        if not ended or vals.get("retention_until"):
            return vals
        due = ended + relativedelta(years=RETENTION_YEARS)
        return vals | {"retention_until": max(due, until) if until else due}

    @api.constrains("ended_date", "award_date")
    def _check_ended_date(self):
        for project in self.filtered("ended_date"):
            if project.ended_date > project.company_id._legal_today():
                raise ValidationError(
                    self.env._("The procurement cannot have ended in the future.")
                )
            if project.award_date and project.ended_date < project.award_date:
                raise ValidationError(
                    self.env._("The procurement ended after its award, not before.")
                )

    def _check_retention(self, vals):
        """Refuse what would shorten the retention.

        :raises ValidationError: saying until when the file is kept
        """
        self.ensure_one()
        until = fields.Date.to_date(vals.get("retention_until", self.retention_until))
        if self.retention_until and (not until or until < self.retention_until):
            raise ValidationError(
                self.env._(
                    "%(project)s: the file is kept until %(day)s. That can be put "
                    "off, never brought forward.",
                    project=self.display_name,
                    day=format_date(self.env, self.retention_until),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for project in self:
            if project.sudo().item_ids.attachment_ids and project._is_file_kept():
                raise UserError(project._get_kept_message(project.display_name))

    def unlink(self):
        # Their checklists hold no papers, or may be given up.
        self.sudo().item_ids.unlink()
        return super().unlink()

    def _is_file_kept(self):
        """Whether papers may not leave this one project's file yet."""
        self.ensure_one()
        # Who takes a paper out need not read the project to be held to it.
        project = self.sudo()
        until = project.retention_until
        return not until or until >= project.company_id._legal_today()

    def _get_kept_message(self, name):
        self.ensure_one()
        until = self.sudo().retention_until
        if until:
            return self.env._(
                "%(paper)s lies in a procurement file that is kept until %(day)s: "
                "nothing is taken out or replaced before. Add the right paper beside "
                "it.",
                paper=name,
                day=format_date(self.env, until),
            )
        return self.env._(
            "%(paper)s lies in a procurement file that is kept for at least 15 years "
            "from the end of the procurement: nothing is taken out or replaced. Add "
            "the right paper beside it.",
            paper=name,
        )

    def init(self):
        result = super().init()
        # What the ORM refuses in words, for whoever does not pass there.
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION legal_procurement_retention()
            RETURNS trigger AS $$
            BEGIN
                IF OLD.retention_until IS NOT NULL AND (
                    NEW.retention_until IS NULL
                    OR NEW.retention_until < OLD.retention_until
                ) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'restrict_violation',
                        MESSAGE = 'legal_procurement: retention is only put off';
                END IF;
                RETURN NEW;
            END
            $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER legal_procurement_retention
                BEFORE UPDATE ON legal_procurement
                FOR EACH ROW EXECUTE FUNCTION legal_procurement_retention();
            """
        )
        return result

    # === Opening it ===

    def action_view_file(self):
        """The checklist of the project's file, papers of all its contracts."""
        self.ensure_one()
        return self._get_file_action()

    def _get_file_action(self, order=None):
        """The checklist, made complete first where its reader may do that.

        :param order: only this contract's papers, beside those of the project
        """
        self.check_access("read")
        Item = self.env["legal.procurement.item"]
        if self.has_access("write"):
            Item._prepare_items(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_procurement_item"
        )
        domain = [("procurement_id", "=", self.id)]
        context = {"default_procurement_id": self.id}
        if order:
            domain = Item._get_file_domain(order)
            context |= {"default_order_id": order.id}
        return action | {"domain": domain, "context": context}
