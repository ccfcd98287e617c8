"""The board: open items in columns by status, and what was finished lately (M10).

Meetings and series are on the calendar and not here, and what a hidden calendar holds is nowhere. A column is in order
of stars, then of rank; what has no list yet (the inbox) comes after the rest; Done has the last finished first.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ctotui.core.civil import day_of, wall, week_of
from ctotui.core.errors import NotLoaded
from ctotui.core.holidays import working_hours
from ctotui.core.memo import by_shards
from ctotui.core.model import PRIORITIES, Item, List, Status
from ctotui.core.plan import Plan, Shard, month, update
from ctotui.core.state import Settings, State, View

COLUMNS: tuple[Status, ...] = ("backlog", "next", "doing", "waiting", "done")
"""Statuses that have a column, from left to right; dropped items are hidden."""
_OPEN = frozenset(COLUMNS[:4])
_NEAR = 1e-6
"""Ranks nearer than this are as good as equal."""
_ARCHIVE = "items/archive/"
_Order = tuple[bool, bool, float, int, int, str]
"""Sorts a column; it ends with the id, so that no two are equal."""


@dataclass(frozen=True, slots=True)
class Column:
    """The cards of one status, in order."""

    status: Status
    cards: tuple[Item, ...]
    order: tuple[_Order, ...]
    """What sorts the cards, one each; empty for Done."""
    estimate: int
    """Minutes: the sum of what is estimated."""


@dataclass(frozen=True, slots=True)
class Board:
    """All columns, and since when Done counts."""

    columns: tuple[Column, ...]
    since: date
    """Done shows what was finished on this day or later."""
    sprint: List | None
    """The sprint that is under way, whose first day `since` then is."""

    def at(self, item: Item) -> tuple[int, int] | None:
        """(column, place) of an item's card, or None where it has none."""
        if item.status not in COLUMNS:
            return None
        index = COLUMNS.index(item.status)
        column = self.columns[index]
        if item.status == "done":
            place = next((n for n, card in enumerate(column.cards) if card.id == item.id), -1)
        else:
            place = bisect_left(column.order, _order(item))
        found = self.card(index, place)
        return (index, place) if found is not None and found.id == item.id else None

    def card(self, column: int, place: int) -> Item | None:
        """The card at a place, or None."""
        cards = self.columns[column].cards
        return cards[place] if 0 <= place < len(cards) else None


def of_state(state: State) -> Board:
    """The board as the user sees it today. Raises NotLoaded for months of finished items that are not in memory."""
    return board(state.plan, state.today, state.settings.week_start, state.settings.zone)


@by_shards("items/", "lists")
def board(plan: Plan, today: date, week_start: int, zone: str) -> Board:
    """The board of a day: Done goes back to the start of the sprint under way, else of the week."""
    sprint = current_sprint(plan, today)
    since = sprint.start if sprint is not None and sprint.start is not None else week_of(today, week_start)
    shards = _shards(plan, since, today)
    columns = [
        _column(status, [shard.derive(_open_cards).get(status, []) for shard in shards], plan.hidden)
        for status in COLUMNS[:4]
    ]
    columns.append(_done(shards, since, zone, plan.hidden))
    return Board(tuple(columns), since, sprint)


def current_sprint(plan: Plan, today: date) -> List | None:
    """The sprint that `today` falls in (its end is exclusive), the last begun where there are several."""
    sprints = [
        found
        for found in plan.records(List, "lists")
        if found.kind == "sprint" and found.start and found.start <= today
    ]
    return max((s for s in sprints if s.end is None or today < s.end), key=lambda s: s.start or today, default=None)


def sprint_days(sprint: List, today: date, settings: Settings) -> tuple[int, int] | None:
    """Which working day of a sprint `today` is, and how many it has: (2, 10). None where it has no end.

    A holiday without working hours is none (M12).
    """
    if sprint.start is None or sprint.end is None:
        return None
    days = [sprint.start + timedelta(days=n) for n in range((sprint.end - sprint.start).days)]
    hours = {day: working_hours(day, settings) for day in days}
    working = [day for day, (opens, closes) in hours.items() if opens < closes]
    return sum(day <= today for day in working), len(working)


# --- the cursor ------------------------------------------------------------------------------------------------------


def cursor(state: State) -> tuple[int, int | None]:
    """(column, place) of the cursor: of the selected item's card, else the first of the column that has the cursor.

    No place where that column is empty.
    """
    cards = of_state(state)
    item = state.plan.find(state.view.item) if state.view.item else None
    found = cards.at(item) if isinstance(item, Item) else None
    if found is not None:
        return found
    column = COLUMNS.index(state.view.column) if state.view.column in COLUMNS else 2
    return column, (0 if cards.columns[column].cards else None)


def selected(state: State) -> Item | None:
    """The item whose card has the cursor."""
    column, place = cursor(state)
    return of_state(state).card(column, place) if place is not None else None


def stepped(state: State, across: int = 0, down: int = 0) -> View:
    """The view with the cursor moved: over the columns, empty ones too, keeping its row; or along its column."""
    cards = of_state(state)
    column, place = cursor(state)
    column = min(max(column + across, 0), len(COLUMNS) - 1)
    count = len(cards.columns[column].cards)
    card = cards.card(column, min(max((place or 0) + down, 0), count - 1))
    return replace(state.view, column=COLUMNS[column], item=card.id if card else "")


# --- placing a card --------------------------------------------------------------------------------------------------


def natural_place(cards: Board, item: Item, column: int) -> int:
    """Where `item` comes to stand in a column by its star and rank, itself not counted."""
    own = cards.at(item)
    if own is not None and own[0] == column:
        return own[1]
    return bisect_left(cards.columns[column].order, _order(item))


def span(cards: Board, item: Item, column: int) -> tuple[int, int]:
    """First and last place that `item` may be ranked at in a column: among the starred, the rest, or the inbox."""
    if COLUMNS[column] == "done":
        place = natural_place(cards, item, column)
        return place, place
    around, mine = others(cards, item, column), _group(item)
    return bisect_left(around, mine, key=_group), bisect_right(around, mine, key=_group)


def others(cards: Board, item: Item, column: int) -> tuple[Item, ...]:
    """The cards of a column without `item`."""
    found, at = cards.columns[column].cards, cards.at(item)
    return found if at is None or at[0] != column else found[: at[1]] + found[at[1] + 1 :]


def place(
    plan: Plan, item: str, column: int, index: int, now: datetime, today: date, week_start: int, zone: str
) -> Plan:
    """The plan in which a card stands at place `index` of a column. Dropping on Done finishes the item (M10).

    Ranks of others change only where they tie, and then of as few as need be. Raises PlanError where the rules of its
    status refuse.
    """
    from ctotui.core.items import set_status

    cards = board(plan, today, week_start, zone)
    found = plan.get(Item, item)
    plan = set_status(plan, item, COLUMNS[column], now, zone)
    if index == natural_place(cards, found, column):
        return plan
    low, high = span(cards, found, column)
    like = others(cards, found, column)[low:high]
    for key, rank in _ranks(like, min(max(index, low), high) - low, item).items():
        other = plan.get(Item, key)
        if other.rank != rank:
            plan = update(plan, other, now, rank=rank)
    return plan


def _ranks(like: Sequence[Item], index: int, item: str) -> dict[str, float]:
    """Ranks that put `item` before ``like[index]``: only its own where the ranks around differ."""
    before = like[index - 1].rank if index > 0 else None
    after = like[index].rank if index < len(like) else None
    if before is None and after is None:
        return {}
    if before is None or after is None:
        return {item: after - 1.0 if after is not None else (before or 0.0) + 1.0}
    if after - before > _NEAR:
        return {item: (before + after) / 2}
    low = index
    while low > 0 and like[index].rank - like[low - 1].rank <= _NEAR * (index - low + 1):
        low -= 1
    high = index
    while high < len(like) and like[high].rank - like[index - 1].rank <= _NEAR * (high - index + 1):
        high += 1
    if index - low <= high - index:
        keys = [card.id for card in like[low:index]] + [item]
        top = after
        bottom = like[low - 1].rank if low > 0 else top - len(keys) - 1
    else:
        keys = [item] + [card.id for card in like[index:high]]
        bottom = before
        top = like[high].rank if high < len(like) else bottom + len(keys) + 1
    step = (top - bottom) / (len(keys) + 1)
    return {key: bottom + step * (n + 1) for n, key in enumerate(keys)}


# --- how -------------------------------------------------------------------------------------------------------------


def _group(item: Item) -> tuple[bool, bool]:
    return not item.star, not item.list


def _order(item: Item) -> _Order:
    due = day_of(item.due).toordinal() if item.due else 1 << 30
    return not item.star, not item.list, item.rank, -PRIORITIES.index(item.priority), due, item.id


def _shards(plan: Plan, since: date, today: date) -> list[Shard]:
    """Every shard of open items, and those of the archive that may hold what ended since."""
    keys = [key for key in plan.shards if key.startswith("items/") and not key.startswith(_ARCHIVE)]
    days = range((today - since).days + 3)
    recent = dict.fromkeys(_ARCHIVE + month(since + timedelta(days=n - 1)) for n in days)
    keys += [key for key in recent if key in plan.shards]
    missing = [key for key in keys if plan.shards[key] is None]
    if missing:
        raise NotLoaded(missing)
    return [plan.shard(key) for key in keys]


def _open_cards(shard: Shard) -> dict[str, list[tuple[_Order, Item]]]:
    """The open cards of a shard by status, each list in order, with what orders them."""
    found: dict[str, list[tuple[_Order, Item]]] = {}
    for item in shard.values():
        if isinstance(item, Item) and item.status in _OPEN and item.kind != "meeting" and not item.repeat:
            found.setdefault(item.status, []).append((_order(item), item))
    for cards in found.values():
        cards.sort()
    return found


def _closed_cards(shard: Shard) -> list[Item]:
    return [
        item
        for item in shard.values()
        if isinstance(item, Item) and item.status == "done" and item.kind != "meeting" and not item.repeat
    ]


def _column(status: Status, parts: list[list[tuple[_Order, Item]]], hidden: frozenset[str]) -> Column:
    pairs = [pair for part in parts for pair in part]
    if hidden:
        pairs = [pair for pair in pairs if pair[1].calendar not in hidden]
    pairs.sort()
    cards = tuple(card for _, card in pairs)
    return Column(status, cards, tuple(order for order, _ in pairs), sum(card.estimate or 0 for card in cards))


def _done(shards: list[Shard], since: date, zone: str, hidden: frozenset[str]) -> Column:
    cards = [
        (ended, card)
        for shard in shards
        for card in shard.derive(_closed_cards)
        if (ended := card.ended or card.modified) is not None
        and wall(ended, zone).date() >= since
        and card.calendar not in hidden
    ]
    cards.sort(key=lambda pair: (-pair[0].timestamp(), pair[1].id))
    return Column("done", tuple(card for _, card in cards), (), sum(card.estimate or 0 for _, card in cards))
