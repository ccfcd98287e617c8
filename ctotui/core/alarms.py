"""The alarms of an imported item: the TRIGGERs of the VALARMs among its kept lines (RFC 5545 3.6.6, 3.8.6.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

_UNITS = {"W": 7 * 1440, "D": 1440, "H": 60, "M": 1, "S": 0}


@dataclass(frozen=True, slots=True)
class Alarm:
    """When to remind: minutes before the start or the end, or at an instant."""

    lead: int = 0
    of_end: bool = False
    at: datetime | None = None


@lru_cache(maxsize=1024)
def alarms(lines: tuple[str, ...]) -> tuple[Alarm, ...]:
    """The alarms that unfolded iCalendar `lines` hold; one that cannot be read, or does nothing, is passed over."""
    found: list[Alarm] = []
    inside, trigger, silent = False, "", False
    for line in lines:
        name = line.partition(":")[0].partition(";")[0].upper()
        if line.upper() == "BEGIN:VALARM":
            inside, trigger, silent = True, "", False
        elif inside and name == "TRIGGER":
            trigger = line
        elif inside and name == "ACTION":
            silent = line.upper().endswith(":NONE")
        elif line.upper() == "END:VALARM":
            one = _read(trigger) if trigger and not silent else None
            found += [one] if one is not None and one not in found else []
            inside = False
    return tuple(found)


def _read(line: str) -> Alarm | None:
    """``TRIGGER:-PT15M``, ``TRIGGER;RELATED=END:PT0S``, ``TRIGGER;VALUE=DATE-TIME:20260310T090000Z``."""
    head, _, value = line.upper().partition(":")
    value = value.strip()
    if "VALUE=DATE-TIME" in head:
        return _instant(value)
    lead = _minutes(value)
    return None if lead is None else Alarm(-lead, "RELATED=END" in head)


def _instant(value: str) -> Alarm | None:
    try:
        return Alarm(at=datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
    except ValueError:
        return None


def _minutes(value: str) -> int | None:
    """Minutes of a signed duration; seconds are rounded away."""
    sign = -1 if value.startswith("-") else 1
    body = value.lstrip("+-")
    if not body.startswith("P") or len(body) > 20:
        return None
    total, digits = 0, ""
    for char in body[1:].replace("T", ""):
        if char.isascii() and char.isdigit():
            digits += char
        elif digits and char in _UNITS:
            total, digits = total + int(digits) * _UNITS[char], ""
        else:
            return None
    return None if digits else sign * min(total, 366 * 1440)


def longest(some: Iterable[Alarm]) -> int:
    """The longest lead among alarms, in minutes."""
    return max((one.lead for one in some), default=0)
