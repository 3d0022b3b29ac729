import logging
import random
import time

from psycopg2 import IntegrityError, OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

TRIES = 8


class LegalHistoryImport(models.Model):
    """Runs that the scheduler goes on with, beside others who record meanwhile."""

    _inherit = "legal.history.import"

    @api.model
    def _cron_work(self):
        """Go on with runs in the background, oldest first."""
        for run in self.search([("state", "=", "running")], order="id"):
            # Rights, language and names in the ledger are those of who started it.
            user = run.user_id
            run = run.with_user(user).with_company(run.company_id)
            run = run.with_context(lang=user.lang, tracking_disable=True)
            if not run._work_in_background():
                return

    def _work_in_background(self):
        """Work to the end, piece by piece.

        :return: whether the time given to the cron lasted
        """
        tries = 0
        while True:
            try:
                self._check_group("village_legal_advisor.group_legal_manager")
                for done in self._work():
                    tries = 0
                    if not self._commit_piece(done):
                        return False
                return self._commit_piece(0)
            except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, IntegrityError) as error:
                # Somebody else was quicker: look again at how things are now.
                self._roll_back()
                tries += 1
                if tries >= TRIES:
                    if isinstance(error, IntegrityError):
                        return self._give_up(error)
                    # Another worker is at this run: it, or the next one, goes on.
                    return self._commit_piece(0)
                time.sleep(random.uniform(0.1, 2**tries / 5))
            except OperationalError:
                raise
            except UserError as error:
                self._roll_back()
                self._fail(str(error))
                return self._commit_piece(0)
            except Exception as error:
                self._roll_back()
                return self._give_up(error)

    def _roll_back(self):
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _give_up(self, error):
        # No more of it: a database's message quotes what villagers said.
        _logger.error("History import %s failed: %s", self.id, type(error).__name__)
        _logger.debug("History import %s", self.id, exc_info=error)
        self._fail(
            self.env._(
                "An error occurred. What was recorded until then stays: make a new run "
                "with the same file, which goes on from there."
            )
            if self.entry_count
            else self.env._("An error occurred. Nothing was recorded.")
        )
        return self._commit_piece(0)

    def _commit_piece(self, done):
        left = (
            self.env["legal.history.import"]
            .sudo()
            .search_count([("state", "=", "running")])
        )
        return self.env["ir.cron"]._commit_progress(done, remaining=left)
