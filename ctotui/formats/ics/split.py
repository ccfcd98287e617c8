"""RANGE=THISANDFUTURE (RFC 5545 3.2.13): one series becomes two, as an edit of *this and following* does (M5)."""

from dataclasses import replace
from datetime import datetime, timedelta

from ctotui.core.civil import day_of
from ctotui.core.errors import PlanError
from ctotui.core.model import Wall
from ctotui.core.recurrence import Rule, occurrences, parse
from ctotui.core.recurrence.rule import DAYS
from ctotui.formats.ics.event import Event
from ctotui.formats.ics.repeat import Repeat
from ctotui.formats.ics.values import to_time


def split(master: Event, change: Event, at: Wall) -> tuple[Event, Event] | None:
    """The series until `at`, and the one that begins there as `change` says; None where the rule cannot be divided."""
    if "\n" in master.repeat.repeat or at.isoformat() <= master.start.wall.isoformat():
        return None
    if isinstance(at, datetime) == change.start.all_day:
        return None
    days = day_of(change.start.wall) - day_of(at)
    shift = to_time(change.start.wall) - to_time(at)
    rule = parse(master.repeat.repeat)
    try:
        passed = len(occurrences(rule.text, master.start.wall, master.start.wall, at, zone=master.start.zone))
    except PlanError:
        return None
    later = _later(rule, passed, days.days)
    if later is None:
        return None
    before = _rule(rule, {"COUNT": "", "UNTIL": _just_before(at)})
    old, rdates, exdates = master.repeat, master.repeat.rdates, master.repeat.exdates
    first = replace(old, repeat=before, rdates=_part(rdates, at, False), exdates=_part(exdates, at, False))
    second = Repeat(
        later,
        tuple(one + shift for one in _part(rdates, at, True)),
        tuple(one + shift for one in _part(exdates, at, True)),
    )
    return replace(master, repeat=first), replace(change, repeat=second, original=None, following=False)


def _part(moments: tuple[Wall, ...], at: Wall, later: bool) -> tuple[Wall, ...]:
    return tuple(one for one in moments if (one.isoformat() >= at.isoformat()) == later)


def _just_before(at: Wall) -> str:
    if isinstance(at, datetime):
        return f"{at - timedelta(seconds=1):%Y%m%dT%H%M%S}"
    return f"{at - timedelta(days=1):%Y%m%d}"


def _later(rule: Rule, passed: int, days: int) -> str | None:
    """The rule of the second half, its weekdays moved by `days`."""
    changes = {}
    if rule.count is not None:
        if rule.count <= passed:
            return None
        changes["COUNT"] = str(rule.count - passed)
    if days and rule.frequency == "WEEKLY" and rule.weekdays:
        changes["BYDAY"] = ",".join(DAYS[(weekday + days) % 7] for _nth, weekday in rule.weekdays)
    elif days and rule.frequency != "DAILY" and (rule.weekdays or rule.month_days or rule.year_days or rule.weeks):
        return None
    return _rule(rule, changes)


def _rule(rule: Rule, changes: dict[str, str]) -> str:
    """The rule with some parts replaced; an empty value takes a part away."""
    parts = dict(part.split("=", 1) for part in rule.text.split(";") if "=" in part)
    return ";".join(f"{name}={value}" for name, value in (parts | changes).items() if value)
