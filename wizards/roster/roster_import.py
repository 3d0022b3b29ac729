from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

BATCH = 1000
PLAN_KINDS = (
    "township_new",
    "township_changed",
    "village_new",
    "village_renamed",
    "village_archived",
    "village_missing",
)


class LegalRosterImport(models.TransientModel):
    """Bring in townships and villages from a list of division codes.

    Shows what it will do before it does anything. A file with one bad line
    changes nothing at all; the same file a second time changes nothing either.
    """

    _name = "legal.roster.import"
    _description = "Import of the roster"
    _inherit = ["legal.reach.mixin"]

    state = fields.Selection(
        [("choose", "Choose a file"), ("checked", "Checked"), ("done", "Done")],
        default="choose",
        required=True,
    )
    file = fields.Binary(
        "Roster file",
        required=True,
        attachment=False,
        help="CSV (UTF-8 or GB18030) or XLSX with the columns code, name, "
        "township_code, township_name, county_code and county_name, in any order.",
    )
    filename = fields.Char()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    in_scope_from = fields.Date(
        "New villages take part from",
        default=lambda self: self._default_in_scope_from(),
        help="Day from which a new village must have an adviser. Empty: not yet. "
        "Virtual units have no committee and stay out until you set their day.",
    )
    line_ids = fields.One2many("legal.roster.import.line", "import_id")
    error_ids = fields.One2many(
        "legal.roster.import.line", "import_id", domain=[("kind", "=", "error")]
    )
    township_ids = fields.One2many(
        "legal.roster.import.line",
        "import_id",
        "Townships",
        domain=[("kind", "in", ("township_new", "township_changed"))],
    )
    village_ids = fields.One2many(
        "legal.roster.import.line",
        "import_id",
        "Villages",
        domain=[("kind", "in", ("village_new", "village_renamed"))],
    )
    kept_ids = fields.One2many(
        "legal.roster.import.line",
        "import_id",
        "Left as they are",
        domain=[("kind", "in", ("village_missing", "village_archived"))],
    )
    error_count = fields.Integer("Bad lines", readonly=True)
    township_new_count = fields.Integer("New townships", readonly=True)
    township_changed_count = fields.Integer("Renamed townships", readonly=True)
    village_new_count = fields.Integer("New villages", readonly=True)
    village_virtual_count = fields.Integer("Of these virtual units", readonly=True)
    village_renamed_count = fields.Integer("Renamed villages", readonly=True)
    village_unchanged_count = fields.Integer("Unchanged villages", readonly=True)
    village_archived_count = fields.Integer("Archived villages", readonly=True)
    village_missing_count = fields.Integer("Missing from the file", readonly=True)

    @api.model
    def _default_in_scope_from(self):
        company = self.env.company
        today = company._legal_today()
        program = self.env["legal.program"]._get_for_date(company, today)
        return program.date_start or today

    @api.onchange("file")
    def _onchange_file(self):
        # What was shown belongs to another file.
        self.state = "choose"

    def action_preview(self):
        """Check the file and list what an import would do; changes no village."""
        self._start()
        plan, errors = self._get_plan()
        self._show(plan, errors)
        return self._reopen()

    def action_import(self):
        """Import the file, or list its bad lines and import nothing.

        :return: the wizard again, with the result
        """
        self._start()
        plan, errors = self._get_plan()
        if not errors:
            self._apply(plan)
        self._show(plan, errors, done=not errors)
        return self._reopen()

    def action_view_villages(self):
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_village"
        )

    def _start(self):
        self.ensure_one()
        self.env["legal.program"]._check_group(
            "village_legal_advisor.group_legal_officer"
        )
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._("Switch to %(company)s first.", company=self.company_id.name)
            )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import the roster"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # === Doing it ===

    def _apply(self, plan):
        townships = plan["townships"]
        Township = self.env["legal.township"].with_context(tracking_disable=True)
        for township in Township._create_listed(
            [
                {
                    "code": line["code"],
                    "name": line["name"],
                    "county_name": line["county_name"],
                    "company_id": self.company_id.id,
                }
                for line in plan["township_new"]
            ]
        ):
            townships[township.code] = township
        for line in plan["township_changed"]:
            townships[line["code"]].write(
                {"name": line["name"], "county_name": line["county_name"]}
            )
        Village = self.env["legal.village"].with_context(tracking_disable=True)
        Village._create_listed(
            [
                self._prepare_village_vals(line, townships[line["township_code"]])
                for line in plan["village_new"]
            ]
        )
        for line in plan["village_renamed"]:
            plan["villages"][line["code"]].write({"name": line["name"]})

    def _prepare_village_vals(self, line, township):
        return {
            "code": line["code"],
            "name": line["name"],
            "township_id": township.id,
            "in_scope_from": False if line["is_virtual"] else self.in_scope_from,
        }

    # === Telling it ===

    def _show(self, plan, errors, done=False):
        """Put counts and lists on the wizard, replacing what it showed before.

        What was created is not listed again: a button opens the villages.
        """
        notes = {
            "village_missing": self.env._("In the roster, not in the file. Kept."),
            "village_archived": self.env._("In the file, archived here. Stays so."),
        }
        former = self.env._("Formerly %(name)s")
        virtual = self.env._("Virtual unit, does not take part yet")
        values = list(errors)
        for kind in PLAN_KINDS:
            if done and kind == "village_new":
                continue
            for line in plan.get(kind, []):
                note = notes.get(kind)
                if line.get("former"):
                    note = former % {"name": line["former"]}
                elif line.get("is_virtual"):
                    note = virtual
                values.append(
                    {
                        "kind": kind,
                        "line": line["line"],
                        "code": line["code"],
                        "name": line["name"],
                        "note": note,
                    }
                )
        self.line_ids.unlink()
        Line = self.env["legal.roster.import.line"]
        for batch in split_every(BATCH, values):
            Line.create([vals | {"import_id": self.id} for vals in batch])
        self.write(
            {f"{kind}_count": len(plan.get(kind, ())) for kind in PLAN_KINDS}
            | {
                "state": "done" if done else "checked",
                "error_count": len({error["line"] for error in errors}),
                "village_unchanged_count": plan.get("unchanged", 0),
                "village_virtual_count": sum(
                    line["is_virtual"] for line in plan.get("village_new", ())
                ),
            }
        )
