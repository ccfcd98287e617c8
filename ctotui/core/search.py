"""Search over what is in memory: which records hold some words, and where the next one stands from the cursor. Pure.

A record matches where its title, notes, tags, people, list, place or checklist together hold every word, in any case.
In a calendar the matches stand in time, a series each time that it occurs, and in Time so do entries with their notes;
on a board and in a list in their order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from ctotui.core.agenda import Instance, on_day
from ctotui.core.civil import DAY, day_of, instant, midnight, rezone, wall
from ctotui.core.errors import NotLoaded
from ctotui.core.memo import recall
from ctotui.core.model import Block, Entry, Item, Occurrence, Wall
from ctotui.core.plan import EMPTY, SERIES, Plan, Shard, blocks_by_item, month
from ctotui.core.series import series_of
from ctotui.core.state import Sought, State, View, place

REACH = (14, 62, 400)
"""Days within which a series is expanded for its next occurrence, one span after another."""


def matches(item: Item, words: Iterable[str]) -> bool:
    """Whether an item holds every word."""
    text = _text(item)
    return all(word in text for word in words)


def found(plan: Plan, sought: Sought) -> frozenset[str]:
    """Ids of the items, touched occurrences, blocks and tracked entries that match; none for no words."""
    words = sought.words
    if not words:
        return frozenset()
    return sought.ids | recall(plan, ("search", words), lambda: _found(plan, words))


def _found(plan: Plan, words: tuple[str, ...]) -> frozenset[str]:
    keys = (
        key
        for name, shard in plan.loaded()
        if name.startswith(("items/", "calendar/", "entries/"))
        for key, text in shard.derive(_texts)
        if all(word in text for word in words)
    )
    return frozenset(key for key in keys if not plan.hidden or not _is_hidden(plan, key))


def _is_hidden(plan: Plan, key: str) -> bool:
    record = plan.find(key)
    if isinstance(record, Block | Occurrence):
        record = plan.find(record.item if isinstance(record, Block) else record.series)
    return isinstance(record, Item) and record.calendar in plan.hidden


def _texts(shard: Shard) -> tuple[tuple[str, str], ...]:
    return tuple((key, text) for key, record in shard.items() if (text := _text(record)))


def _text(record: object) -> str:
    """All that is searched of a record, in small letters."""
    if isinstance(record, Item):
        tags, people = (f"#{tag}" for tag in record.tags), (f"@{handle}" for handle in (*record.people, record.owner))
        parts = (record.title, record.notes, record.location, record.list, *tags, *people, *record.checklist)
        return "\n".join(parts).casefold()
    if isinstance(record, Occurrence):
        return "\n".join(filter(None, (record.title, record.notes, record.location))).casefold()
    return record.note.casefold() if isinstance(record, Block | Entry) else ""


def step(state: State, sought: Sought, direction: int, here: bool = False) -> View | None:
    """The view with its cursor on the next (1) or previous (-1) match from where it stands; None where there is none.

    `here` takes the one under the cursor too, and what is only behind it: for a line that is being typed. What the pane
    does not show is looked for on the calendar, in today's list, on the board and in what was tracked, in this order.
    Raises NotLoaded for the months of `sought` that lie on the way.
    """
    keys = found(state.plan, sought)
    own = place(state.view)
    ways = {"list": _in_list, "board": _on_board, "time": _tracked}
    first = ways.get(own, _on_calendar)
    view = first(state, sought, keys, direction, here)
    if view is not None or (first in (_on_calendar, _tracked) and first(state, sought, keys, 1, True) is not None):
        return view
    others = (way(state, sought, keys, direction, here) for way in (_on_calendar, _in_list, _on_board, _tracked))
    return next((view for view in others if view is not None), None)


def _in_list(state: State, _sought: Sought, keys: frozenset[str], direction: int, here: bool) -> View | None:
    from ctotui.core.today import today

    order = today(state.plan, state.settings, state.now).order
    item = _around(order, state.view.item if place(state.view) == "list" else "", keys, direction, here)
    return replace(state.view, pane="today", part="list", item=item) if item else None


def _on_board(state: State, _sought: Sought, keys: frozenset[str], direction: int, here: bool) -> View | None:
    from ctotui.core import board

    cards = board.of_state(state)
    order = [card.id for column in cards.columns for card in column.cards]
    chosen = board.selected(state) if state.view.pane == "board" else None
    item = _around(order, chosen.id if chosen else "", keys, direction, here)
    if not item:
        return None
    column = next(name for name, held in zip(board.COLUMNS, cards.columns, strict=True) if item in _ids(held.cards))
    return replace(state.view, pane="board", column=column, item=item)


def _ids(cards: Iterable[Item]) -> list[str]:
    return [card.id for card in cards]


def _around(order: list[str], current: str, keys: frozenset[str], direction: int, here: bool) -> str:
    """The next match of a row of ids after the current one, from its other end where there is none."""
    at = order.index(current) if current in order else -1
    if here and current in keys and at >= 0:
        return current
    turned = [*order[at + 1 :], *order[: at + 1]] if direction > 0 else [*reversed(order[: max(at, 0)]), *order[:at:-1]]
    return next((key for key in (*turned, *([current] if at >= 0 else [])) if key in keys), "")


# --- in what was tracked ---------------------------------------------------------------------------------------------


def _tracked(state: State, sought: Sought, keys: frozenset[str], direction: int, here: bool) -> View | None:
    """The next tracked entry whose note matches, from the one under the cursor of Time, else from the moment."""
    from ctotui.core import timesheet

    view, zone = state.view, state.settings.zone
    current = timesheet.selected(state) if place(view) == "time" else None
    order = recall(state.plan, ("search entries", keys), lambda: _entries(state.plan, keys))
    if current is not None and here and (current.start, current.id) in order:
        return view
    mark = (current.start, current.id) if current is not None else (instant(view.moment, zone), "")
    index = bisect_right(order, mark) if direction > 0 else bisect_left(order, mark) - 1
    best = order[index] if 0 <= index < len(order) else None
    # An entry is in the month of its own zone, which may be two days off.
    day, slack = view.moment.date(), direction * 2 * DAY
    end = wall(best[0], zone).date() + slack if best is not None else None
    _load(state.plan, sought, "entries/", day - slack, end, direction)
    if best is None:
        return _tracked(state, sought, keys, -direction, False) if here else None
    entry = state.plan.get(Entry, best[1])
    return replace(view, pane="time", moment=wall(entry.start, entry.zone or zone), block="", entry=entry.id)


def _entries(plan: Plan, keys: frozenset[str]) -> list[tuple[datetime, str]]:
    """Start and id of every entry that matches, by start."""
    return sorted((one.start, one.id) for one in plan.records(Entry, "entries/") if one.id in keys)


# --- in time ---------------------------------------------------------------------------------------------------------


def _on_calendar(state: State, sought: Sought, keys: frozenset[str], direction: int, here: bool) -> View | None:
    one = _next(state, sought, keys, direction, here)
    if one is None and here:
        one = _next(state, sought, keys, -direction, False)
    if one is None:
        return None
    moment = one.start if isinstance(one.start, datetime) else midnight(one.start)
    view = state.view
    pane = view.pane if view.pane in ("today", "week") else "today"
    return replace(view, pane=pane, part="calendar", moment=moment, block=one.id)


def _next(state: State, sought: Sought, keys: frozenset[str], direction: int, here: bool) -> Instance | None:
    """The first match in time after the cursor, or at it."""
    view, zone = state.view, state.settings.zone
    current = next((one for one in on_day(state.plan, view.moment.date(), zone) if one.id == view.block), None)
    mark = (_begin(current), current.id) if current is not None and view.part == "calendar" else (view.moment, "")
    best: Instance | None = None
    for day in _days(state.plan, keys, view.moment.date(), direction, zone):
        shown = [one for one in on_day(state.plan, day, zone) if _matches(one, keys) and day_of(one.start) == day]
        places = [(_begin(one), one.id, one) for one in shown]
        ahead = [
            (begin, key, one)
            for begin, key, one in places
            if (here and current is not None and key == current.id)
            or ((begin, key) > mark if direction > 0 else (begin, key) < mark)
        ]
        if ahead:
            best = (min if direction > 0 else max)(ahead, key=lambda found: found[:2])[2]
            break
    start = view.moment.date()
    _load(state.plan, sought, "calendar/", start, day_of(best.start) if best is not None else None, direction)
    return best


def _matches(one: Instance, keys: frozenset[str]) -> bool:
    return (one.item in keys or one.id in keys) and one.status != "dropped"


def _begin(one: Instance) -> datetime:
    return one.start if isinstance(one.start, datetime) else midnight(one.start)


def _load(plan: Plan, sought: Sought, kind: str, start: date, end: date | None, direction: int) -> None:
    """Have the months between the cursor and a match in memory that may hold a nearer one. Raises NotLoaded."""
    first = f"{kind}{month(start)}"
    last = f"{kind}{month(end)}" if end is not None else ""
    wanted = [key for key in sought.months if key.startswith(kind) and plan.shards.get(key, EMPTY) is None]
    if direction > 0:
        wanted = sorted(key for key in wanted if key >= first and (not last or key <= last))
    else:
        wanted = sorted((key for key in wanted if key <= first and key >= last), reverse=True)
    if wanted:
        raise NotLoaded(wanted[:2])


def _days(plan: Plan, keys: frozenset[str], start: date, direction: int, zone: str) -> Iterator[date]:
    """The days from `start` on, in one direction, on which a match may begin, in order."""
    single = recall(plan, ("search days", keys, zone), lambda: _single_days(plan, keys, zone))
    reached = 0
    for reach in (*REACH, 0):
        low, high = (start + direction * reached * DAY, start + direction * reach * DAY)
        first, last = (low, high) if direction > 0 else (high, low)
        if reach == 0:
            beyond = start + direction * REACH[-1] * DAY
            yield from sorted((d for d in single if (d - beyond).days * direction >= 0), reverse=direction < 0)
            return
        days = {d for d in single if first <= d <= last} | set(_repeated_days(plan, keys, first, last))
        yield from sorted(days, reverse=direction < 0)
        reached = reach


def _single_days(plan: Plan, keys: frozenset[str], zone: str) -> frozenset[date]:
    """The days on which stored blocks and moved occurrences that match begin."""
    days: set[date] = set()
    for key, shard in plan.loaded("calendar/"):
        if key != SERIES:
            for item, held in shard.derive(blocks_by_item).items():
                days.update(_day(one.start, one.zone, zone) for one in held if item in keys or one.id in keys)
        for one in shard.derive(_occurrences):
            if one.series in keys or one.id in keys:
                days.add(_day(one.at if one.start is None else one.start, one.zone or "", zone))
    return frozenset(days)


def _occurrences(shard: Shard) -> tuple[Occurrence, ...]:
    return tuple(record for record in shard.values() if isinstance(record, Occurrence) and not record.cancelled)


def _day(start: Wall, source: str, zone: str) -> date:
    return rezone(start, source, zone).date() if isinstance(start, datetime) else start


def _repeated_days(plan: Plan, keys: frozenset[str], first: date, last: date) -> Iterator[date]:
    """The days on which a series that matches may occur, one more on each side for zones far away."""
    for _name, shard in plan.loaded():
        for item in shard.derive(_series):
            if item.id in keys:
                for start in series_of(plan, item).starts(first - DAY, last + 2 * DAY):
                    yield from (day_of(start) + timedelta(days=by) for by in (-1, 0, 1))


def _series(shard: Shard) -> tuple[Item, ...]:
    return tuple(record for record in shard.values() if isinstance(record, Item) and record.repeat)
