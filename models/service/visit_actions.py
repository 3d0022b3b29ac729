from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import groupby

TOWNSHIP_GROUPS = (
    "village_legal_advisor.group_legal_township",
    "village_legal_advisor.group_legal_officer",
)


class LegalVisit(models.Model):
    """Submitting, confirming, and back to draft."""

    _inherit = "legal.visit"

    # === Who may ===

    def _is_own(self):
        """Whether the user is the adviser, in whatever other role they sign in."""
        self.ensure_one()
        login = self.sudo().advisor_id.user_id
        return bool(login) and login == self.env.user

    def _get_deciding_kind(self):
        """On whose behalf the user may confirm, dispute or reject this entry.

        :return: "village" for its committee's logins, "township" for its judicial
            office and the bureau, None for anybody else
        """
        self.ensure_one()
        visit, user = self.sudo(), self.env.user
        if user in visit.village_id.user_ids:
            return "village"
        if self.env.su or user.has_group("village_legal_advisor.group_legal_officer"):
            return "township"
        if (
            user.has_group("village_legal_advisor.group_legal_township")
            and user in visit.township_id.user_ids
        ):
            return "township"
        return None

    def _check_may_decide(self, kinds=("village", "township")):
        """Refuse users who have no say, and advisers deciding about themselves.

        :return: entries by kind: {"village": visits, "township": visits}
        :raises AccessError: when the user has no say in one of the entries
        """
        self.check_access("read")
        by_kind = {}
        for visit in self:
            if visit._is_own():
                raise AccessError(
                    self.env._(
                        "%(visit)s is your own service: others decide about it.",
                        visit=visit.reference,
                    )
                )
            kind = visit._get_deciding_kind()
            if kind not in kinds:
                raise AccessError(
                    self.env._(
                        "Only the village's committee, its township or the bureau "
                        "decide about %(visit)s, each in its own turn.",
                        visit=visit.reference,
                    )
                )
            by_kind.setdefault(kind, []).append(visit.id)
        return {kind: self.browse(ids) for kind, ids in by_kind.items()}

    # === Submitting ===

    def action_submit(self):
        """Submit drafts to their villages (rules 2 and 5).

        A rejected entry that is mended keeps the day of its first submission:
        mending must not make it late.

        :raises UserError: one sentence per entry that cannot be submitted
        """
        self.check_access("write")
        self.sudo().assignment_id._lock_against_ending()
        self._raise_blockers(self._get_submit_blockers())
        now = fields.Datetime.now()

        def stamps(visit):
            first = visit.submitted_at
            # Of a service that took place later it tells nothing.
            if not first or visit.company_id._legal_local(first).date() < visit.date:
                first = now
            return first, visit._is_recorded_late(first)

        for (submitted_at, is_late), visits in groupby(self, stamps):
            self.browse([visit.id for visit in visits])._guarded_write(
                {
                    "state": "submitted",
                    "submitted_at": submitted_at,
                    "submitted_by_id": self.env.uid,
                    "is_late_entry": is_late,
                }
            )
        # The exclusion constraint must speak here, not in somebody's later flush.
        self.flush_recordset()
        return True

    # === Confirming ===

    def action_confirm(self, kind=None, answer=None, paper=None, paper_name=None):
        """Confirm entries: by their village, or on paper by the township.

        Confirmed is final: the entry takes the next number of its village's volume.

        :param str kind: "village" or "township"; by default what the user is to the
            village. "deemed" is for the system alone.
        :param str answer: why the township confirms against the village's objection
        :param paper: photo or PDF of what the village signed, in base64: the township
            needs it to confirm submitted entries that are on no signed slip
        :param str paper_name: that file's name
        :raises UserError: one sentence per entry that cannot be confirmed
        """
        if kind == "deemed":
            if not self.env.su:
                raise AccessError(self.env._("Only the system deems hours confirmed."))
            by_kind = {"deemed": self}
        else:
            by_kind = self._check_may_decide(
                (kind,) if kind else ("village", "township")
            )
        if paper and "township" in by_kind:
            waiting = by_kind["township"].filtered(lambda rec: rec.state == "submitted")
            waiting._attach_paper(paper, paper_name)
        blockers = {}
        for by, visits in by_kind.items():
            states = ("submitted", "disputed") if by == "township" else ("submitted",)
            if by == "township":
                blockers |= visits._get_township_blockers(answer)
            blockers |= visits._get_confirm_blockers(states)
        self._raise_blockers(blockers)
        for by, visits in by_kind.items():
            vals = {
                "state": "confirmed",
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
                "confirmed_by_kind": by,
            }
            disputed = visits.filtered(lambda visit: visit.state == "disputed")
            # The committee reads entries and may confirm them, but not write them.
            (visits - disputed).sudo()._guarded_write(vals)
            disputed.sudo()._guarded_write(
                vals | {"dispute_answer": (answer or "").strip()}
            )
        self.sudo()._take_numbers()
        return True

    def action_reset(self):
        """Put rejected entries back to draft for correction.

        :raises UserError: one sentence per entry that is not rejected
        """
        self.check_access("write")
        self._raise_blockers(
            {
                visit: self.env._("Only a rejected entry goes back to draft.")
                for visit in self
                if visit.state != "rejected"
            }
        )
        self._guarded_write({"state": "draft"})
        return True
