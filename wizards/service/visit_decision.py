from odoo import api, fields, models

ACTIONS = {
    "dispute": "action_dispute",
    "reject": "action_reject",
    "recognise": "action_recognise",
}


class LegalVisitDecision(models.TransientModel):
    """Asks for the reason of a decision about entries, or its paper, then takes it."""

    _name = "legal.visit.decision"
    _description = "Decision about service entries"
    _inherit = ["legal.reach.mixin"]

    visit_ids = fields.Many2many(
        "legal.visit",
        default=lambda self: self._default_visit_ids(),
        readonly=True,
        required=True,
        string="Service entries",
    )
    decision = fields.Selection(
        [
            ("paper", "Confirm on signed paper"),
            ("dispute", "Dispute for the village"),
            ("reject", "Reject"),
            ("overrule", "Confirm against the objection"),
            ("recognise", "Recognise the day"),
            ("correct", "Correct"),
            ("annul", "Annul"),
        ],
        required=True,
        readonly=True,
        default="reject",
    )
    reason = fields.Text()
    paper = fields.Binary("Signed paper", attachment=False)
    paper_name = fields.Char()
    document = fields.Char("Decision's document number")
    minutes = fields.Integer(
        "Right duration in minutes",
        help="Leave it at 0 when the time was right and something else was wrong.",
    )

    @api.model
    def _default_visit_ids(self):
        if self.env.context.get("active_model") == "legal.visit":
            return self.env["legal.visit"].browse(
                self.env.context.get("active_ids", [])
            )
        return self.env["legal.visit"]

    def action_apply(self):
        """Take the decision with its reason; the entries check rights and state."""
        self.ensure_one()
        if self.decision == "paper":
            self.visit_ids.action_confirm(
                "township", paper=self.paper, paper_name=self.paper_name
            )
        elif self.decision == "annul":
            self.visit_ids.action_annul(self.document, self.reason)
        elif self.decision == "correct":
            self.visit_ids.action_correct(
                self.minutes or None, self.document, self.reason
            )
        elif self.decision == "overrule":
            self.visit_ids.action_confirm("township", self.reason)
        else:
            getattr(self.visit_ids, ACTIONS[self.decision])(self.reason)
        return {"type": "ir.actions.act_window_close"}
