"""The production *repeat*: words to the value of an RRULE (RFC 5545 3.3.10) and back."""

from collections.abc import Callable

from ctotui.core import civil
from ctotui.core.quickadd import lexicon
from ctotui.core.quickadd.context import Reader, number

WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_UNIT_WORDS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_RULE_PARTS = {
    *("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY"),
    *("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"),
}


def read(reader: Reader, index: int) -> tuple[str, int] | None:
    """The rule that starts with ``every`` or ``varannan`` at word `index`, and the index after it."""
    if reader.key(index) in lexicon.EVERY_OTHER:
        return _each(reader.key, index + 1, 2)
    if reader.key(index + 1) in lexicon.OTHER:
        return _each(reader.key, index + 2, 2)
    return _counted(reader.key, index + 1)


def word(text: str) -> str | None:
    """The rule of ``repeat:2w`` or ``repeat:FREQ=…``."""
    if "=" in text:
        return text if _is_rule(text) else None
    found = _counted(lambda index: "" if index else text.lower(), 0)
    return found and found[0]


def written(rule: str) -> str | None:
    """Words for the common rules, None for the others."""
    if rule == WORKDAYS:
        return "every weekday"
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    unit = _UNIT_WORDS.get(parts.pop("FREQ", ""))
    interval = number(parts.pop("INTERVAL", "1"))
    names = [lexicon.WEEKDAY_CODES.index(code) for code in parts.pop("BYDAY", "").split(",") if code in _CODES]
    if parts or unit is None or not interval or (names and unit != "week") or (len(names) > 1 and interval > 1):
        return None
    if names:
        days = ",".join(civil.WEEKDAYS[name].lower() for name in names)
        text = f"every {days}" if interval == 1 else f"every other {days}"
    else:
        text = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    return text


def weekdays(rule: str) -> frozenset[int]:
    """The weekdays that a weekly rule names; empty where it names none."""
    if not rule.startswith("FREQ=WEEKLY") or "BYDAY=" not in rule:
        return frozenset()
    codes = rule.partition("BYDAY=")[2].partition(";")[0].split(",")
    return frozenset(lexicon.WEEKDAY_CODES.index(code) for code in codes if code in _CODES)


_CODES = frozenset(lexicon.WEEKDAY_CODES)


def _counted(key: Callable[[int], str], index: int) -> tuple[str, int] | None:
    """``3 days``, ``2w``, ``day``, ``weekday`` or weekdays."""
    first = key(index)
    count = number(first)
    if count is not None:
        return _rule(key(index + 1), count, index + 2)
    digits = len(first) - len(first.lstrip("0123456789"))
    if digits:
        count = number(first[:digits])
        return None if count is None else _rule(first[digits:], count, index + 1)
    return _each(key, index, 1)


def _each(key: Callable[[int], str], index: int, interval: int) -> tuple[str, int] | None:
    """A unit, or weekdays: ``week``, ``weekday``, ``mon,wed``, ``mon, wed and fri``."""
    first = key(index)
    if first in lexicon.WORKDAY and interval == 1:
        return WORKDAYS, index + 1
    if first in lexicon.UNITS:
        return _rule(first, interval, index + 1)
    days: list[int] = []
    more = True
    while more and len(days) <= 7:
        text = key(index)
        found = [lexicon.WEEKDAYS.get(part) for part in text.removesuffix(",").split(",", 7)]
        if None in found:
            break
        days += [day for day in found if day is not None]
        index += 1
        more = text.endswith(",")
        if key(index) in lexicon.AND and key(index + 1) in lexicon.WEEKDAYS:
            index, more = index + 1, True
    if not days:
        return None
    codes = ",".join(lexicon.WEEKDAY_CODES[day] for day in sorted(set(days)))
    every = "" if interval == 1 else f";INTERVAL={interval}"
    return f"FREQ=WEEKLY{every};BYDAY={codes}", index


def _rule(unit: str, count: int, last: int) -> tuple[str, int] | None:
    frequency = lexicon.UNITS.get(unit)
    if frequency is None or not count:
        return None
    return (f"FREQ={frequency}" if count == 1 else f"FREQ={frequency};INTERVAL={count}"), last


def _is_rule(text: str) -> bool:
    """It has the shape of an RRULE: `core.recurrence` alone judges its values."""
    names = [part.partition("=")[0].upper() for part in text.split(";")]
    return "FREQ" in names and _RULE_PARTS.issuperset(names)
