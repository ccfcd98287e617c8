"""The starts of a repeating item: RFC 5545 3.3.10 and 3.8.5 in naive wall time (storage-and-time 3).

Own code and no library, because every edge of it decides what stands on a day: opening Today at ten years expands some
300 series. Periods (years, months, weeks, days) are computed directly, so a window far from the first start costs
no more than one beside it. The tests hold it against python-dateutil and against cases on which several programs agree.

A `repeat` may hold several lines: each is a rule, one that starts with ``EXRULE:`` takes its starts away.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge

from ctotui.core.civil import day_of, midnight, rezone
from ctotui.core.errors import PlanError
from ctotui.core.model import Wall
from ctotui.core.recurrence.days import days_of_period, period_starts
from ctotui.core.recurrence.rule import WITHIN_DAY, Rule, parse

LIMIT = 10_000
"""Most starts that one window, or one COUNT, may have."""
STEPS = 2_000_000
"""Most days, hours, minutes and seconds that are tried for one answer: an odd rule must not hang the program."""
FOUR_CENTURIES = 146_097
"""Days in which every date meets every weekday; what did not happen within them never does."""


def occurrences(
    repeat: str,
    start: Wall,
    first: Wall,
    last: Wall,
    rdates: Collection[Wall] = (),
    exdates: Collection[Wall] = (),
    zone: str = "",
) -> list[Wall]:
    """The starts in ``[first, last)``, in order: days where `start` is a day, else naive times in `zone`.

    A start that does not meet its own rule is none (RFC 5545 3.8.5.3 leaves it open; most programs agree). An excluded
    day takes every start of that day. `zone` is needed only for an UNTIL in UTC. Raises PlanError where a rule cannot
    be read or gives more than `LIMIT` starts.
    """
    low, high = aligned(first, start), aligned(last, start)
    kept, dropped = _split(repeat)
    if len(kept) == 1 and not (rdates or exdates or dropped):
        return _window(kept[0], start, low, high, zone)
    found: set[Wall] = {moment for one in rdates if low <= (moment := aligned(one, start)) < high}
    for rule in kept:
        found.update(_window(rule, start, low, high, zone))
    for rule in dropped:
        found.difference_update(_window(rule, start, low, high, zone))
    excluded = set(exdates)
    if excluded:
        found = {moment for moment in found if not _excluded(moment, excluded)}
    return sorted(found)


def next_occurrence(
    repeat: str,
    start: Wall,
    after: Wall,
    rdates: Iterable[Wall] = (),
    exdates: Iterable[Wall] = (),
    zone: str = "",
) -> Wall | None:
    """The first start later than `after`, or None where the series is over. Raises PlanError as `occurrences`."""
    low = aligned(after, start)
    kept, dropped = _split(repeat)
    sources: list[Iterable[Wall]] = [_starts(rule, start, low, zone) for rule in kept]
    sources.append(sorted(aligned(one, start) for one in rdates))
    excluded = set(exdates)
    for moment in merge(*sources):
        if moment <= low or _excluded(moment, excluded):
            continue
        if not any(next(_starts(rule, start, moment, zone), None) == moment for rule in dropped):
            return moment
    return None


def check(repeat: str, start: Wall) -> None:
    """Raises PlanError, with a sentence, where `repeat` cannot be read or never happens from `start` on."""
    for rule in (rule for rules in _split(repeat) for rule in rules):
        if not isinstance(start, datetime) and rule.frequency in WITHIN_DAY:
            raise PlanError(f"“{rule.text}” repeats within a day, and a whole day cannot.")
        if next(_starts(rule, start, start, ""), None) is None:
            raise PlanError(f"“{rule.text}” never happens from {start:%Y-%m-%d} on.")


def several_a_day(repeat: str) -> bool:
    """Whether one day may hold several starts. Raises PlanError where the rule cannot be read."""
    return any(rule.several_a_day for rule in _split(repeat)[0])


@lru_cache(maxsize=1024)
def _split(repeat: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    lines = [line.strip() for line in repeat.splitlines() if line.strip()]
    kept = tuple(parse(line) for line in lines if not line.upper().startswith("EXRULE:"))
    return kept, tuple(parse(line[7:]) for line in lines if line.upper().startswith("EXRULE:"))


def aligned(moment: Wall, start: Wall) -> Wall:
    """`moment` as the sort of value that `start` is: a day, or a time."""
    if isinstance(start, datetime):
        return moment if isinstance(moment, datetime) else midnight(moment)
    return day_of(moment)


def _excluded(moment: Wall, excluded: set[Wall]) -> bool:
    """Whether a start is excluded, by itself or by its day: programs write EXDATE either way."""
    return moment in excluded or (isinstance(moment, datetime) and moment.date() in excluded)


def _window(rule: Rule, start: Wall, low: Wall, high: Wall, zone: str) -> list[Wall]:
    found: list[Wall] = []
    end = _last_start(rule, start, zone)
    if end is not None and end < low:
        return found
    if rule.regular:
        found = _regular(rule, start, max(low, start), high if end is None else min(high, end + timedelta(days=1)))
        return found if end is None else [moment for moment in found if moment <= end]
    for moment in _unbounded(rule, start, low, day_of(high)):
        if moment >= high or (end is not None and moment > end):
            break
        if len(found) == LIMIT:
            raise PlanError(f"“{rule.text}” happens more than {LIMIT:,} times there; make it rarer, or look at less.")
        found.append(moment)
    return found


def _starts(rule: Rule, start: Wall, low: Wall, zone: str) -> Iterator[Wall]:
    """Every start from `low` on, lazily."""
    end = _last_start(rule, start, zone)
    for moment in _unbounded(rule, start, low, date.max):
        if end is not None and moment > end:
            return
        yield moment


def _last_start(rule: Rule, start: Wall, zone: str) -> Wall | None:
    """The latest moment at which the rule may still start something, None where it never ends."""
    if rule.count is not None:
        return _counted(rule, start)
    until = rule.until
    if until is None or until.year == date.max.year:
        return None  # the end of the calendar is how some programs say “for ever”
    if not isinstance(start, datetime):
        return day_of(until)
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)  # a day: its whole day is meant, though the RFC wants a time here
    return rezone(until, "UTC", zone) if rule.until_utc and zone else until


@lru_cache(maxsize=4096)
def _counted(rule: Rule, start: Wall) -> Wall:
    """The last start of a rule with COUNT; `start` where there is none at all."""
    simple = _counted_by_days(rule, day_of(start))
    if simple is not None:
        return start + timedelta(days=simple)
    end: Wall = start
    for number, moment in enumerate(_unbounded(rule, start, start, date.max), 1):
        end = moment
        if number == rule.count:
            break
        if number == LIMIT:
            raise PlanError(f"“{rule.text}” counts more than {LIMIT:,} times; give it an UNTIL instead.")
    return end


def _regular(rule: Rule, start: Wall, low: Wall, high: Wall) -> list[Wall]:
    """The starts in ``[low, high)`` of a rule that is nothing but every n days, or weekdays of every n weeks."""
    begin, offsets, step = _pattern(rule, day_of(start))
    first, last = max(day_of(low), day_of(start)).toordinal(), day_of(high).toordinal() + 1
    ordinals = [
        ordinal
        for offset in offsets
        for ordinal in range(begin + offset + max(0, -((begin + offset - first) // step)) * step, last, step)
    ]
    if (last - first) // step * len(offsets) > LIMIT:
        raise PlanError(f"“{rule.text}” happens more than {LIMIT:,} times there; make it rarer, or look at less.")
    if len(offsets) > 1:
        ordinals.sort()
    if not isinstance(start, datetime):
        return [day for ordinal in ordinals if low <= (day := date.fromordinal(ordinal)) < high]
    at = start.time()
    moments = (datetime.combine(date.fromordinal(ordinal), at) for ordinal in ordinals)
    return [moment for moment in moments if low <= moment < high]


def _pattern(rule: Rule, start: date) -> tuple[int, list[int], int]:
    """Where a regular rule begins to count, its days after that, and after how many days it comes again."""
    if rule.frequency == "DAILY":
        return start.toordinal(), [0], rule.interval
    offsets = sorted((weekday - rule.week_start) % 7 for _nth, weekday in rule.weekdays)
    own = (start.weekday() - rule.week_start) % 7
    return start.toordinal() - own, offsets or [own], 7 * rule.interval


def _counted_by_days(rule: Rule, start: date) -> int | None:
    """Days from `start` to the last start of a regular rule; None for a rule that must be walked."""
    count = (rule.count or 1) - 1
    if not rule.regular or count * rule.interval > LIMIT:
        return None
    begin, offsets, step = _pattern(rule, start)
    own = start.toordinal() - begin
    index = count + sum(1 for offset in offsets if offset < own)
    return index // len(offsets) * step + offsets[index % len(offsets)] - own


def _unbounded(rule: Rule, start: Wall, low: Wall, high: date) -> Iterator[Wall]:
    """Starts from the later of `start` and `low` to the end of the day `high`, as if there were no COUNT or UNTIL."""
    low = max(start, low)
    origin, seen, steps = day_of(start), day_of(low), 0
    weight = _weight(rule) if rule.frequency in WITHIN_DAY else 1
    for period in period_starts(rule, origin, seen, high):
        if (period - seen).days > FOUR_CENTURIES:
            return
        days = days_of_period(rule, origin, period)
        if not days:
            continue
        steps += weight
        if steps > STEPS:
            raise PlanError(f"“{rule.text}” takes too long to work out; write it with a longer period.")
        for moment in _of_period(rule, start, days):
            if moment >= low:
                seen = period
                yield moment


def _weight(rule: Rule) -> int:
    """How many moments of a day an hourly, minutely or secondly rule tries."""
    minutes = len(rule.minutes) or 60
    within = {"HOURLY": 1, "MINUTELY": minutes, "SECONDLY": minutes * (len(rule.seconds) or 60)}
    return (len(rule.hours) or 24) * within[rule.frequency]


def _of_period(rule: Rule, start: Wall, days: list[date]) -> Iterable[Wall]:
    """The starts of one period, from its days: times added, BYSETPOS applied."""
    if not isinstance(start, datetime):
        return _positions(rule, days)
    if rule.frequency in WITHIN_DAY:
        return _within(rule, start, days[0])
    if not (rule.hours or rule.minutes or rule.seconds):
        at = start.time()
        return _positions(rule, [datetime.combine(day, at) for day in days])
    times = [
        time(hour, minute, second)
        for hour in rule.hours or (start.hour,)
        for minute in rule.minutes or (start.minute,)
        for second in rule.seconds or (start.second,)
    ]
    return _positions(rule, [datetime.combine(day, at) for day in days for at in times])


def _positions(rule: Rule, moments: list[Wall] | list[date] | list[datetime]) -> list[Wall]:
    if not rule.positions:
        return moments  # type: ignore[return-value]
    size = len(moments)
    wanted = {position - 1 if position > 0 else size + position for position in rule.positions}
    return [moments[index] for index in sorted(wanted) if 0 <= index < size]


def _within(rule: Rule, start: datetime, day: date) -> Iterator[Wall]:
    """The starts of an hourly, minutely or secondly rule on one day, in phase with `start`."""
    unit = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}[rule.frequency]
    since = (day - start.date()).days * 86400 - (start.hour * 3600 + start.minute * 60 + start.second) // unit * unit
    for hour in rule.hours or range(24):
        if unit == 3600:
            if (since + hour * 3600) // unit % rule.interval == 0:
                minutes, seconds = rule.minutes or (start.minute,), rule.seconds or (start.second,)
                yield from _positions(rule, [_at(day, hour, m, s) for m in minutes for s in seconds])
            continue
        for minute in rule.minutes or range(60):
            if unit == 60:
                if (since + hour * 3600 + minute * 60) // unit % rule.interval == 0:
                    yield from _positions(rule, [_at(day, hour, minute, s) for s in rule.seconds or (start.second,)])
                continue
            for second in rule.seconds or range(60):
                if (since + hour * 3600 + minute * 60 + second) % rule.interval == 0:
                    yield from _positions(rule, [_at(day, hour, minute, second)])


def _at(day: date, hour: int, minute: int, second: int) -> datetime:
    return datetime.combine(day, time(hour, minute, second))
