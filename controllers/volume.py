import json

from odoo import http
from odoo.http import content_disposition, request

OFFICER = "village_legal_advisor.group_legal_officer"


class VolumeExport(http.Controller):
    @http.route(
        "/legal/volume/<int:volume_id>/export",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export(self, volume_id, **kwargs):
        """A volume as JSON, for the bureau; unknown and forbidden look the same."""
        volume = request.env["legal.volume"].browse(volume_id).exists()
        if not (
            request.env.user.has_group(OFFICER) and volume and volume.has_access("read")
        ):
            raise request.not_found()
        content = json.dumps(volume._prepare_export(), ensure_ascii=False, indent=1)
        name = f"{volume.village_id.code}-{volume.program_id.year}-{volume.id}.json"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
