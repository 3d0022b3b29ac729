from . import program, township, village, advisor, advisor_suspension, assignment, assignment_slot
