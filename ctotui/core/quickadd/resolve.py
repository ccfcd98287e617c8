"""From the fields of a line to the days and times that they mean (A4-A7, A9, A10)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ctotui.core import civil
from ctotui.core.model import Kind, Priority, Wall
from ctotui.core.quickadd.clocks import DAY, Times
from ctotui.core.quickadd.context import Context
from ctotui.core.quickadd.days import label
from ctotui.core.quickadd.repeat import NEVER, Repeat, first_day

Due = Wall | tuple[date | None, Times]
"""A deadline; a clock after ``due`` waits for its day."""


@dataclass(slots=True, eq=False, repr=False)
class Found:
    """The values of a line's fields, by the names of `context.Match.field`."""

    kind: Kind | None = None
    prio: Priority | None = None
    tag: list[str] = field(default_factory=list)
    who: list[str] = field(default_factory=list)
    to: str | None = None
    est: int | None = None
    due: Due | None = None
    day: date | None = None
    time: Times | None = None
    span: tuple[Wall, Wall | None] | None = None
    on: date | None = None
    follow: date | None = None
    repeat: Repeat = NEVER
    remind: tuple[int, ...] | None = None
    after: tuple[str, ...] | None = None
    list: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Resolved:
    """The days and times of a line, and what to tell about them."""

    kind: Kind = "task"
    start: Wall | None = None
    end: Wall | None = None
    day: date | None = None
    due: Wall | None = None
    follow_up: date | None = None
    holidays: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def resolve(found: Found, context: Context, flip_kind: bool) -> Resolved:
    """Days and times of `found`; what cannot be is a problem, never an exception."""
    done = Resolved()
    done.kind = _kind(found, flip_kind)
    try:
        _place(found, context, done)
        done.due = _due(found, context, done)
    except OverflowError:
        done.problems.append("That lies beyond the calendar: write a nearer day.")
    _check(found, context, done)
    _day(found, context, done)
    _repeat(found, context, done)
    return done


def missing(moment: datetime, zone: str) -> str | None:
    """The sentence that refuses a wall time that the clocks of `zone` never show (A9)."""
    try:
        if not zone or civil.exists(moment, zone):
            return None
    except OverflowError:
        return "That lies beyond the calendar: write a nearer day."
    return (
        f"{civil.clock(moment)} does not exist on {label(moment.date(), moment.date())} {moment.year}: "
        "the clocks go forward over it. Choose a time before or after."
    )


def twice(moment: object, zone: str) -> str:
    """The note on a wall time that the clocks of `zone` show twice (A9); empty for any other."""
    if not zone or not isinstance(moment, datetime) or not civil.is_twice(moment, zone):
        return ""
    return f"{civil.clock(moment)} comes twice on {label(moment.date(), moment.date())}: the first is meant"


def later(moment: datetime, minutes: int, zone: str) -> datetime:
    """The wall time that many real minutes later; by the clock where it would be the second of two (A9)."""
    ended = civil.wall(civil.instant(moment, zone) + timedelta(minutes=minutes), zone)
    return moment + timedelta(minutes=minutes) if ended.fold else ended


def at(day: date, seconds: int) -> datetime:
    return civil.midnight(day) + timedelta(seconds=seconds)


def _kind(found: Found, flip: bool) -> Kind:
    """A7: time and person make a meeting; `tab` flips between that and a task, and leaves the other kinds alone."""
    timed = found.time is not None or (found.span is not None and isinstance(found.span[0], datetime))
    kind = found.kind or ("meeting" if timed and found.who else "task")
    if not flip or kind not in ("task", "meeting"):
        return kind
    return "task" if kind == "meeting" else "meeting"


def _place(found: Found, context: Context, done: Resolved) -> None:
    length = found.est or (context.default_meeting if done.kind == "meeting" else context.default_block)
    if found.span is not None:
        start, end = found.span
        if end is None and isinstance(start, datetime):
            end = _ending(start, length, found, context)
        done.start, done.end = start, end
    elif found.time is not None:
        start = at(_day_of(found, found.time, context, done), found.time.start)
        ends = found.time.end
        end = _ending(start, length, found, context) if ends is None else at(start.date(), ends)
        done.start, done.end = start, end
    elif context.lean == "past" and found.est and found.day is None:
        end = context.now.replace(second=0, microsecond=0)
        done.start, done.end = later(end, -found.est, context.zone), end


def _ending(start: datetime, length: int, found: Found, context: Context) -> datetime:
    """A6; what is logged without end or estimate ends now at the latest (T1)."""
    end = later(start, length, context.zone)
    if context.lean == "past" and not found.est and start < context.now < end:
        return context.now.replace(second=0, microsecond=0)
    return end


def _day_of(found: Found, times: Times, context: Context, done: Resolved) -> date:
    """The day of a time (A5), moved to the first weekday that a weekly rule names."""
    today = context.now.date()
    rule = found.repeat.rule
    if found.day is not None:
        if context.lean == "future" and at(found.day, times.start) < context.now:
            done.notes.append(f"{label(found.day, today)} {_clock(times.start)} has passed")
        return _first(found.day, rule, context, done)
    if context.lean == "written":
        return context.day or today
    if context.lean == "past":
        return _latest(times, context, done)
    first = first_day(rule, today)
    if at(first, times.start) >= context.now:
        return first
    following = first_day(rule, first + timedelta(days=1))
    name = "tomorrow" if following == today + timedelta(days=1) else label(following, today)
    done.notes.append(f"{_clock(times.start)} has passed, so {name}")
    return following


def _latest(times: Times, context: Context, done: Resolved) -> date:
    """Today, or yesterday where today's has not begun."""
    today = context.now.date()
    if at(today, times.start) < context.now:
        return today
    done.notes.append(f"{_clock(times.start)} is still to come today, so yesterday")
    return today - timedelta(days=1)


def _first(day: date, rule: str, context: Context, done: Resolved) -> date:
    """A series starts on a day of its rule (RFC 5545 3.8.5.3)."""
    if context.lean != "future":
        return day
    first = first_day(rule, day)
    if first != day:
        done.notes.append(f"The repetition starts on {label(first, context.now.date())}")
    return first


def _due(found: Found, context: Context, done: Resolved) -> Wall | None:
    if not isinstance(found.due, tuple):
        return found.due
    day, times = found.due
    if day is not None:
        return at(day, times.start)
    moment = at(context.now.date(), times.start)
    if context.lean == "future" and moment < context.now:
        done.notes.append(f"{_clock(times.start)} has passed, so due tomorrow")
        moment += timedelta(days=1)
    return moment


def _check(found: Found, context: Context, done: Resolved) -> None:
    start, end = done.start, done.end
    typed = [start, end if found.time is None or found.time.end is not None else None, done.due]
    for moment in typed:
        sentence = missing(moment, context.zone) if isinstance(moment, datetime) else None
        if sentence and sentence not in done.problems:
            done.problems.append(sentence)
        elif note := twice(moment, context.zone):
            done.notes.append(note)
    if start is None and context.lean == "past" and context.needs_title:
        done.problems.append("Say when it was, or how long until now: 9-10, or 45m.")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return
    if end <= start:
        done.problems.append(f"{_range(start, end)} ends before it starts: write the earlier time first.")
    elif context.lean == "past" and end > context.now:
        done.problems.append(
            f"{_range(start, end)} reaches into the future, and what is logged is over: "
            f"it is {civil.clock(context.now)} on {label(context.now.date(), context.now.date())}."
        )


def _day(found: Found, context: Context, done: Resolved) -> None:
    """A4; a delegated item's day without time is when to follow it up (job 18)."""
    placed = found.time is not None or found.span is not None
    day = None if placed else found.day
    done.follow_up = found.follow
    if found.to and day and found.follow is None:
        done.follow_up, day = day, None
    done.day = found.on or day
    rule = found.repeat.rule
    if context.lean == "future" and rule and not placed and done.day is None:
        done.day = first_day(rule, context.now.date())
    elif day and done.day == day and rule:
        done.day = _first(day, rule, context, done)


def _repeat(found: Found, context: Context, done: Resolved) -> None:
    """Whose holidays a rule keeps, and whether it ever happens."""
    mode, _, country = found.repeat.holidays.partition(" ")
    if mode and not (country or context.holidays):
        done.problems.append('Whose holidays? Set holidays = "SE" in settings.toml, or write: not on SE holidays.')
    elif mode:
        done.holidays = f"{mode} {country or context.holidays}"
    if not found.repeat.rule:
        return
    from ctotui.core.errors import PlanError
    from ctotui.core.recurrence import check

    try:
        check(found.repeat.rule, done.start or done.day or context.now.date())
        if country:
            from ctotui.core.holidays import table

            table(country, context.now.year)
    except PlanError as refusal:
        done.problems.append(str(refusal))
    except OverflowError:
        done.problems.append("That lies beyond the calendar: write a nearer day.")


def _clock(seconds: int) -> str:
    seconds %= DAY
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def _range(start: datetime, end: datetime) -> str:
    return f"{civil.clock(start)}–{civil.clock(end)}"
