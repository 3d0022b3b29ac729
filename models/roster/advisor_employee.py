from odoo import api, fields, models
from odoo.exceptions import AccessError


class LegalAdvisor(models.Model):
    """The person behind an adviser: employee, contact data and login.

    Name, phone, e-mail and photo are the employee's and are kept here as copies
    that write through, because bureau officers need no HR rights.
    """

    _inherit = "legal.advisor"

    name = fields.Char(
        "Full name",
        compute="_compute_from_employee",
        inverse="_inverse_to_employee",
        store=True,
        readonly=False,
        required=True,
        copy=True,
        tracking=True,
    )
    phone = fields.Char(
        compute="_compute_from_employee",
        inverse="_inverse_to_employee",
        store=True,
        readonly=False,
    )
    email = fields.Char(
        "E-mail",
        compute="_compute_from_employee",
        inverse="_inverse_to_employee",
        store=True,
        readonly=False,
    )
    image_1920 = fields.Image(
        "Photo",
        max_width=1920,
        max_height=1920,
        compute="_compute_image_1920",
        inverse="_inverse_image_1920",
        store=True,
        readonly=False,
    )
    employee_id = fields.Many2one(
        "hr.employee",
        copy=False,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The person in Employees: a contractor, created with the adviser.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Portal login",
        copy=False,
        index=True,
        ondelete="restrict",
        # No tracking: it would subscribe the portal user and send mail.
    )

    _login_unique = models.UniqueIndex(
        "(company_id, user_id) WHERE user_id IS NOT NULL",
        "Another adviser already has this login.",
    )

    @api.depends("employee_id.name", "employee_id.work_phone", "employee_id.work_email")
    def _compute_from_employee(self):
        for advisor in self:
            employee = advisor.employee_id
            # Before the employee exists, what was typed stands.
            advisor.name = employee.name if employee else advisor.name
            advisor.phone = employee.work_phone if employee else advisor.phone
            advisor.email = employee.work_email if employee else advisor.email

    @api.depends("employee_id.image_1920")
    def _compute_image_1920(self):
        for advisor in self:
            employee = advisor.employee_id
            advisor.image_1920 = employee.image_1920 if employee else advisor.image_1920

    def _inverse_to_employee(self):
        self.check_access("write")
        for advisor in self.filtered("employee_id"):
            # The adviser's write right was checked; HR rights are not needed.
            advisor.employee_id.sudo().write(advisor._prepare_contact_vals())

    def _inverse_image_1920(self):
        self.check_access("write")
        for advisor in self.filtered("employee_id"):
            employee = advisor.employee_id.sudo()
            employee.image_1920 = advisor.image_1920
            employee.work_contact_id.image_1920 = advisor.image_1920

    @api.model
    def _get_guarded_fields(self):
        # Writing through to whatever employee one names would open them all.
        return super()._get_guarded_fields() | {"employee_id"}

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("user_id") for vals in vals_list) or self.default_get(
            ["user_id"]
        ):
            self._check_may_set_login()
        advisors = super().create(vals_list)
        advisors.filtered(lambda a: not a.employee_id)._create_employees()
        advisors.filtered("user_id")._link_logins()
        return advisors

    def write(self, vals):
        if "user_id" in vals:
            self._check_may_set_login()
        result = super().write(vals)
        if vals.get("user_id"):
            self._link_logins()
        return result

    def unlink(self):
        employees = self.sudo().employee_id
        contacts = employees.work_contact_id
        result = super().unlink()
        # Applicants only are deleted; nothing else hangs on their person yet.
        employees.unlink()
        contacts.filtered(lambda contact: not contact.user_ids).active = False
        return result

    @api.model
    def _check_may_set_login(self):
        # Whoever links a login may afterwards change its contact data.
        if not self.env.su and not self.env.user.has_group(
            "village_legal_advisor.group_legal_manager"
        ):
            raise AccessError(
                self.env._(
                    "Only a bureau manager links an existing login to an adviser. "
                    "Use the button for the portal login to create one."
                )
            )

    def _create_employees(self):
        """Give every adviser an employee; officers need no HR rights for it."""
        Employee = self.env["hr.employee"].sudo().with_context(tracking_disable=True)
        employees = Employee.create([a._prepare_employee_vals() for a in self])
        for advisor, employee in zip(self, employees, strict=True):
            if employee.image_1920 and not advisor.image_1920:
                # HR draws initials for administrators; papers want photos only.
                employee.image_1920 = employee.work_contact_id.image_1920 = False
            advisor._guarded_write({"employee_id": employee.id})

    def _prepare_employee_vals(self):
        self.ensure_one()
        job = self.company_id._legal_get_job()
        return self._prepare_contact_vals() | {
            "company_id": self.company_id.id,
            "image_1920": self.image_1920,
            "employee_type": "contractor",
            "job_id": job.id,
            "department_id": job.department_id.id,
        }

    def _prepare_contact_vals(self):
        self.ensure_one()
        return {"name": self.name, "work_phone": self.phone, "work_email": self.email}

    def _link_logins(self):
        """Make the portal login's contact the employee's work contact.

        `hr.employee.user_id` stays empty. An internal user's contact is left alone:
        officers keep advisers' e-mail addresses, not those of colleagues.
        """
        for advisor in self.filtered("user_id.share"):
            employee = advisor.employee_id.sudo()
            partner = advisor.user_id.sudo().partner_id
            contact, company = employee.work_contact_id, advisor.company_id
            if contact == partner:
                continue
            vals = advisor._prepare_contact_vals()
            vals["work_phone"] = vals["work_phone"] or partner.phone
            vals["work_email"] = vals["work_email"] or partner.email
            if not partner.company_id and partner.user_ids.company_ids == company:
                # A contact of no company is every company's to read.
                partner.company_id = company
            employee.work_contact_id = partner
            employee.write(vals)
            if not contact.user_ids and not contact.employee_ids:
                contact.active = False
