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

        Monday to Friday count. The only place that knows which days are working
        days, so that the official calendar of holidays is put in here alone.

        :param datetime.date day: not counted itself
        :param int count: working days to add, 0 or more
        :rtype: datetime.date
        """
        while count > 0:
            day += timedelta(days=1)
            if day.weekday() < 5:
                count -= 1
        return day
