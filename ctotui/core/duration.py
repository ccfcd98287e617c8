"""Durations in whole minutes: as typed, as filed, as shown.

A bare number is no duration: timewarrior read "30m" as 30 months, and "90" may mean either (storage-and-time 3).
"""

from ctotui.core.errors import PlanError

MOST = 9999 * 60 + 59
"""Longest duration that is read, in minutes."""

UNITS = {
    **dict.fromkeys(("h", "t", "tim", "timme", "timmar", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("m", "min", "mins", "minut", "minuter", "minute", "minutes"), 1),
}
"""Word for a unit -> its minutes."""


def parse(text: str) -> int:
    """Minutes of a typed or filed duration: ``1h30``, ``90m``, ``1,5h``, ``1:30``, ``45 min``, ``2t``, or with a sign.

    Raises PlanError with a sentence where it is none, has no unit, or is longer than 9999 hours.
    """
    minutes = read(text)
    if minutes is not None:
        return minutes
    shown = text.strip()[:40]
    if shown.isascii() and shown.lstrip("+-").isdigit():
        raise PlanError(f'"{shown}" has no unit: write {shown[:8]}m for minutes or {shown[:8]}h for hours')
    raise PlanError(f'"{shown}" is not a duration: write it like 45m, 1h30, 1.5h or 1:30')


def read(text: str) -> int | None:
    """As `parse`, but None where it is no duration: for grammars that try one reading after another."""
    if len(text) > 40:
        return None
    body = text.strip().lower()
    sign = 1
    if body[:1] in ("+", "-"):
        sign = -1 if body[0] == "-" else 1
        body = body[1:]
    minutes = _clock_form(body) if ":" in body else _unit_form(body)
    return None if minutes is None or minutes > MOST else sign * minutes


def text(minutes: int) -> str:
    """The form of files and of quick-add, ``1h30``, ``45m``, ``2h``; `parse` reads it back."""
    sign, hours, rest = _parts(minutes)
    if not hours:
        return f"{sign}{rest}m"
    return f"{sign}{hours}h{rest:02}" if rest else f"{sign}{hours}h"


def clock(minutes: int) -> str:
    """The form of rows on the screen, ``1:30``, ``-0:45``."""
    sign, hours, rest = _parts(minutes)
    return f"{sign}{hours}:{rest:02}"


def spoken(minutes: int) -> str:
    """The form of headers, ``5h45``, ``0h45``."""
    sign, hours, rest = _parts(minutes)
    return f"{sign}{hours}h{rest:02}"


def _parts(minutes: int) -> tuple[str, int, int]:
    return ("-" if minutes < 0 else "", *divmod(abs(minutes), 60))


def _clock_form(body: str) -> int | None:
    hours, _, rest = body.partition(":")
    if _digits(hours) and len(hours) <= 4 and len(rest) == 2 and _digits(rest) and rest < "60":
        return int(hours) * 60 + int(rest)
    return None


def _unit_form(body: str) -> int | None:
    number, unit, rest = _split(body)
    size = UNITS.get(unit)
    minutes = None if size is None else _scaled(number, size)
    if minutes is None or not rest:
        return minutes
    extra, unit, tail = _split(rest)
    whole = size == 60 and _digits(number) and _digits(extra) and len(extra) <= 2 and int(extra) < 60
    return minutes + int(extra) if whole and not tail and UNITS.get(unit or "m") == 1 else None


def _split(body: str) -> tuple[str, str, str]:
    """Number, unit and what follows, at the start of `body`."""
    end = 0
    while end < len(body) and (_digits(body[end]) or body[end] in ".,"):
        end += 1
    after = body[end:].lstrip()
    stop = 0
    while stop < len(after) and after[stop].isalpha():
        stop += 1
    return body[:end], after[:stop], after[stop:].lstrip()


def _scaled(number: str, size: int) -> int | None:
    """`number`, with at most four decimals where the unit is an hour, in minutes."""
    whole, _, decimals = number.replace(",", ".").partition(".")
    if not _digits(whole) or len(whole) > 6:
        return None
    if whole == number:
        return int(whole) * size
    if size == 1 or not _digits(decimals) or len(decimals) > 4:
        return None
    unit: int = 10 ** len(decimals)
    return int(whole) * size + (int(decimals) * size * 2 + unit) // (2 * unit)


def _digits(part: str) -> bool:
    return part.isascii() and part.isdigit()
