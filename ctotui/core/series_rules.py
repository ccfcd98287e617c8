"""The rules of a series cut in two: what each gives before a moment, and what it gives from there on (RFC 5545 3.8.5).

A series with one rule goes on at its own next start. Where several share a first start (RRULE and EXRULE lines), the
later ones begin where all of them are in phase: what a rule took from the first start, such as its weekday, is written
into it, and what it would then give before the cut is excluded.
"""

from datetime import date, datetime, timedelta

from ctotui.core.civil import DAY, day_of, week_of
from ctotui.core.model import Wall
from ctotui.core.recurrence import next_occurrence, occurrences, parse, several_a_day
from ctotui.core.recurrence.rule import DAYS, WITHIN_DAY, Rule

EXRULE = "EXRULE:"
_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


def lines_of(repeat: str) -> list[str]:
    """The lines of `Item.repeat`, each a rule or an ``EXRULE:``."""
    return [line.strip() for line in repeat.splitlines() if line.strip()]


def with_parts(rule: str, **parts: str) -> str:
    """A rule with some of its parts replaced or added; an empty value takes a part out."""
    known = dict(
        part.partition("=")[::2] for part in rule.strip().upper().removeprefix("RRULE:").split(";") if part.strip()
    )
    known.update(parts)
    return ";".join(f"{name}={value}" for name, value in known.items() if value)


def ended(repeat: str, start: Wall, last: Wall, zone: str) -> str:
    """The rules of a series that begins at `start`, each with a COUNT or UNTIL that lets nothing be after `last`."""
    lines = lines_of(repeat)
    whole = not isinstance(last, datetime) or (len(lines) == 1 and not several_a_day(repeat))
    until = f"{last:%Y%m%d}" if whole else f"{last:%Y%m%dT%H%M%S}"
    found: list[str] = []
    for line in lines:
        mark, rule = _parts(line)
        passed = _passed(rule, start, last + _step(last), zone)
        if len(lines) > 1 and next_occurrence(rule, start, last, zone=zone) is None:
            found.append(line)
        elif parse(rule).count is not None:
            found += [mark + with_parts(rule, COUNT=str(passed))] if passed else []
        elif passed:
            found.append(mark + with_parts(rule, UNTIL=until))
    return "\n".join(found)


def resumed(repeat: str, start: Wall, first: Wall, zone: str) -> tuple[str, Wall]:
    """The rules of a series that begins at `start` as they go on, and the start from which they are counted then.

    `first` is the first start that is wanted of them; the start given may lie before it, never after.
    """
    lines = lines_of(repeat)
    if len(lines) == 1:
        return _rest(lines[0], start, first, zone), first
    rules = [parse(_parts(line)[1]) for line in lines]
    day = day_of(first)
    begin = _at(day, start)
    while begin > first or not all(_in_phase(rule, day_of(start), day) for rule in rules):
        day -= DAY
        begin = _at(day, start)
    found: list[str] = []
    for line in lines:
        mark, rule = _parts(line)
        if next_occurrence(rule, start, _before(begin), zone=zone) is not None:
            found.append(mark + _explicit(_rest(rule, start, begin, zone), day_of(start)))
    return "\n".join(found), begin


def _parts(line: str) -> tuple[str, str]:
    """``EXRULE:`` or nothing, and the rule itself."""
    return (EXRULE, line[len(EXRULE) :]) if line.upper().startswith(EXRULE) else ("", line)


def _passed(rule: str, start: Wall, before: Wall, zone: str) -> int:
    """How many starts of one rule lie before a moment; only counted where it has a COUNT, else one or none."""
    if parse(rule).count is None:
        found = next_occurrence(rule, start, _before(start), zone=zone)
        return int(found is not None and found < before)
    return len(occurrences(rule, start, start, before, zone=zone))


def _before(moment: Wall) -> Wall:
    return moment - _step(moment)


def _step(moment: Wall) -> timedelta:
    return timedelta(seconds=1) if isinstance(moment, datetime) else DAY


def _rest(rule: str, start: Wall, first: Wall, zone: str) -> str:
    """A rule with what lies before `first` taken off its COUNT."""
    count = parse(rule).count
    return rule if count is None else with_parts(rule, COUNT=str(count - _passed(rule, start, first, zone)))


def _at(day: date, start: Wall) -> Wall:
    """`day` at the time of `start`."""
    return datetime.combine(day, start.time()) if isinstance(start, datetime) else day


def _in_phase(rule: Rule, start: date, day: date) -> bool:
    """Whether a rule with an INTERVAL counts from `day` on as it does from `start`."""
    if rule.frequency in WITHIN_DAY:
        steps = (day - start).days * 86400 // _UNITS[rule.frequency]
    elif rule.frequency == "DAILY":
        steps = (day - start).days
    elif rule.frequency == "WEEKLY":
        steps = (week_of(day, rule.week_start) - week_of(start, rule.week_start)).days // 7
    else:
        steps = day.year - start.year
        steps = steps * 12 + day.month - start.month if rule.frequency == "MONTHLY" else steps
    return steps % rule.interval == 0


def _explicit(line: str, start: date) -> str:
    """A rule with the weekday or the date that it takes from its first start (RFC 5545 3.3.10)."""
    rule = parse(line)
    weekday, days = {"BYDAY": DAYS[start.weekday()]}, rule.month_days or rule.weekdays or rule.year_days
    if days or rule.frequency not in ("WEEKLY", "MONTHLY", "YEARLY"):
        return line
    if rule.frequency == "WEEKLY" or (rule.frequency == "YEARLY" and rule.weeks):
        return with_parts(line, **weekday)
    if rule.weeks:
        return line
    months = {"BYMONTH": str(start.month)} if rule.frequency == "YEARLY" and not rule.months else {}
    return with_parts(line, **months, BYMONTHDAY=str(start.day))
