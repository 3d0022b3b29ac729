from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

from . import vocabulary
from .copies import copy_rows

ROLES = ("finance", "manager", "officer", "township")


def open_year(env, year):
    """Open the program year with the shipped standards and criteria."""
    program = env["legal.program"].create(
        {
            "year": year,
            "funding_basis": "village",
            "village_share_handling": "township",
            "approval_document": "示例1号",
        }
    )
    program.action_open()
    return program


def create_users(env):
    """A login for every role that is measured.

    :return: {role: res.users}
    """
    return {
        role: env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": role,
                "login": role,
                "lang": "zh_CN",
                "group_ids": [
                    Command.set(
                        [env.ref(f"village_legal_advisor.group_legal_{role}").id]
                    )
                ],
            }
        )
        for role in ROLES
    }


def staff_townships(env, users):
    """Give the township's officer the township with most villages."""
    (township, _count), *_rest = env["legal.village"]._read_group(
        [], ["township_id"], ["__count"], order="__count DESC, township_id", limit=1
    )
    township.user_ids = users["township"]


def create_advisers(env, program, count):
    """Certify one adviser as a bureau does, and copy the rows that this made."""
    firm = env["res.partner"].create(
        {"name": "示例律师事务所", "is_company": True, "is_legal_firm": True}
    )
    example = env["legal.advisor"].create(
        {"name": "示例", "kind": "lawyer", "firm_id": firm.id, "licence_number": "0"}
    )
    example.action_qualify()
    training = env["legal.training"].create(
        {
            "name": "示例培训",
            "program_id": program.id,
            "date": date(program.year - 1, 12, 20),
            "attendance_ids": [
                Command.create(
                    {"advisor_id": example.id, "attended": True, "passed": True}
                )
            ],
        }
    )
    training.action_certify()
    env.flush_all()
    employee = example.employee_id
    name = SQL(
        "(%s::text[])[1 + n %% %s] || (%s::text[])[1 + n / %s]",
        list(vocabulary.SURNAMES),
        len(vocabulary.SURNAMES),
        vocabulary.GIVEN_NAMES,
        len(vocabulary.SURNAMES),
    )
    more = count - 1

    def follow(first):
        return SQL("%s + n - 1", first)

    resources = copy_rows(env, employee.resource_id, more, name=name)
    contacts = copy_rows(
        env,
        employee.work_contact_id,
        more,
        name=name,
        complete_name=name,
        commercial_partner_id=SQL("new_id"),
    )
    employees = copy_rows(
        env,
        employee,
        more,
        name=name,
        resource_id=follow(resources),
        work_contact_id=follow(contacts),
        current_version_id=SQL("NULL::integer"),
    )
    versions = copy_rows(
        env, employee.current_version_id, more, employee_id=follow(employees)
    )
    env.cr.execute(
        SQL(
            "UPDATE hr_employee SET current_version_id = %s + id - %s "
            "WHERE id >= %s AND id < %s",
            versions,
            employees,
            employees,
            employees + more,
        )
    )
    advisers = copy_rows(
        env,
        example,
        more,
        name=name,
        employee_id=follow(employees),
        licence_number=SQL("n::text"),
    )
    copy_rows(
        env,
        example.certificate_ids,
        more,
        employee_id=follow(employees),
        legal_advisor_id=follow(advisers),
        legal_number=SQL("'示例' || n"),
    )
    env.invalidate_all()


def assign(env, program, advisers):
    """Activate one assignment, and copy it for the other villages.

    Neighbours share an adviser, each of whom has three or four villages.
    """
    villages = env["legal.village"].search([], order="code")
    pool = env["legal.advisor"].search([], order="id")
    example = env["legal.assignment"].create(
        {
            "program_id": program.id,
            "village_id": villages[0].id,
            "advisor_id": pool[0].id,
        }
    )
    example.action_activate()
    env.flush_all()
    share = SQL("1 + n * %s::bigint / %s", advisers, len(villages))
    copy_rows(
        env,
        example,
        len(villages) - 1,
        village_id=SQL("(%s::integer[])[n + 1]", villages.ids),
        township_id=SQL(
            "(SELECT township_id FROM legal_village WHERE id = (%s::integer[])[n + 1])",
            villages.ids,
        ),
        advisor_id=SQL("(%s::integer[])[%s]", pool.ids, share),
    )
    env.invalidate_all()
