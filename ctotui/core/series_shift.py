"""A whole series moved by what one occurrence of it was moved: *all* (M5, storage-and-time 3).

Rule, first start, added and excluded dates and everything touched move together, so that what was excluded, cancelled
or changed stays with the occurrence it was meant for. A rule that cannot be moved so is refused with a sentence.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from ctotui.core.civil import day_of, midnight
from ctotui.core.errors import PlanError
from ctotui.core.model import Occurrence, Wall
from ctotui.core.plan import Plan, update
from ctotui.core.recurrence import next_occurrence, parse
from ctotui.core.recurrence.rule import DAYS, Rule
from ctotui.core.series import Series
from ctotui.core.series_rules import lines_of, with_parts
from ctotui.core.series_split import between

SAFE = 28
"""Every month has a day with this number."""
AROUND = timedelta(days=8)
"""How far a weekday of a month can lie from where all others moved to."""


def shift(plan: Plan, series: Series, at: Wall, start: Wall, end: Wall, now: datetime, keep_rule: bool = False) -> Plan:
    """The series in which the occurrence that began at `at` stands at ``[start, end)``, wall times in its zone.

    `keep_rule` leaves the rule as it is, for an edit that replaces it anyway. Raises PlanError where the rule cannot be
    moved, or times would become days, and NotLoaded until every month is in memory.
    """
    block = series.block
    if block is None or isinstance(block.start, datetime) != isinstance(start, datetime):
        raise PlanError("A whole series stays all day, or at a time: change this one alone, or its line with e.")
    delta = between(at, start)
    first = block.start + delta
    length = between(start, end)
    if not delta and length == between(block.start, block.end):
        return _put_back(plan, series, at, now)
    days = (day_of(first) - day_of(block.start)).days
    rule = series.item.repeat
    if not keep_rule and delta:
        rule = "\n".join(_moved(line, delta, days, block.start, day_of(at), day_of(start)) for line in lines_of(rule))
        first = _first(rule, first)
    touched = _touched(plan, series.item.id)
    plan = update(
        plan,
        series.item,
        now,
        repeat=rule,
        rdates=tuple(_by(one, delta, days) for one in series.item.rdates),
        exdates=tuple(_by(one, delta, days) for one in series.item.exdates),
    )
    plan = update(plan, block, now, start=first, end=first + length)
    moved = [record for one in touched if (record := _aligned(one, plan, series, at, delta, days, now)) is not None]
    return plan.drop(*(one.id for one in touched)).put(*moved)


def _put_back(plan: Plan, series: Series, at: Wall, now: datetime) -> Plan:
    """Nothing moves but the one occurrence, which goes back to where its rule has it."""
    own = next((one for one in _touched(plan, series.item.id) if one.at == at), None)
    if own is None or own.start is None:
        return plan
    return update(plan, own, now, start=None, end=None, zone=None)


def _touched(plan: Plan, series: str) -> list[Occurrence]:
    """Everything touched in the series. Raises NotLoaded."""
    plan.all("calendar/")
    return [one for one in plan.records(Occurrence, "calendar/") if one.series == series]


def _by(one: Wall, delta: timedelta, days: int) -> Wall:
    return one + delta if isinstance(one, datetime) else one + timedelta(days=days)


def _aligned(
    one: Occurrence, plan: Plan, series: Series, at: Wall, delta: timedelta, days: int, now: datetime
) -> Occurrence | None:
    """A touched occurrence with the start that its own has now; the moved one's place is that of the series again."""
    here = _nearest(plan, series, _by(one.at, delta, days))
    several = "T" in one.id.partition("@")[2]
    text = here.isoformat()[: 16 if several else 10]
    changed = replace(one, id=f"{one.series}@{text}", at=here, modified=max(now, one.modified or now))
    if one.at != at or one.start is None:
        return changed
    changed = replace(changed, start=None, end=None, zone=None, cancelled=False)
    bare = Occurrence(changed.id, changed.series, changed.at, modified=changed.modified)
    return None if changed == bare else changed


def _nearest(plan: Plan, series: Series, wanted: Wall) -> Wall:
    """`wanted`, or the start beside it where days do not all move alike: the 2nd Tuesday, what holidays shift."""
    from ctotui.core.model import Item
    from ctotui.core.series import series_of

    item = plan.get(Item, series.item.id)
    rules = [parse(line) for line in lines_of(item.repeat) if not line.upper().startswith("EXRULE:")]
    if not any(_counts_weekdays(rule) for rule in rules) and not item.holidays:
        return wanted
    found = series_of(plan, item).starts(wanted - AROUND, wanted + AROUND)
    return min(found, key=lambda one: abs(between(wanted, one)), default=wanted)


def _counts_weekdays(rule: Rule) -> bool:
    return rule.frequency in ("MONTHLY", "YEARLY") and bool(rule.weekdays)


def _first(rule: str, wanted: Wall) -> Wall:
    """The first start of a moved rule in the month that it should begin in."""
    lines = lines_of(rule)
    if len(lines) > 1 or not _counts_weekdays(parse(lines[0])):
        return wanted
    begin = wanted.replace(day=1) - timedelta(days=1)
    plain = with_parts(lines[0], COUNT="", UNTIL="", INTERVAL="")
    return next_occurrence(plain, begin, begin) or wanted


def _moved(line: str, delta: timedelta, days: int, start: Wall, old: date, new: date) -> str:
    """One line of `repeat` moved by `delta`, which is `days` for its days."""
    if line.upper().startswith("EXRULE:"):
        return "EXRULE:" + _moved(line[7:], delta, days, start, old, new)
    rule = parse(line)
    clock = delta - timedelta(days=days)
    if clock and (rule.hours or rule.minutes or rule.seconds):
        raise _cannot(line, "names its times of the day")
    parts = _days_moved(rule, line, days, start, old, new) if days else {}
    if rule.until is not None:
        until = _by(rule.until, delta, days)
        mark = "Z" if rule.until_utc else ""
        parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}{mark}" if isinstance(until, datetime) else f"{until:%Y%m%d}"
    return with_parts(line, **parts) if parts else line


def _days_moved(rule: Rule, line: str, days: int, start: Wall, old: date, new: date) -> dict[str, str]:
    """The parts of a rule whose days move; the week moves with its weekdays, so that phases stay."""
    if rule.positions or rule.year_days or rule.weeks:
        raise _cannot(line, "counts days in its own way")
    if rule.frequency not in ("MONTHLY", "YEARLY"):
        if rule.months or rule.month_days:
            raise _cannot(line, "is bound to months")
        return _weekdays_moved(rule, days)
    if (old.year, old.month) != (new.year, new.month):
        raise _cannot(line, "belongs to its month")
    if rule.weekdays:
        return _nth_moved(rule, line, new)
    begin = day_of(start)
    if not rule.month_days:
        if max(begin.day, begin.day + days) > SAFE or begin.day + days < 1:
            raise _cannot(line, "would leave its month")
        return {}
    numbers = [number + days for number in rule.month_days]
    known = zip(rule.month_days, numbers, strict=True)
    if any((was > 0) != (number > 0) or not number or max(abs(was), abs(number)) > SAFE for was, number in known):
        raise _cannot(line, "would leave its month")
    return {"BYMONTHDAY": ",".join(map(str, sorted(numbers)))}


def _weekdays_moved(rule: Rule, days: int) -> dict[str, str]:
    if not rule.weekdays and rule.frequency != "WEEKLY":
        return {}
    parts = {"WKST": DAYS[(rule.week_start + days) % 7]} if rule.interval > 1 else {}
    if rule.weekdays:
        parts["BYDAY"] = ",".join(DAYS[number] for number in sorted((day + days) % 7 for _nth, day in rule.weekdays))
    return parts


def _nth_moved(rule: Rule, line: str, new: date) -> dict[str, str]:
    """The 2nd Tuesday moved to a Wednesday is the 2nd, or whichever it is, Wednesday."""
    if len(rule.weekdays) > 1 or rule.month_days or not rule.weekdays[0][0]:
        raise _cannot(line, "names several weekdays of a month")
    if rule.frequency == "YEARLY" and not rule.months:
        raise _cannot(line, "counts weekdays in the year")
    if rule.weekdays[0][0] > 0:
        number = (new.day - 1) // 7 + 1
    else:
        following = (midnight(new).replace(day=SAFE) + timedelta(days=4)).replace(day=1).date()
        number = -(((following - new).days - 1) // 7 + 1)
    return {"BYDAY": f"{number}{DAYS[new.weekday()]}"}


def _cannot(line: str, why: str) -> PlanError:
    from ctotui.core.recurrence import describe

    return PlanError(
        f"“{describe(line)}” {why}, and cannot be moved as a whole: change this one, or the rule itself with e."
    )
