"""A series cut in two at one of its occurrences: UNTIL on the old, a new one from there (storage-and-time 3).

Not RANGE=THISANDFUTURE, on which programs disagree. COUNT is divided, added and excluded dates too, and what was
touched later goes along. Entries stay where the time was tracked (I3). The cut is by where starts come to stand: what
holidays shift past it belongs to the new series, though its rule gives it before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ctotui.core.agenda import by_id
from ctotui.core.civil import DAY, day_of, midnight
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.holidays import policy, shifted
from ctotui.core.model import Item, Occurrence, Wall
from ctotui.core.plan import Plan, month, update
from ctotui.core.recurrence import next_occurrence, occurrences
from ctotui.core.series import Series, series_of
from ctotui.core.series_rules import ended, resumed

ONCE = "FREQ=DAILY;COUNT=1"
"""The rule of a series of which only added dates are left."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the recurrence rule is cut; its starts as they are before holidays shift them."""

    before: tuple[Wall, ...]
    """Those of the old series."""
    first: Wall | None
    """The first of the new one; None: only added dates follow."""
    left: tuple[Wall, ...] = ()
    """Those of the new one that lie before the last of the old, where holidays change their order."""


def address(plan: Plan, key: str) -> tuple[Series, Wall]:
    """The series of an occurrence, and its original start. Raises PlanError where either is gone."""
    item, record = plan.find(key.partition("@")[0]), plan.find(key)
    if isinstance(item, Item) and item.repeat:
        if isinstance(record, Occurrence):
            return series_of(plan, item), record.at
        one = by_id(plan, key, "UTC")
        if one is not None and one.at is not None:
            return series_of(plan, item), one.at
    raise PlanError("That occurrence is gone: it or its series was deleted, here or elsewhere.")


def split(plan: Plan, key: str, now: datetime, new_item: str, new_block: str) -> tuple[Plan, str]:
    """A plan in which the occurrence `key` and all later ones are a series of their own, and the key that it has there.

    At the first occurrence nothing is left to cut: the same plan and key. Raises PlanError, and NotLoaded until every
    later month is in memory.
    """
    series, at = address(plan, key)
    cut = _cut(series, at)
    if not cut.before:
        return plan, key
    item, block = series.item, series.block
    repeat, first = (ONCE, at) if cut.first is None else resumed(item.repeat, series.start, cut.first, series.zone)
    again = () if cut.first is None else _again(cut, first)
    later = replace(
        item,
        id=new_item,
        repeat=repeat,
        rdates=tuple(one for one in item.rdates if not _earlier(_placed(one, item), at)),
        exdates=_joined((one for one in item.exdates if item.holidays or _may_follow(one, at)), again),
        day=day_of(first) if block is None else item.day,
        split_from=item.id,
        uid="",
        imported=(),
        created=now,
        modified=now,
    )
    touched = _touched_later(plan, item.id, at)
    plan = _shortened(plan, series, cut, at, now).put(later)
    if block is not None:
        end = first + between(block.start, block.end)
        fixed = block.fixed or bool(item.uid)
        plan = plan.put(replace(block, id=new_block, item=new_item, start=first, end=end, fixed=fixed, modified=now))
    plan = plan.drop(*(one.id for one in touched))
    plan = plan.put(*(replace(one, id=_renamed(one.id, new_item), series=new_item, modified=now) for one in touched))
    return plan, _renamed(key, new_item)


def cut_off(plan: Plan, key: str, now: datetime) -> Plan | None:
    """A plan in which the series ends before the occurrence `key`; None where that is its first."""
    series, at = address(plan, key)
    cut = _cut(series, at)
    if not cut.before:
        return None
    touched = _touched_later(plan, series.item.id, at)
    return _shortened(plan, series, cut, at, now).drop(*(one.id for one in touched))


def between(one: Wall, two: Wall) -> timedelta:
    """What passes by the clock between two days, or two times."""
    if isinstance(one, datetime) and isinstance(two, datetime):
        return two - one
    return day_of(two) - day_of(one)


def _cut(series: Series, at: Wall) -> _Cut:
    item, zone = series.item, series.zone
    start = series.start
    found = occurrences(item.repeat, start, start, at + DAY, zone=zone)
    before = [one for one in found if _earlier(_placed(one, item), at)]
    if not before and any(_earlier(_placed(one, item), at) for one in item.rdates):
        raise PlanError(f"{item.title} has added dates before its rule begins: change this one, or all.")
    if not before:
        return _Cut((), start)
    after = [one for one in found if not _earlier(_placed(one, item), at)]
    first = after[0] if after else next_occurrence(item.repeat, start, before[-1], zone=zone)
    return _Cut(tuple(before), first, tuple(one for one in after if one < before[-1]))


def _again(cut: _Cut, begin: Wall) -> list[Wall]:
    """What the rules of a new series that begins at `begin` would give of the old one, and a first start that is none.

    Some programs show a first start that no rule gives, so it stands among the excluded dates too.
    """
    alone = begin != cut.first and begin not in cut.before
    return [begin] * alone + [one for one in cut.before if one >= begin]


def _joined(dates: Iterable[Wall], more: Iterable[Wall]) -> tuple[Wall, ...]:
    return tuple(dict.fromkeys((*dates, *more)))


def _placed(start: Wall, item: Item) -> Wall:
    """Where a start of `item` comes to stand: what its rule about holidays shifts, it shifts before the cut."""
    wanted = policy(item.holidays)
    return shifted(start, wanted.country) if wanted is not None and wanted.mode == "shift" else start


def _shortened(plan: Plan, series: Series, cut: _Cut, at: Wall, now: datetime) -> Plan:
    """The old series, over before `at`."""
    item = series.item
    return update(
        plan,
        item,
        now,
        repeat=ended(item.repeat, series.start, cut.before[-1], series.zone),
        rdates=tuple(one for one in item.rdates if _earlier(_placed(one, item), at)),
        exdates=_joined(
            (one for one in item.exdates if item.holidays or _earlier(one, at) or not _may_follow(one, at)), cut.left
        ),
    )


def _touched_later(plan: Plan, series: str, at: Wall) -> list[Occurrence]:
    """What was touched in the occurrences from `at` on. Raises NotLoaded."""
    since = f"calendar/{month(at)}"
    missing = [
        key for key, shard in plan.shards.items() if shard is None and key.startswith("calendar/") and key >= since
    ]
    if missing:
        raise NotLoaded(missing)
    touched = plan.records(Occurrence, "calendar/")
    return [one for one in touched if one.series == series and not _earlier(one.at, at)]


def _earlier(one: Wall, at: Wall) -> bool:
    if isinstance(one, datetime) and isinstance(at, datetime):
        return one < at
    return day_of(one) < day_of(at)


def _may_follow(one: Wall, at: Wall) -> bool:
    """Whether an excluded date may exclude something from `at` on: a day takes every start of it."""
    end = one if isinstance(one, datetime) else midnight(one) + DAY - timedelta(microseconds=1)
    return end >= (at if isinstance(at, datetime) else midnight(at))


def _renamed(key: str, item: str) -> str:
    return f"{item}@{key.partition('@')[2]}"
