"""The grammar of a time or a shift: what `m t`, `t`, ``move``, ``plan`` and ``stop --at`` take (A10).

``1530`` ``15:30`` ``10`` start there; ``14-15:30`` both; ``-16:30`` end there; ``+45m`` ``-15m`` ``+2d`` shift; ``fri``
``fri 10`` ``imorgon 9`` ``2026-03-12 14:00`` name the day too; ``fri 10 90m`` the length.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from ctotui.core import civil, duration
from ctotui.core.errors import PlanError
from ctotui.core.model import Wall
from ctotui.core.quickadd import clocks, days, lexicon
from ctotui.core.quickadd.clocks import Clock
from ctotui.core.quickadd.context import Context, Reader, number
from ctotui.core.quickadd.resolve import at, later, missing, twice
from ctotui.core.quickadd.words import split

_FORMS = "try 1530, 14-15:30, fri 10, -16:30 (its end) or +45m (a shift)"
_NOW = frozenset(("now", "nu"))


@dataclass(frozen=True, slots=True)
class When:
    """Where a block comes to lie, in naive wall time."""

    start: Wall | None
    """None where only a day was typed for what has no block yet: any free time of `day`. A date: whole days."""
    end: Wall | None
    day: date
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Typed:
    """What the words say, before it meets the block."""

    day: date | None = None
    start: int | None = None
    """Seconds of the day."""
    end: int | None = None
    length: int | None = None
    """Minutes."""
    days: list[tuple[str, int]] = field(default_factory=list)
    minutes: int = 0
    """Shift of both ends, besides `days`."""
    span: tuple[Wall, Wall | None] | None = None
    now: bool = False

    def take(self, **values: object) -> None:
        """Set fields that were not typed before; raises PlanError where one was."""
        for name, value in values.items():
            if value is not None and getattr(self, name) is not None:
                raise PlanError(f"Two times or two days in one: {_FORMS}")
            if value is not None:
                setattr(self, name, value)


def parse(text: str, context: Context, start: Wall | None, end: Wall | None, *, length: int = 0) -> When:
    """Where `text` puts a block that lies at ``[start, end)``, or one that is not placed yet (None).

    A new start keeps the length, a time alone the day, a day alone the time. What has no block gets `length` minutes
    (0: the default of `context`), today, or tomorrow where the time has passed (A5). Raises PlanError with a sentence.
    """
    typed = _read(text, context)
    try:
        placed = _shifted(text, typed, start, end, context)
        if placed is None:
            placed = _placed(text, typed, start, end, context, length or context.default_block)
    except OverflowError:
        raise PlanError(f"{_shown(text)} lies beyond the calendar") from None
    _check(text, placed, context)
    notes = tuple(note for note in (twice(placed.start, context.zone), twice(placed.end, context.zone)) if note)
    return replace(placed, notes=placed.notes + notes) if notes else placed


def moment(text: str, context: Context) -> Wall:
    """The one moment that `text` names, near ``context.now``: ``16:20``, ``fri 10``, ``-10m``, ``now``; a date where
    only a day is named.

    A time alone is of ``context.day`` or today; in lean *past*, yesterday's where today's is still to come. Raises
    PlanError with a sentence.
    """
    typed = _read(text, context)
    if typed.end is not None or typed.length or (typed.span and typed.span[1]):
        raise PlanError(f"{_shown(text)} is more than one moment: write one time, like 16:20, fri 10 or -10m")
    try:
        found = _moment(typed, context)
    except OverflowError:
        raise PlanError(f"{_shown(text)} lies beyond the calendar") from None
    _check(text, When(found, None, civil.day_of(found)), context)
    return found


def _moment(typed: _Typed, context: Context) -> Wall:
    now = context.now.replace(second=0, microsecond=0)
    if typed.span:
        return typed.span[0]
    if typed.start is None:
        if typed.day is not None and not typed.minutes:
            return typed.day
        return later(_move_days(now, typed.days), typed.minutes, context.zone)
    if typed.day is not None:
        return at(typed.day, typed.start)
    found = at(context.day or now.date(), typed.start)
    return found - timedelta(days=1) if context.lean == "past" and not context.day and found > context.now else found


def _read(text: str, context: Context) -> _Typed:
    """The words of `text`; raises PlanError where one of them is none of the grammar's."""
    text = text.strip()
    if len(text) > 80:
        raise PlanError(f"{_shown(text)} is too long for a time: {_FORMS}")
    typed = _Typed()
    if text[:1] in ("+", "-", "–", "−") and text[1:]:
        text = _sign(text, typed)
    reader = Reader(split(text), context)
    index = 0
    while index < len(reader.words):
        last = _word(reader, index, typed)
        if last is None:
            raise PlanError(f"{_shown(reader.words[index].text)} is not understood as a time: {_FORMS}")
        index = last
    if typed == _Typed():
        raise PlanError(f"No time was given: {_FORMS}")
    return typed


def _sign(text: str, typed: _Typed) -> str:
    """Take a shift or an end off the start of `text`; returns the rest."""
    body = text[1:].strip().lower()
    back = text[0] != "+"
    minutes = None if back and ":" in body else duration.read(body)
    if minutes is not None and body[0] not in "+-":
        typed.minutes = -minutes if back else minutes
        return ""
    found = days.count(body.partition(" ")[0], body.partition(" ")[2])
    if found is not None and found[1] in lexicon.UNITS:
        typed.days.append((lexicon.UNITS[found[1]], -found[0] if back else found[0]))
        return ""
    if not back:
        hint = f": write +{body}m or +{body}h" if number(body) is not None else ": write it like +45m, +1h30 or +2d"
        raise PlanError(f"{_shown(text)} is not a shift{hint}")
    head, _, rest = body.partition(" ")
    end = _clock(head)
    if end is None:
        raise PlanError(f"{_shown(text)} is neither an end like -16:30 nor a shift like -15m or -2d")
    typed.end = end.seconds
    return rest


def _word(reader: Reader, index: int, typed: _Typed) -> int | None:
    """Read what starts at word `index` into `typed`; returns the index after it, None where it is nothing."""
    key = reader.key(index)
    if (span := clocks.interval(reader, index)) is not None:
        typed.take(span=span[:2])
        return span[2]
    day, times = days.read(reader, index), clocks.read(reader, index)
    if times is not None and (day is None or times.last >= day.last):
        typed.take(start=times.start, end=times.end)
        return times.last
    if day is not None:
        typed.take(day=day.day)
        return day.last
    if key in _NOW:
        typed.now = True
        typed.take(start=_seconds(reader.context.now))
        return index + 1
    return _bare(reader, index, typed)


def _bare(reader: Reader, index: int, typed: _Typed) -> int | None:
    """What only this grammar takes: ``1530``, ``10``, ``1400-1530``, ``-16:30`` after a day, ``90m``."""
    key, after = reader.key(index), reader.key(index + 1)
    lone = _clock(key)
    long = duration.read(f"{key} {after}") if after.isalpha() else None
    for words, minutes in ((2, long), (1, duration.read(key))):
        if minutes and minutes > 0 and ":" not in key:
            typed.take(length=minutes)
            return index + words
    if lone is not None:
        typed.take(start=lone.seconds % clocks.DAY)
        return index + 1
    first, dash, second = key.partition("-")
    start, end = _clock(first), _clock(second)
    if not dash or end is None or (first and start is None):
        return None
    typed.take(start=start and start.seconds, end=end.seconds)
    return index + 1


def _clock(text: str) -> Clock | None:
    """A clock, also without a colon: ``1530``, ``930``."""
    if text.isascii() and text.isdigit() and len(text) in (3, 4):
        text = f"{text[:-2]}:{text[-2:]}"
    return clocks.clock(text)


def _shifted(text: str, typed: _Typed, start: Wall | None, end: Wall | None, context: Context) -> When | None:
    """``+45m``, ``-2d``: both ends moved alike; None where `typed` is no shift."""
    if not typed.days and not typed.minutes:
        return None
    if start is None or end is None:
        raise PlanError(f"{_shown(text)} is a shift, and this is not on the calendar yet: {_FORMS}")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        if typed.minutes:
            raise PlanError(f"{_shown(text)} cannot move whole days: write +1d, or a time like 1530")
        moved = _move_days(civil.midnight(start), typed.days).date()
        return When(moved, moved + (end - start), moved)
    first = _move_days(start, typed.days)
    if typed.minutes:
        first = later(first, typed.minutes, context.zone)
    return When(first, _same_length(first, start, end, context), first.date())


def _placed(text: str, typed: _Typed, start: Wall | None, end: Wall | None, context: Context, length: int) -> When:
    notes: list[str] = []
    if typed.length:
        length = typed.length
    if typed.span is not None:
        first, last = typed.span
        if last is None and isinstance(first, datetime):
            last = _ending(first, typed, start, end, context, length)
        return When(first, last, civil.day_of(first))
    if typed.start is None and typed.day is not None and typed.end is None:
        return _on_day(typed, typed.day, start, end, context)
    timed = start if isinstance(start, datetime) else None
    if typed.start is not None:
        first = at(_day(typed, start, context, notes), typed.start)
    elif timed is not None:
        first = datetime.combine(typed.day or timed.date(), timed.time())
    else:
        raise PlanError(f"{_shown(text)} has no start, and this is not on the calendar yet: write both, like 14-15:30")
    return When(first, _ending(first, typed, start, end, context, length), first.date(), tuple(notes))


def _on_day(typed: _Typed, day: date, start: Wall | None, end: Wall | None, context: Context) -> When:
    """A day alone: time and length stay."""
    if start is None or end is None:
        return When(None, None, day)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return When(day, day + (end - start), day)
    first = datetime.combine(day, start.time())
    if typed.length:
        return When(first, later(first, typed.length, context.zone), day)
    return When(first, _same_length(first, start, end, context), day)


def _day(typed: _Typed, start: Wall | None, context: Context, notes: list[str]) -> date:
    """The typed day, else the block's, else today, or tomorrow where the time has passed (A5)."""
    if typed.day is not None:
        return typed.day
    if start is not None and not typed.now:
        return civil.day_of(start)
    today = context.now.date()
    if context.day is not None and not typed.now:
        return context.day
    if typed.now or at(today, typed.start or 0) >= context.now:
        return today
    notes.append(f"{civil.clock(at(today, typed.start or 0))} has passed, so tomorrow")
    return today + timedelta(days=1)


def _ending(
    first: datetime, typed: _Typed, start: Wall | None, end: Wall | None, context: Context, length: int
) -> datetime:
    """The typed end, over midnight where it must be, else the length that was typed, the block's, or `length`."""
    if typed.end is not None:
        return at(first.date(), clocks.after(_seconds(first), typed.end))
    if typed.length is None and isinstance(start, datetime) and isinstance(end, datetime):
        return _same_length(first, start, end, context)
    return later(first, length, context.zone)


def _same_length(first: datetime, start: datetime, end: datetime, context: Context) -> datetime:
    """As many real minutes as the block has, whatever the clocks do (storage-and-time 3)."""
    return later(first, civil.minutes_between(start, end, context.zone), context.zone)


def _move_days(moment: datetime, steps: list[tuple[str, int]]) -> datetime:
    for frequency, count in steps:
        day = days.plus(moment.date(), frequency, count)
        if day is None:
            raise OverflowError
        moment = datetime.combine(day, moment.time())
    return moment


def _check(text: str, placed: When, context: Context) -> None:
    for wall in (placed.start, placed.end):
        sentence = missing(wall, context.zone) if isinstance(wall, datetime) else None
        if sentence:
            raise PlanError(sentence)
    if isinstance(placed.start, datetime) and isinstance(placed.end, datetime) and placed.end <= placed.start:
        raise PlanError(
            f"{_shown(text)} would end at {civil.clock(placed.end)}, but it starts at {civil.clock(placed.start)}"
        )


def _seconds(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60


def _shown(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'
