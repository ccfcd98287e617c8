"""A repetition as the words that `repeat` reads back as the same: what `e` shows of a rule."""

from ctotui.core import civil
from ctotui.core.quickadd import lexicon
from ctotui.core.quickadd.context import number
from ctotui.core.quickadd.repeat import LETTERS, WORKDAYS, Repeat

_UNIT_WORDS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_NTH = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}


def written(rule: str) -> str | None:
    """Words for the rules that the grammar has words for, None for the others."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    end = _end(parts)
    if end is None:
        return None
    frequency, interval = parts.pop("FREQ", ""), number(parts.pop("INTERVAL", "1"))
    unit = _UNIT_WORDS.get(frequency)
    if unit is None or not interval:
        return None
    if frequency == "WEEKLY" and parts == {"BYDAY": WORKDAYS.rpartition("=")[2]} and interval == 1:
        return f"every weekday{end}"
    every = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    if not parts:
        return every + end
    on = {"WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}.get(frequency, lambda _parts: None)(parts)
    if on is None:
        return None
    if frequency == "WEEKLY" and interval == 1:
        return f"every {on}{end}"
    if frequency == "WEEKLY" and interval == 2 and "," not in on:
        return f"every other {on}{end}"
    return f"{every} on {on}{end}"


def spoken(found: Repeat) -> str:
    """The value of a repetition, for people."""
    if found.again:
        return after_done(found.again)
    return (written(found.rule) or found.rule) + holidays(found.holidays, "")


def after_done(again: str) -> str:
    """``3 weeks after done`` of ``3w``."""
    count = again.rstrip("dwmoy")
    units = {letter: _UNIT_WORDS[name] for name, letter in LETTERS.items()}
    unit = units.get(again[len(count) :], again[len(count) :])
    return f"{count} {unit}{'s' if count != '1' else ''} after done"


def holidays(text: str, own: str) -> str:
    """`` not on holidays``, with the country where it is not `own`, the user's; empty for no rule about them."""
    mode, _, country = text.partition(" ")
    named = f"{country} " if country and country != own else ""
    return {"skip": f" not on {named}holidays", "shift": f" shift to next {named}working day"}.get(mode, "")


def _end(parts: dict[str, str]) -> str | None:
    """The end of a rule, taken out of its parts; None where words would say less."""
    until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
    if until and (len(until) != 8 or not until.isdigit() or count):
        return None
    return f" until {until[:4]}-{until[4:6]}-{until[6:]}" if until else f" {count} times" if count else ""


def _weekly(parts: dict[str, str]) -> str | None:
    codes = parts.get("BYDAY", "").split(",")
    if parts.keys() != {"BYDAY"} or not all(code in lexicon.WEEKDAY_CODES for code in codes):
        return None
    return ",".join(_day(code) for code in codes)


def _monthly(parts: dict[str, str]) -> str | None:
    if parts.keys() == {"BYDAY"}:
        nth = _number(parts["BYDAY"][:-2])
        code = parts["BYDAY"][-2:]
        return f"the {_NTH[nth]} {_day(code)}" if nth in _NTH and code in lexicon.WEEKDAY_CODES else None
    if parts.keys() == {"BYDAY", "BYSETPOS"} and parts["BYDAY"] == WORKDAYS.rpartition("=")[2]:
        nth = _number(parts["BYSETPOS"])
        return f"the {_NTH[nth]} weekday" if nth in _NTH else None
    if parts.keys() != {"BYMONTHDAY"}:
        return None
    if parts["BYMONTHDAY"] == "-1":
        return "the last day"
    found = [number(text, 2) for text in parts["BYMONTHDAY"].split(",")]
    return f"the {' and '.join(_ordinal(day) for day in found if day)}" if all(found) else None


def _yearly(parts: dict[str, str]) -> str | None:
    if parts.keys() != {"BYMONTH", "BYMONTHDAY"}:
        return None
    day, month = number(parts["BYMONTHDAY"], 2), number(parts["BYMONTH"], 2)
    return f"{day} {civil.MONTHS[month - 1].lower()}" if day and month and month <= 12 else None


def _day(code: str) -> str:
    return civil.WEEKDAYS[lexicon.WEEKDAY_CODES.index(code)].lower()


def _number(text: str) -> int:
    return -(number(text[1:], 2) or 0) if text.startswith("-") else number(text, 2) or 0


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
