"""What stands on the calendar: blocks and occurrences as instances in the viewer's zone.

An answer is remembered as long as the plan is the same object, an index as long as its shard is: a cursor move computes
nothing, and moving a block reads the index of one month anew and expands no series.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from ctotui.core.civil import DAY, day_of, rezone
from ctotui.core.errors import NotLoaded
from ctotui.core.instance import Instance, as_json, is_over, overlaps, project_block, project_occurrence
from ctotui.core.memo import recall
from ctotui.core.model import CLOSED, Block, Item, Occurrence, Record, Wall
from ctotui.core.plan import EMPTY, SERIES, Plan, Shard, blocks_by_item, blocks_in, blocks_of, month
from ctotui.core.series import (
    FAR,
    Expansion,
    Series,
    blockless,
    expand,
    expansion,
    far_moved,
    moved,
    occurrence_id,
    override_of,
    overrides,
    series_of,
    short,
    split_id,
    templates,
    timed,
)

ZONES = timedelta(days=2)
"""How far apart the days of two zones may lie: Kiritimati is 26 hours ahead of Baker Island."""

__all__ = ["Instance", "as_json", "by_id", "instances", "is_over", "of_block", "on_day", "untimed_on"]


def instances(plan: Plan, start: date, end: date, zone: str) -> list[Instance]:
    """Everything that overlaps the days ``[start, end)`` of `zone`, by start, all-day ones first on their day.

    Raises NotLoaded for months, and for archived items, that are not in memory. What lasts, or was moved, more than
    four weeks is found from further away only in months that are in memory.
    """
    key = (id(plan.shards), start, end, zone, plan.hidden)
    known = _answers.get(key)
    if known is None or known[0] is not plan.shards:
        if len(_answers) >= 128:
            _answers.clear()
        known = _answers[key] = (plan.shards, _instances(plan, start, end, zone))
    return list(known[1])


_OnDay = Callable[[date], list[tuple[Series, Instance]]]

_answers: dict[tuple[int, date, date, str, frozenset[str]], tuple[object, tuple[Instance, ...]]] = {}
"""The last answers, with the shards that they hold for: a pure memory, never out of date."""


def on_day(plan: Plan, day: date, zone: str) -> list[Instance]:
    """Everything that overlaps one day."""
    return instances(plan, day, day + timedelta(days=1), zone)


def of_block(block: Block, plan: Plan, zone: str) -> Instance:
    """A stored block as the viewer in `zone` sees it."""
    item = plan.find(block.item, _places.get(block.item) or _near_block(plan, block))
    return project_block(block, item if isinstance(item, Item) else None, zone)


def by_id(plan: Plan, key: str, zone: str) -> Instance | None:
    """The instance of a block's or an occurrence's id, or None where there is none."""
    address = split_id(key)
    if address is None:
        block = plan.find(key)
        return of_block(block, plan, zone) if isinstance(block, Block) else None
    item = plan.find(address[0])
    if not isinstance(item, Item) or not item.repeat:
        return None
    series, day = series_of(plan, item), address[1]
    for found, at, name in expand((series,), day.year, day.month).get(day, ()):
        if key in (name, occurrence_id(item.id, at, True)):
            override = override_of(plan, item.id, at)
            return project_occurrence(found, at, override.id if override else name, override, zone)
    touched = plan.find(key)
    return next(_placed(series, touched, zone), None) if isinstance(touched, Occurrence) else None


def untimed_on(plan: Plan, day: date, zone: str) -> list[Instance]:
    """The occurrences of repeating items without a block that fall on `day`: for lists of a day, not for the grid."""
    found: list[Instance] = []
    for item in _blockless(plan):
        series = Series(item, None)
        for at in series.starts(day, day + DAY):
            touched = override_of(plan, item.id, at)
            one = project_occurrence(series, at, occurrence_id(item.id, at), touched, zone)
            if one is not None and day_of(one.start) == day:
                found.append(one)
        for _key, shard in plan.loaded("calendar/"):
            others = [one for one in shard.derive(moved) if one.series == item.id and day_of(one.at) != day]
            found += [here for one in others for here in _placed(series, one, zone) if day_of(here.start) == day]
    return found


def _instances(plan: Plan, start: date, end: date, zone: str) -> tuple[Instance, ...]:
    near = _near(plan, start, end)
    found = [*_stored(plan, near, start, end, zone), *_repeated(plan, near, start, end, zone)]
    if plan.hidden:
        found = [one for one in found if not _is_hidden(plan, one)]
    return tuple(sorted(found, key=lambda one: (one.begins, not one.all_day, one.ends, one.id)))


def _is_hidden(plan: Plan, one: Instance) -> bool:
    """Whether it stands in a calendar that is not shown."""
    item = plan.find(one.item)
    return isinstance(item, Item) and item.calendar in plan.hidden


def _near(plan: Plan, start: date, end: date) -> dict[str, Shard]:
    """The months of the days ``[start, end)``, the one before and the one after, and the series. Raises NotLoaded."""
    day, last = (start.replace(day=1) - DAY).replace(day=1), _next_month(end - DAY)
    keys = [SERIES]
    while day <= last:
        keys.append(f"calendar/{month(day)}")
        day = _next_month(day)
    missing = [key for key in keys if plan.shards.get(key, EMPTY) is None]
    if missing:
        raise NotLoaded(missing)
    return {key: plan.shard(key) for key in keys if key in plan.shards}


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


class _Reaching(NamedTuple):
    """What is looked at for any day, wherever it stands: gathered once a plan, since most months have none of it."""

    long: tuple[tuple[str, list[Block]], ...]
    """Blocks that last longer than `FAR`, by the shard that they are in."""
    moved: tuple[tuple[str, tuple[Occurrence, ...]], ...]
    """Occurrences that were moved further than that, likewise."""
    touched: tuple[dict[tuple[str, Wall], Occurrence], ...]
    timed: tuple[Shard, ...]
    """Shards with series that have times."""
    blockless: tuple[Item, ...]
    """Repeating items whose block is elsewhere, or nowhere."""


def _reaching(plan: Plan) -> _Reaching:
    return recall(plan, "reaching", lambda: _gathered(plan))


def _gathered(plan: Plan) -> _Reaching:
    months = plan.loaded("calendar/")
    open_ones = plan.loaded("items/")
    where = [*months, *((key, shard) for key, shard in open_ones if not key.startswith("items/archive/"))]
    return _Reaching(
        tuple((key, blocks) for key, shard in months if (blocks := shard.derive(_long))),
        tuple((key, others) for key, shard in months if (others := shard.derive(far_moved))),
        tuple(changed for _key, shard in months if (changed := shard.derive(overrides))),
        tuple(shard for _key, shard in where if shard.derive(timed)),
        tuple(item for _key, shard in where for item in shard.derive(blockless)),
    )


def _stored(plan: Plan, near: dict[str, Shard], start: date, end: date, zone: str) -> list[Instance]:
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    blocks: dict[str, Block] = {}
    for key, long in _reaching(plan).long:
        if key not in near:
            blocks.update((one.id, one) for one in long)
    for shard in near.values():
        index = shard.derive(_by_day(zone))
        blocks.update((one.id, one) for day in days for one in index.get(day, ()))
    items = _items(plan, blocks.values())
    found: list[Instance] = []
    for block in blocks.values():
        item = items.get(block.item)
        if item is None or not item.repeat or block.id not in _template_of(near, item):
            found.append(project_block(block, item, zone))
    return [one for one in found if overlaps(one, start, end)]


def _template_of(near: dict[str, Shard], item: Item) -> list[str]:
    """The id of the block that stands for the series of `item`, where it is one put elsewhere by hand."""
    if any(one.item.id == item.id for one in near.get(SERIES, EMPTY).derive(timed)):
        return []
    return [block.id for shard in near.values() for block in shard.derive(blocks_by_item).get(item.id, ())][:1]


@lru_cache(maxsize=16)
def _by_day(zone: str) -> Callable[[Shard], dict[date, list[Block]]]:
    """A function of one shard: its blocks, but those of its series, by each day of `zone` that they touch."""

    def index(shard: Shard) -> dict[date, list[Block]]:
        skip, found = shard.derive(templates), dict[date, list[Block]]()
        for block in blocks_in(shard):
            if block.id not in skip:
                first, last = _days(block, zone)
                length = (last - first).days if first != last else 0
                for number in range(min(length, 1000) + 1):
                    found.setdefault(first + timedelta(days=number) if number else first, []).append(block)
        return found

    return index


def _days(block: Block, zone: str) -> tuple[date, date]:
    """First and last day of `zone` that a block may touch."""
    start, end = block.start, block.end
    if block.zone not in ("", zone) and isinstance(start, datetime) and isinstance(end, datetime):
        return rezone(start, block.zone, zone).date(), rezone(end, block.zone, zone).date()
    return day_of(start), day_of(end)


def _long(shard: Shard) -> list[Block]:
    """The blocks of one shard, but those of its series, that last longer than `FAR`."""
    skip, most = shard.derive(templates), FAR.days
    lasting = [block for block in blocks_in(shard) if block.end.toordinal() - block.start.toordinal() > most]
    return [block for block in lasting if block.id not in skip]


def _items(plan: Plan, blocks: Iterable[Block]) -> dict[str, Item]:
    """The items of some blocks by id, without those that are deleted. Raises NotLoaded for where others may be."""
    found: dict[str, Record] = {}
    left: dict[str, Block] = {}
    for block in blocks:
        shard = plan.shards.get(_places.get(block.item) or _near_block(plan, block))
        record = shard.get(block.item) if shard is not None else None
        if record is not None:
            found[block.item] = record
        else:
            left.setdefault(block.item, block)
    for name, shard in plan.loaded() if left else ():
        for key in left.keys() & shard.keys():
            found[key], _places[key] = shard[key], name
            del left[key]
    months = {day_of(block.start).replace(day=1) for block in left.values()}
    if missing := {key for first in months for key in _unloaded(plan, first)}:
        raise NotLoaded(missing)
    return {key: record for key, record in found.items() if isinstance(record, Item)}


def _near_block(plan: Plan, block: Block) -> str:
    """The shard of an item where most are: with its block, or where what was done in that month is kept."""
    named = month(block.start)
    for key in (f"calendar/{named}", f"items/archive/{named}"):
        shard = plan.shards.get(key)
        if shard is not None and block.item in shard:
            return key
    return ""


_places: dict[str, str] = {}
"""Where items far from their blocks were found last: a hint only, looked at again each time."""


def _unloaded(plan: Plan, first: date) -> list[str]:
    """Where to look next for the items of the blocks of a month: its archive, the next one, then three at a time.

    They go back one month, as an item is archived by the UTC time of its end.
    """
    own, after, before = (f"items/archive/{month(day)}" for day in (first, _next_month(first), first - DAY))
    keys = {key for key, shard in plan.shards.items() if shard is None and key.startswith("items/")}
    nearest = [key for key in keys if not key.startswith("items/archive/")]
    nearest = nearest or [key for key in (own, after) if key in keys][:1]
    return nearest or sorted(key for key in keys if key >= before)[:3]


def _repeated(plan: Plan, near: dict[str, Shard], start: date, end: date, zone: str) -> Iterator[Instance]:
    reaching = _reaching(plan)
    known: dict[str, Series] = {}
    for source, on in _sources(plan, near, zone):
        known.update((one.item.id, one) for one in source)
        shown: set[str] = set()
        for number in range((end - start).days):
            for series, instance in on(start + timedelta(days=number)):
                if instance.id in shown:
                    continue
                shown.add(instance.id)
                address = (series.item.id, instance.at)
                override = next((one[address] for one in reaching.touched if address in one), None)
                if override is None:
                    yield instance
                elif override.start is None:
                    yield from _placed(series, override, zone)
    far = (found for key, found in reaching.moved if key not in near)
    for others in (*(shard.derive(moved) for shard in near.values()), *far):
        for other in others:
            if other.series in known:
                yield from (found for found in _placed(known[other.series], other, zone) if overlaps(found, start, end))


def _sources(plan: Plan, near: dict[str, Shard], zone: str) -> Iterator[tuple[tuple[Series, ...], _OnDay]]:
    """The timed series of each shard, and those whose block was put elsewhere by hand, with what they give on a day."""
    for shard in _reaching(plan).timed:
        yield shard.derive(timed), lambda day, shard=shard: shard.derive(_untouched(day, zone))  # type: ignore[misc]
    apart: list[Series] = []
    for item in _reaching(plan).blockless:
        blocks = [block for other in near.values() for block in other.derive(blocks_by_item).get(item.id, ())]
        apart += [Series(item, block) for block in blocks[:1]]
    if apart:
        found = tuple(apart)
        yield found, lambda day: _project(found, lambda year, number: expand(short(found), year, number), day, zone)


@lru_cache(maxsize=4096)
def _untouched(day: date, zone: str) -> Callable[[Shard], list[tuple[Series, Instance]]]:
    """A function of one shard: what its timed series would give on a day if nothing had been touched."""
    return lambda shard: _project(
        shard.derive(timed), lambda year, number: shard.derive(expansion(year, number)), day, zone
    )


def _project(
    series: tuple[Series, ...], months: Callable[[int, int], Expansion], day: date, zone: str
) -> list[tuple[Series, Instance]]:
    found: list[tuple[Series, Instance]] = []
    for one, at, key in _candidates(series, months, day, zone):
        slack = timedelta() if one.zone in ("", zone) else ZONES
        if day_of(at) - slack <= day <= day_of(at) + timedelta(days=one.days) + slack:
            instance = project_occurrence(one, at, key, None, zone)
            if instance is not None and overlaps(instance, day, day + DAY) and _goes_on(one, instance):
                found.append((one, instance))
    return found


def _candidates(
    series: tuple[Series, ...], months: Callable[[int, int], Expansion], day: date, zone: str
) -> Iterator[tuple[Series, Wall, str]]:
    """What starts soon enough before `day` to last until it; the few that last for months are asked one by one."""
    reach, long, zones = _reach(series)
    slack = 0 if zones <= {"", zone} else ZONES.days
    for number in range(-reach - slack, slack + 1):
        on = day + timedelta(days=number)
        yield from months(on.year, on.month).get(on, ())
    for one in long:
        first = date.fromordinal(max(1, day.toordinal() - one.days - ZONES.days))
        yield from ((one, at, occurrence_id(one.item.id, at)) for at in one.starts(first, day + ZONES + DAY))


_Reach = tuple[int, tuple[Series, ...], frozenset[str]]


def _reach(series: tuple[Series, ...]) -> _Reach:
    """How many days the longest of the short ones lasts, the long ones, and the zones; once for the same tuple."""
    known = _reaches.get(id(series))
    if known is None or known[0] is not series:
        if len(_reaches) >= 64:
            _reaches.clear()
        long = tuple(one for one in series if one.long)
        reach = max((one.days for one in series if not one.long), default=0)
        known = _reaches[id(series)] = (series, (reach, long, frozenset(one.zone for one in series)))
    return known[1]


_reaches: dict[int, tuple[tuple[Series, ...], _Reach]] = {}
"""By the identity of a tuple, which is kept: a pure memory, never out of date."""


def _blockless(plan: Plan) -> list[Item]:
    """Open repeating items that have no block at all."""
    found = _reaching(plan).blockless
    return [one for one in found if one.status not in CLOSED and not blocks_of(plan, one.id)]


def _goes_on(series: Series, instance: Instance) -> bool:
    """Whether a series that was finished or dropped as a whole was not yet, then."""
    item = series.item
    return item.status not in CLOSED or item.ended is None or instance.begins < item.ended


def _placed(series: Series, override: Occurrence, zone: str) -> Iterator[Instance]:
    """A touched occurrence, wherever its rule would put it; nothing where it was cancelled."""
    instance = project_occurrence(series, override.at, override.id, override, zone)
    if instance is not None:
        yield instance
