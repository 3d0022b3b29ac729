"""Marks for one assignment's year: plain Python over plain facts.

``score`` knows no database and no language, so that the same facts give the same
marks on every machine and day, and so that a whole province takes a second.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
GRADES = ("excellent", "good", "qualified", "unqualified")
MANUAL_SCORERS = ("manual_township", "manual_bureau")

# Per scorer: parameter -> (default, least, most).
PARAMETERS = {
    "months_met": {"full_share": (1.0, 0.01, 1.0)},
    "lectures_filed": {"late_credit": (0.0, 0.0, 1.0)},
    "entries_complete": {"within_days": (3, 0, 31)},
    "disputes_upheld": {"deduction": (1.0, 0.0, 100.0)},
    "certificate_valid": {},
    "manual_township": {},
    "manual_bureau": {},
}


def clean_parameters(scorer, parameters):
    """Complete a scorer's parameters with defaults and refuse unusable ones.

    :param str scorer: a key of ``PARAMETERS``
    :param parameters: dict or None, as stored with a criterion
    :raises ValueError: naming the first unusable parameter

    >>> clean_parameters("entries_complete", None)
    {'within_days': 3}
    >>> clean_parameters("months_met", {"full_share": 0.9})
    {'full_share': 0.9}
    >>> clean_parameters("months_met", {"full_share": 2})
    Traceback (most recent call last):
    ...
    ValueError: full_share
    >>> clean_parameters("certificate_valid", {"within_days": 3})
    Traceback (most recent call last):
    ...
    ValueError: within_days
    """
    known = PARAMETERS[scorer]
    given = parameters or {}
    for name in given:
        if name not in known:
            raise ValueError(name)
    cleaned = {}
    for name, (default, least, most) in known.items():
        value = given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(name)
        if not least <= value <= most:
            raise ValueError(name)
        cleaned[name] = value
    return cleaned


def score(facts, rules):
    """Give marks to one assignment.

    :param dict facts: what is known, all of it within the evaluated period:

        - ``months``: ``[[first day, minutes done, minutes due]]`` of ended months
        - ``carried``: ``[[village, first day, last day]]`` of last year among them
        - ``quarters``: ``[[year, quarter, due, on time, late, waiting]]`` of ended
          quarters in which lectures were due; counts of lectures filed in time,
          filed late, held but not filed
        - ``entries``: ``{"total", "flawed": [[day, days until recorded, complete]]}``;
          entries that are complete and were recorded at once need not be listed
        - ``disputes``: ``[days]`` of entries whose dispute was upheld
        - ``certificate``: ``{"day", "served", "valid"}``: the day judged, whether it
          is the first service (else the first day), whether a certificate covered it

        Days are ISO strings, so that the facts can be stored as they are.
    :param list rules: ``[{"key", "scorer", "weight", "parameters"}]``
    :return: ``{"score": total, "lines": {key: {"score", "facts"}}}``; manual lines
        have full marks, from which a person deducts

    >>> rules = [
    ...     {"key": 1, "scorer": "months_met", "weight": 60, "parameters": None},
    ...     {"key": 2, "scorer": "disputes_upheld", "weight": 10, "parameters": None},
    ...     {"key": 3, "scorer": "manual_bureau", "weight": 30, "parameters": None},
    ... ]
    >>> facts = {
    ...     "months": [["2026-01-01", 480, 480], ["2026-02-01", 390, 480]],
    ...     "disputes": ["2026-02-11"],
    ... }
    >>> result = score(facts, rules)
    >>> result["score"]
    69.0
    >>> result["lines"][1]["score"]
    30.0
    >>> result["lines"][1]["facts"]
    {'reached': 1, 'due': 2, 'short': [['2026-02-01', 390, 480]]}
    >>> result["lines"][3]
    {'score': 30.0, 'facts': {}}
    """
    lines = {}
    total = Decimal()
    for rule in rules:
        scorer = rule["scorer"]
        weight = Decimal(str(rule["weight"]))
        parameters = clean_parameters(scorer, rule.get("parameters"))
        mark, line_facts = SCORERS[scorer](facts, weight, parameters)
        mark = max(Decimal(), min(mark, weight)).quantize(CENT, ROUND_HALF_UP)
        total += mark
        lines[rule["key"]] = {"score": float(mark), "facts": line_facts}
    return {"score": float(total), "lines": lines}


def grade(total, thresholds):
    """Name the grade of a score.

    :param float total: 0 to 100
    :param thresholds: least scores for excellent, good and qualified, falling

    >>> [grade(total, (90, 75, 60)) for total in (90, 89.99, 75, 60, 59.99)]
    ['excellent', 'good', 'good', 'qualified', 'unqualified']
    """
    total = Decimal(str(total)).quantize(CENT, ROUND_HALF_UP)
    for name, least in zip(GRADES, thresholds, strict=False):
        if total >= Decimal(str(least)):
            return name
    return GRADES[-1]


def _part(weight, done, due):
    return weight * Decimal(str(done)) / Decimal(str(due))


def _score_months_met(facts, weight, parameters):
    """Share of due months that reached their hours; minutes are compared.

    >>> months = [[f"2026-{m:02d}-01", 480, 480] for m in range(1, 11)]
    >>> months += [["2026-11-01", 479, 480], ["2026-12-01", 0, 240]]
    >>> _score_months_met({"months": months}, Decimal(36), {"full_share": 1})[0]
    Decimal('30')

    Where ten of twelve are enough for full marks, nine give nine tenths.

    >>> rule = {"full_share": 10 / 12}
    >>> mark, facts = _score_months_met({"months": months}, Decimal(36), rule)
    >>> round(mark, 6), facts["reached"], len(facts["short"])
    (Decimal('36.000000'), 10, 2)

    A month of which nothing is due does not count either way.

    >>> _score_months_met({"months": [["2026-12-01", 0, 0]]}, Decimal(36), rule)
    (Decimal('36'), {'reached': 0, 'due': 0, 'short': []})
    """
    months = [month for month in facts.get("months", ()) if month[2] > 0]
    short = [list(month) for month in months if month[1] < month[2]]
    reached = len(months) - len(short)
    line_facts = {"reached": reached, "due": len(months), "short": short}
    if facts.get("carried"):
        line_facts["carried"] = facts["carried"]
    if not months:
        return weight, line_facts
    needed = len(months) * parameters["full_share"]
    return _part(weight, min(reached, needed), needed), line_facts


def _score_lectures_filed(facts, weight, parameters):
    """Share of due lectures that were held and filed in time.

    >>> quarters = [[2026, 1, 1, 1, 0, 0], [2026, 2, 1, 0, 1, 0]]
    >>> quarters += [[2026, 3, 1, 0, 0, 1], [2026, 4, 1, 0, 0, 0]]
    >>> _score_lectures_filed({"quarters": quarters}, Decimal(20), {"late_credit": 0})
    ... # doctest: +NORMALIZE_WHITESPACE
    (Decimal('5'), {'due': 4, 'on_time': 1, 'late': [[2026, 2]],
     'waiting': [[2026, 3]], 'missing': [[2026, 4]]})
    >>> rule = {"late_credit": 0.5}
    >>> _score_lectures_filed({"quarters": quarters}, Decimal(20), rule)[0]
    Decimal('7.5')

    More lectures than due do not make up for another quarter.

    >>> quarters = [[2026, 1, 1, 3, 0, 0], [2026, 2, 1, 0, 0, 0]]
    >>> rule = {"late_credit": 0}
    >>> _score_lectures_filed({"quarters": quarters}, Decimal(20), rule)[0]
    Decimal('10')
    >>> _score_lectures_filed({}, Decimal(20), rule)[0]
    Decimal('20')
    """
    line_facts = {"due": 0, "on_time": 0, "late": [], "waiting": [], "missing": []}
    credit = Decimal()
    for year, quarter, due, on_time, late, waiting in facts.get("quarters", ()):
        on_time = min(on_time, due)
        late = min(late, due - on_time)
        waiting = min(waiting, due - on_time - late)
        credit += on_time + late * Decimal(str(parameters["late_credit"]))
        line_facts["due"] += due
        line_facts["on_time"] += on_time
        for name, count in (("late", late), ("waiting", waiting)):
            if count:
                line_facts[name].append([year, quarter])
        if on_time + late + waiting < due:
            line_facts["missing"].append([year, quarter])
    if not line_facts["due"]:
        return weight, line_facts
    return _part(weight, credit, line_facts["due"]), line_facts


def _score_entries_complete(facts, weight, parameters):
    """Share of entries that are complete and were recorded within the days.

    >>> flawed = [["2026-03-02", 3, False], ["2026-03-12", 9, True]]
    >>> flawed += [["2026-04-01", 3, True]]
    >>> entries = {"entries": {"total": 4, "flawed": flawed}}
    >>> _score_entries_complete(entries, Decimal(10), {"within_days": 3})
    ... # doctest: +NORMALIZE_WHITESPACE
    (Decimal('5'), {'total': 4, 'good': 2, 'late': [['2026-03-12', 9]],
     'incomplete': ['2026-03-02'], 'within_days': 3})
    >>> _score_entries_complete(entries, Decimal(10), {"within_days": 10})[0]
    Decimal('7.5')

    Without any entry there is nothing to praise.

    >>> _score_entries_complete({}, Decimal(10), {"within_days": 3})[0]
    Decimal('0')
    """
    entries = facts.get("entries") or {"total": 0, "flawed": []}
    total = entries["total"]
    late, incomplete, good = [], [], total
    for day, delay, is_complete in entries["flawed"]:
        is_late = delay > parameters["within_days"]
        if is_late:
            late.append([day, delay])
        if not is_complete:
            incomplete.append(day)
        good -= is_late or not is_complete
    line_facts = {"total": total, "good": good, "late": late, "incomplete": incomplete}
    line_facts |= parameters
    return _part(weight, good, total) if total else Decimal(), line_facts


def _score_disputes_upheld(facts, weight, parameters):
    """Full marks less a deduction for each dispute that the township upheld.

    >>> days = {"disputes": ["2026-03-12", "2026-05-02"]}
    >>> _score_disputes_upheld(days, Decimal(5), {"deduction": 1.5})
    (Decimal('2.0'), {'dates': ['2026-03-12', '2026-05-02'], 'deduction': 1.5})
    >>> _score_disputes_upheld(days, Decimal(5), {"deduction": 4})[0]
    Decimal('0')
    >>> _score_disputes_upheld({}, Decimal(5), {"deduction": 4})[0]
    Decimal('5')
    """
    dates = list(facts.get("disputes", ()))
    mark = weight - Decimal(str(parameters["deduction"])) * len(dates)
    return max(mark, Decimal()), {"dates": dates} | parameters


def _score_certificate_valid(facts, weight, parameters):
    """Full marks when a certificate covered the first service, else none.

    >>> known = {"certificate": {"day": "2026-01-09", "served": True, "valid": False}}
    >>> _score_certificate_valid(known, Decimal(5), {})
    (Decimal('0'), {'day': '2026-01-09', 'served': True, 'valid': False})
    >>> known["certificate"]["valid"] = True
    >>> _score_certificate_valid(known, Decimal(5), {})[0]
    Decimal('5')
    """
    line_facts = dict(facts.get("certificate") or {"valid": False})
    return weight if line_facts["valid"] else Decimal(), line_facts


def _score_manual(facts, weight, parameters):
    return weight, {}


SCORERS = {
    "months_met": _score_months_met,
    "lectures_filed": _score_lectures_filed,
    "entries_complete": _score_entries_complete,
    "disputes_upheld": _score_disputes_upheld,
    "certificate_valid": _score_certificate_valid,
    "manual_township": _score_manual,
    "manual_bureau": _score_manual,
}
