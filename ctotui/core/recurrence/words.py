"""A recurrence rule in words: for the quick-add preview and the inspector."""

from datetime import datetime

from ctotui.core.civil import MONTHS, WEEKDAYS, day_month, day_of
from ctotui.core.errors import PlanError
from ctotui.core.recurrence.rule import Rule, parse

_UNITS = {
    "YEARLY": "year",
    "MONTHLY": "month",
    "WEEKLY": "week",
    "DAILY": "day",
    "HOURLY": "hour",
    "MINUTELY": "minute",
    "SECONDLY": "second",
}
_NTH = {1: "1st", 2: "2nd", 3: "3rd", 21: "21st", 22: "22nd", 23: "23rd", 31: "31st", -1: "last"}


def describe(repeat: str) -> str:
    """``every 2 weeks on Wed``; empty for no rule. What cannot be read is given back as it stands, never raised."""
    try:
        rules = [parse(line) for line in repeat.splitlines() if line.strip() and not line.upper().startswith("EXRULE:")]
    except PlanError:
        return repeat
    return " and ".join(_describe(rule) for rule in rules)


def _describe(rule: Rule) -> str:
    if rule.count == 1:
        return "once"
    unit = _UNITS[rule.frequency]
    every = f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"
    weekdays = tuple(weekday for nth, weekday in rule.weekdays if nth == 0)
    if rule.interval == 1 and rule.frequency in ("WEEKLY", "DAILY") and weekdays == (0, 1, 2, 3, 4):
        every, on = "every weekday", ""
    else:
        on = _on(rule)
    return every + on + _limits(rule) + _end(rule)


def _on(rule: Rule) -> str:
    names = [f"{nth(number)} {WEEKDAYS[day]}" if number else WEEKDAYS[day] for number, day in rule.weekdays]
    if len(rule.positions) == 1 and names:
        kinds = {(0, 1, 2, 3, 4): "weekday", (0, 1, 2, 3, 4, 5, 6): "day", (5, 6): "weekend day"}
        known = kinds.get(tuple(day for number, day in rule.weekdays if number == 0))
        return f" on the {nth(rule.positions[0])} {known or ' or '.join(names)}" + _months(rule, " of ")
    days = [nth(number) for number in rule.month_days]
    if rule.frequency == "YEARLY" and len(rule.months) == 1 and len(rule.month_days) == 1 and not names:
        return f" on {rule.month_days[0]} {MONTHS[rule.months[0] - 1]}"
    parts = [", ".join(names)] if names else []
    if days:
        parts.append("the " + ", ".join(days))
    numbered = any(number for number, _day in rule.weekdays)
    text = (" on the " if numbered else " on ") + " and ".join(parts) if parts else ""
    return text + _months(rule, " of " if numbered or days else " in ")


def _months(rule: Rule, joint: str) -> str:
    return joint + ", ".join(MONTHS[month - 1] for month in rule.months) if rule.months else ""


def _limits(rule: Rule) -> str:
    text = f" in week {', '.join(map(str, rule.weeks))}" if rule.weeks else ""
    text += f" on day {', '.join(map(str, rule.year_days))} of the year" if rule.year_days else ""
    hours, minutes = rule.hours, rule.minutes or (0,)
    return text + (" at " + ", ".join(f"{h:02d}:{m:02d}" for h in hours for m in minutes) if hours else "")


def _end(rule: Rule) -> str:
    if rule.count is not None:
        return f", {rule.count} times"
    if rule.until is None:
        return ""
    day = day_of(rule.until)
    at = f" {rule.until:%H:%M}" if isinstance(rule.until, datetime) and rule.until_utc else ""
    return f", until {day_month(day)} {day.year}" + (f"{at} UTC" if at else "")


def nth(number: int) -> str:
    """``2nd``, ``last``, ``3rd last``."""
    if number in _NTH:
        return _NTH[number]
    return f"{nth(-number)} last" if number < 0 else f"{number}th"
