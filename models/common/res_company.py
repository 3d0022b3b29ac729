from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    _inherit = "res.company"

    legal_tz = fields.Selection(
        _tz_get,
        string="Bureau's time zone",
        required=True,
        default="Asia/Shanghai",
        help="Dates of services, lectures and deadlines are days in this zone, "
        "whatever zone a user's own account has.",
    )

    def _legal_zone(self):
        return ZoneInfo((self or self.env.company).legal_tz or "Asia/Shanghai")

    def _legal_today(self):
        """The bureau's today; the only one that rules may use.

        :rtype: datetime.date
        """
        return self._legal_local(fields.Datetime.now()).date()

    def _legal_local(self, moment):
        """Turn naive UTC, as Odoo stores it, into naive local time."""
        zone = self._legal_zone()
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

    def _legal_utc(self, day, hour=0.0):
        """Turn a local day and a clock hour (9.5 is 9:30) into naive UTC."""
        local = datetime.combine(day, time()) + timedelta(minutes=round(hour * 60))
        zone = self._legal_zone()
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

    def _legal_add_working_days(self, day, count):
        """The local day that lies a number of working days after another.

        By the official calendar (`legal.holiday`); where its year is not known yet,
        Monday to Friday count. For many days, ask `_legal_get_working_calendar` once.

        :param datetime.date day: not counted itself
        :param int count: working days to add, 0 or more
        :rtype: datetime.date
        """
        return self._legal_get_working_calendar(day, day).add(day, count)

    def _legal_get_working_calendar(self, first, last):
        """The bureau's working days for counting from the days of a period.

        :param datetime.date first: first day that is counted from
        :param datetime.date last: last one; counting may go on into the year after
        :rtype: WorkingCalendar
        """
        company = self or self.env.company
        return self.env["legal.holiday"]._get_calendar(company, first, last)
