import base64
import io

import qrcode
from babel.dates import format_skeleton
from qrcode.image.svg import SvgPathImage

from odoo import api, models
from odoo.tools.misc import babel_locale_parse, get_lang

from ..common.names import join_names


class LegalSlip(models.Model):
    """What is written on the paper."""

    _inherit = "legal.slip"

    def _get_qr_code(self):
        """The slip's number as a picture: nothing else, so nothing personal.

        :return: `data:` address of an SVG
        :rtype: str
        """
        self.ensure_one()
        target = io.BytesIO()
        qrcode.make(self.number, image_factory=SvgPathImage, border=1).save(target)
        content = base64.b64encode(target.getvalue()).decode()
        return f"data:image/svg+xml;base64,{content}"

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        for slip in self:
            slip.month_name = slip.month and format_skeleton(
                "yMMMM", slip.month, locale=locale
            )

    def _get_paper_advisors(self):
        """Names of those who served, in the order of their first entries."""
        self.ensure_one()
        names = dict.fromkeys(self.line_ids.mapped("advisor_name"))
        return join_names(self.env, filter(None, names))

    def _get_paper_total(self):
        """Hours on site in all: the ones that count."""
        self.ensure_one()
        return self.line_ids._format_hours(self.hours)
