from . import (
    program,
    township,
    village,
    advisor,
    advisor_certificate,
    advisor_suspension,
    assignment,
    assignment_slot,
    hr_employee_skill,
    res_company,
)
