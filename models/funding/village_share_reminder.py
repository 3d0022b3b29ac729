from odoo import api, fields, models

# Working days that a judicial office gets to answer.
PATIENCE = 10
ACTIVITY = "village_legal_advisor.mail_activity_type_share"


class LegalVillageShare(models.Model):
    """Reminders go to the judicial office, and only for what is really outstanding."""

    _inherit = "legal.village.share"

    reminded_at = fields.Datetime("Reminded at", copy=False, readonly=True)
    reminded_by_id = fields.Many2one(
        "res.users", "Reminded by", copy=False, readonly=True
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"reminded_at", "reminded_by_id"}

    def action_remind(self):
        """Ask the judicial offices to see to outstanding shares.

        Who was asked already and has not answered is not asked twice.

        :raises UserError: one sentence per share that nobody is reminded of
        """
        self._check_group(
            "village_legal_advisor.group_legal_finance",
            "village_legal_advisor.group_legal_officer",
        )
        self.check_access("write")
        self._raise_blockers(self._get_remind_blockers())
        waiting = self._get_waiting_activities()
        known = {(activity.res_id, activity.user_id) for activity in waiting}
        deadlines = {
            company: company._legal_add_working_days(company._legal_today(), PATIENCE)
            for company in self.company_id
        }
        for share in self:
            for user in share.township_id.sudo().user_ids:
                if (share.id, user) not in known:
                    # A list of them is no flood of mails.
                    share.with_context(
                        mail_activity_quick_update=True
                    ).activity_schedule(
                        ACTIVITY,
                        deadlines[share.company_id],
                        summary=self.env._("Village share outstanding"),
                        user_id=user.id,
                    )
        self._guarded_write(
            {"reminded_at": fields.Datetime.now(), "reminded_by_id": self.env.uid}
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Judicial offices are reminded of %(count)s shares.",
                    count=len(self),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_remind_blockers(self):
        """Reasons against a reminder.

        :return: {share: sentence}
        """
        blockers = {}
        for share in self:
            if share.state == "to_arrange":
                reason = self.env._(
                    "The share is still to be arranged: record who bears it, and the "
                    "villagers' resolution on collective money. Until then nobody is "
                    "reminded."
                )
            elif share.state == "settled":
                reason = self.env._("The share is settled.")
            elif share.state == "waived":
                reason = self.env._("The share is waived.")
            elif not share.township_id.sudo().user_ids:
                reason = self.env._(
                    "%(township)s has no judicial office staff to remind. A bureau "
                    "manager names them on the township.",
                    township=share.township_id.sudo().name,
                )
            else:
                continue
            blockers[share] = reason
        return blockers

    def _get_waiting_activities(self):
        # Others' activities too: whoever reminds need not be the one who was asked.
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
                ]
            )
        )

    def _close_reminders(self):
        """End reminders of shares that are no longer outstanding."""
        done = self.filtered(lambda share: share.state != "outstanding")
        if done:
            done._get_waiting_activities().action_feedback(
                feedback=self.env._("Settled.")
            )
