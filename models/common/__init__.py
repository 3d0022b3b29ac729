from . import guard, res_company
