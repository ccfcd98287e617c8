"""Edits of one occurrence that mean *this*, *this and following*, or *all* (M5, storage-and-time 3).

*This* records what differs in an `Occurrence`. *This and following* cuts the series in two (`core.series_split`) and
edits the later one. *All* moves the whole series by what its occurrence was moved (`core.series_shift`). Times given
are wall times in the viewer's zone; what was tracked is never touched (I3).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from ctotui.core import blocks, items
from ctotui.core.civil import rezone
from ctotui.core.errors import PlanError
from ctotui.core.model import Item, Occurrence, Wall
from ctotui.core.plan import Plan, blocks_of, update
from ctotui.core.series import Series
from ctotui.core.series_shift import shift
from ctotui.core.series_split import address, cut_off, split

if TYPE_CHECKING:
    from ctotui.core.quickadd.line import Parsed

Scope = Literal["this", "following", "all"]
SCOPES: tuple[Scope, ...] = ("this", "following", "all")
OWN = frozenset({"title", "people", "start", "end"})
"""Fields of a line that one occurrence may have for itself."""
_RULE = frozenset({"repeat", "holidays", "again"})


@dataclass(frozen=True, slots=True)
class Making:
    """The moment of an edit, the zone of the user, and ids for what a split makes."""

    now: datetime
    zone: str
    item: str
    block: str


def move(plan: Plan, key: str, start: Wall, end: Wall, scope: Scope, making: Making) -> Plan:
    """Let the occurrence `key` stand at ``[start, end)``, alone or with others of its series.

    Raises PlanError where it is gone, the length is not positive, or the rule cannot be shifted.
    """
    if scope == "this":
        return blocks.move(plan, key, start, end, making.now, making.zone)
    if scope == "following":
        plan, key = split(plan, key, making.now, making.item, making.block)
    series, at = address(plan, key)
    return _move_all(plan, series, at, start, end, making)


def delete(plan: Plan, key: str, scope: Scope, making: Making) -> Plan:
    """Take the occurrence `key` away, alone, with all that follow, or with its series (`items.delete`)."""
    if scope == "all":
        return items.delete(plan, address(plan, key)[0].item.id, making.now)
    if scope == "following":
        shorter = cut_off(plan, key, making.now)
        return items.delete(plan, address(plan, key)[0].item.id, making.now) if shorter is None else shorter
    if blocks_of(plan, address(plan, key)[0].item.id):
        return blocks.unplan(plan, key, making.now, making.zone)
    return _touch(plan, key, making.now, cancelled=True)


def amend(plan: Plan, key: str, parsed: "Parsed", fields: frozenset[str], scope: Scope, making: Making) -> Plan:
    """Change the `fields` of the occurrence `key` to what a line says, alone or with others of its series.

    Raises PlanError as `move`, and where one occurrence cannot have a field for itself.
    """
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    if scope == "this":
        return _amend_one(plan, key, parsed, fields, making)
    if scope == "following":
        plan, key = split(plan, key, making.now, making.item, making.block)
    series, at = address(plan, key)
    timed = parsed.start is not None and parsed.end is not None and fields & {"start", "end"}
    if timed and series.block is not None and parsed.start is not None and parsed.end is not None:
        plan = _move_all(plan, series, at, parsed.start, parsed.end, making, keep_rule=bool(fields & _RULE))
        fields -= {"start", "end"}
    block = series.block.id if series.block is not None and fields & {"start", "end"} else ""
    return items.amend(plan, series.item.id, parsed, making.now, making.zone, making.block, fields, block)


def _amend_one(plan: Plan, key: str, parsed: "Parsed", fields: frozenset[str], making: Making) -> Plan:
    wrong = sorted(fields - OWN)
    if wrong:
        name = wrong[0].replace("_", " ")
        raise PlanError(f"One occurrence cannot have its own {name}: change it for this and following, or for all.")
    changes: dict[str, object] = {}
    if "title" in fields:
        changes["title"] = parsed.title
    if "people" in fields:
        changes["people"] = parsed.people
    if changes:
        plan = _touch(plan, key, making.now, **changes)
    if fields & {"start", "end"}:
        if parsed.start is None or parsed.end is None:
            return delete(plan, key, "this", making)
        plan = blocks.move(plan, key, parsed.start, parsed.end, making.now, making.zone)
    return plan


def _touch(plan: Plan, key: str, now: datetime, **changes: object) -> Plan:
    record = plan.find(key)
    if not isinstance(record, Occurrence):
        series, at = address(plan, key)
        record = Occurrence(key, series.item.id, at)
    return update(plan, record, now, **changes)


def _move_all(
    plan: Plan, series: Series, at: Wall, start: Wall, end: Wall, making: Making, keep_rule: bool = False
) -> Plan:
    start, end = blocks.settled(start, end, making.zone)
    if series.zone and isinstance(start, datetime) and isinstance(end, datetime):
        start, end = rezone(start, making.zone, series.zone), rezone(end, making.zone, series.zone)
    return shift(plan, series, at, start, end, making.now, keep_rule)


def moved_to(plan: Plan, key: str, making: Making, start: Wall) -> str:
    """Id of the occurrence that `key` became by an edit, which begins at `start` for the viewer; else `key`."""
    from ctotui.core.agenda import on_day
    from ctotui.core.civil import day_of

    item = plan.find(making.item)
    of = item.id if isinstance(item, Item) else key.partition("@")[0]
    day: date = day_of(start)
    found = (one.id for one in on_day(plan, day, making.zone) if one.item == of and one.start == start)
    return next(found, key)
