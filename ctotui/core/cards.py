"""What a card of the board says of its item, in words and figures; how it is set out is the pane's affair."""

from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core.civil import clock, day_of, wall
from ctotui.core.dependencies import blockers, dependents
from ctotui.core.items import overdue_days
from ctotui.core.memo import by_shards
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan, month
from ctotui.core.state import State
from ctotui.core.tracked import act_est, is_running


@dataclass(frozen=True, slots=True)
class Card:
    """The figures of one card."""

    item: Item
    actual: int
    """Minutes tracked, as far as they are loaded."""
    estimate: int | None
    running: bool
    overdue: int
    """Days past its deadline or its follow-up; 0: not."""
    waits_on: tuple[Item, ...]
    """Open items that block it."""
    blocks: tuple[Item, ...]
    """Open items that it blocks."""
    planned: tuple[Block, ...]
    """Its blocks of today and later, by start."""


def card(state: State, item: Item) -> Card:
    """The card of an item."""
    plan = state.plan
    actual, estimate = act_est(plan, item, state.now)
    return Card(
        item,
        actual,
        estimate,
        is_running(plan, item.id),
        overdue_days(item, state.today),
        tuple(blockers(plan, item)),
        dependents(plan).get(item.id, ()),
        _upcoming(plan, state.today).get(item.id, ()),
    )


def deadline(item: Item) -> date | None:
    """The day that matters: of the deadline, else of the follow-up."""
    return day_of(item.due) if item.due is not None else item.follow_up


def ended_on(item: Item, zone: str) -> date | None:
    """The local day on which an item was finished."""
    return wall(item.ended, zone).date() if item.ended is not None else None


def time_of(block: Block) -> str:
    """``10:00–11:30`` of a block with hours, else nothing."""
    if isinstance(block.start, datetime) and isinstance(block.end, datetime):
        return f"{clock(block.start)}–{clock(block.end)}"
    return ""


@by_shards("calendar/")
def _upcoming(plan: Plan, today: date) -> dict[str, tuple[Block, ...]]:
    """Stored blocks of today and later by item, of the months from this one on."""
    found: dict[str, list[Block]] = {}
    for key, shard in plan.loaded("calendar/"):
        if key >= f"calendar/{month(today)}" and not key.endswith("series"):
            for record in shard.values():
                if isinstance(record, Block) and day_of(record.start) >= today:
                    found.setdefault(record.item, []).append(record)
    return {key: tuple(sorted(blocks, key=lambda one: one.start.isoformat())) for key, blocks in found.items()}
