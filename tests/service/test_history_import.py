from odoo.tests import tagged

from .history_case import HistoryCase


@tagged("post_install", "-at_install")
class TestHistoryImport(HistoryCase):
    def test_lines_become_confirmed_entries_with_their_matters(self):
        run = self._run(
            [
                self._row(topic="land_transfer"),
                self._row(
                    date="2026年3月9日",
                    time_start="",
                    time_stop="",
                    minutes="20",
                    mode="电话",
                ),
            ]
        )
        self.assertEqual(run.state, "done", run.error)
        first, second = self._entries(run)
        self.assertRecordValues(
            first + second,
            [
                {
                    "assignment_id": self.assignment.id,
                    "minutes": 20,
                    "service_mode": "phone",
                    "state": "confirmed",
                    "source": "import",
                    "number": 1,
                    "is_late_entry": True,
                    "is_complete": True,
                    "confirmed_by_kind": "township",
                    "confirmed_by_id": self.manager.id,
                },
                {
                    "assignment_id": self.assignment.id,
                    "minutes": 120,
                    "service_mode": "on_site",
                    "state": "confirmed",
                    "source": "import",
                    "number": 2,
                    "is_late_entry": True,
                    "is_complete": True,
                    "confirmed_by_kind": "township",
                    "confirmed_by_id": self.manager.id,
                },
            ],
        )
        self.assertEqual(
            second.matter_ids.topic_id,
            self.env.ref("village_legal_advisor.matter_topic_land_transfer"),
        )
        self.assertEqual(second.hour_from, 9.0)
        second.volume_id.action_verify()
