"""What a verb did to the calendar, or would do: a row a block for people, and the same as JSON (I14).

The verb runs once, on the plan that is stored or only looked at, and all that is printed is read from that run.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from ctotui.cli import lookup, words
from ctotui.cli.call import Call
from ctotui.cli.printing import cells, table
from ctotui.core import duration
from ctotui.core.civil import day_of
from ctotui.core.instance import Instance
from ctotui.core.model import Item
from ctotui.core.plan import Plan, differences
from ctotui.core.reschedule.changes import Shift, changes
from ctotui.core.reschedule.overload import warning
from ctotui.core.state import Settings
from ctotui.formats import json

Edit = Callable[[Plan], Plan]
Why = Callable[[Shift], str]
"""The reason for what happened to one block; empty where the command itself is the reason."""


def always(reason: str) -> Why:
    """The same reason for every block."""
    return lambda _shift: reason


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the plan."""

    before: Plan
    after: Plan
    shifts: tuple[Shift, ...]
    """The blocks that moved, became shorter or longer, are new, or lost their time."""
    days: tuple[Item, ...] = ()
    """Items without any of these blocks that are planned for another day now."""
    overload: str = ""
    """Which day is planned further beyond its capacity now, and what to drop, as a sentence; empty where none is."""

    @property
    def nothing(self) -> bool:
        """Whether the plan stayed as it is."""
        return self.after is self.before


def run(call: Call, label: str, edit: Edit, why: Why, nothing: str) -> int:
    """Run a verb and print what it did; `nothing` is said where nothing had to change. Raises PlanError."""
    moved = done(call, label, edit)
    if call.as_json:
        as_json(call, moved, why)
    elif moved.nothing:
        call.printer.lines([f"{nothing}."])
    else:
        call.printer.lines([f"{label}{' (dry run)' if call.dry else ''}: {summary(moved, call.dry)}"])
        tell(call, moved, why)
    return 0


def as_json(call: Call, moved: Moved, why: Why, **more: object) -> None:
    """Print what moved as JSON, with `more` of the command's own."""
    over = {"overload": moved.overload} if moved.overload else {}
    call.printer.json(changes=values(moved, why, call.dry), **more, **over, dry_run=call.dry)


def done(call: Call, label: str, edit: Edit) -> Moved:
    """Run a verb: on what is stored, as one step; with ``--dry-run`` on the plan as it is, which stays.

    What comes back is of the run that was kept, also where another process wrote in between. Raises PlanError.
    """
    found: list[Moved] = []

    def seen(plan: Plan) -> Plan:
        after = edit(plan)
        found[:] = [_moved(plan, after, call.opening.settings, call.session.now)]
        return after

    if call.dry:
        call.ask(lambda state: seen(state.plan))
    else:
        call.edit(label, seen)
    return found[0]


def _moved(before: Plan, after: Plan, settings: Settings, now: datetime) -> Moved:
    pairs = list(differences(before, after))
    if not pairs:
        return Moved(before, before, ())
    shifts = tuple(sorted(changes(before, after, settings.zone), key=_place))
    shifted = {shift.item for shift in shifts}
    days = [
        new
        for old, new in pairs
        if isinstance(old, Item) and isinstance(new, Item) and old.day != new.day and new.id not in shifted
    ]
    placed = [shift.after for shift in shifts if shift.after is not None and not shift.after.all_day]
    fuller = sorted({(day_of(one.start), one.list) for one in placed})
    kept = [one.id for one in placed]
    over = (warning(before, after, day, settings, now, path, kept) for day, path in fuller)
    return Moved(before, after, shifts, tuple(days), next(filter(None, over), ""))


def _place(shift: Shift) -> tuple[datetime, bool, bool, str, str]:
    """By time, then in an order that ids of new blocks, which are random, do not decide."""
    one = shift.after or shift.before
    assert one is not None
    return one.begins, shift.spilled, shift.before is None, shift.item, shift.key


def values(moved: Moved, why: Why, dry: bool) -> list[dict[str, object]]:
    """One object a block: where it was and where it is, ``minutes`` its start moved, and why.

    What is not stored yet, a block or the rest of a series, has no id; an item that was planned for a day no times.
    """
    found: list[dict[str, object]] = []
    for shift in moved.shifts:
        value: dict[str, object] = {} if shift.before is None and dry else {"id": shift.key}
        if not dry or moved.before.find(shift.item) is not None:
            value["item"] = shift.item
        value["title"] = shift.title
        for name, one in (("from", shift.before), ("to", shift.after)):
            if one is not None:
                value[name] = _times(one)
        value |= {"minutes": shift.minutes, "spilled": shift.spilled}
        found.append(value | ({"why": reason} if (reason := why(shift)) else {}))
    for item in moved.days:
        day = {"day": item.day.isoformat()} if item.day else {}
        found.append({"item": item.id, "title": item.title, **day})
    return found


def _times(one: Instance) -> dict[str, object]:
    value = json.instance(one, None)
    return {name: value[name] for name in ("start", "end")}


def summary(moved: Moved, dry: bool) -> str:
    """``3 moved, 1 new, 1 lost its time``."""
    kinds = [_kind(shift) for shift in moved.shifts]
    counts = [(name, kinds.count(name)) for name in ("moved", "shorter", "longer", "new", "joined", "lost")]
    counts.append(("planned for a day", len(moved.days)))
    lose = ("loses its time", "lose their time") if dry else ("lost its time", "lost their time")
    return ", ".join(f"{count} {lose[count > 1] if name == 'lost' else name}" for name, count in counts if count)


def _kind(shift: Shift) -> str:
    if shift.merged:
        return "joined"
    if shift.spilled or shift.after is None:
        return "lost"
    if shift.before is None:
        return "new"
    return "moved" if shift.minutes or not shift.grown else "longer" if shift.grown > 0 else "shorter"


def tell(call: Call, moved: Moved, why: Why, but: Container[str] = ()) -> None:
    """A row a block, those called `but` left out, one an item that was planned for another day, then the overload.

    A reason that a terminal is too narrow for stands in a line of its own.
    """
    printer, shown = call.printer, [shift for shift in moved.shifts if shift.key not in but]
    rows = [_row(call, shift) for shift in shown]
    rows += [(lookup.short(call, item.id), _day(item.day, call.state.today), "", item.title) for item in moved.days]
    reasons = [why(shift) if shift.before is None or shift.spilled else "" for shift in shown]
    for row, reason in zip_longest(table(rows), reasons, fillvalue=""):
        line, more = f"  {row}", f"  ({reason})" if reason else ""
        if printer.width and cells(line + more) > printer.width:
            printer.line(line)
            printer.lines([f"     {more}"] if more else [])
        else:
            printer.line(line + more)
    if moved.overload:
        printer.lines([moved.overload])


def _row(call: Call, shift: Shift) -> tuple[str, ...]:
    name = lookup.short(call, shift.item)
    if "@" in shift.key:
        name += f"@{shift.key.partition('@')[2]}"
    return name, _when(call, shift), _how(shift, call.dry), shift.title


def _when(call: Call, shift: Shift) -> str:
    """``Tue 10 Mar 13:00–13:30 → 13:45–14:15``; of what is new or lost its time, one of the two."""
    today, before, after = call.state.today, shift.before, shift.after
    if before is None or after is None or shift.spilled:
        one = before or after
        assert one is not None
        return words.span(one.start, one.end, today)
    start, end = after.start, after.end
    timed = isinstance(start, datetime) and isinstance(end, datetime)
    there = words.span(start, end, today)
    if timed and isinstance(before.start, datetime) and day_of(before.start) == day_of(start):
        there = words.hours(start, end)  # type: ignore[arg-type]
    return f"{words.span(before.start, before.end, today)} {'→' if call.printer.unicode else '->'} {there}"


def _how(shift: Shift, dry: bool) -> str:
    """``+45m``, ``15m shorter``, ``new``, ``joined``, ``lost its time``; how far only within a day."""
    kind = _kind(shift)
    if kind in ("new", "joined"):
        return kind
    if kind == "lost":
        return "loses its time" if dry else "lost its time"
    assert shift.before is not None
    assert shift.after is not None
    parts = []
    if shift.minutes and day_of(shift.before.start) == day_of(shift.after.start):
        parts.append(f"{'+' if shift.minutes > 0 else ''}{duration.text(shift.minutes)}")
    if shift.grown and not shift.before.all_day and not shift.after.all_day:
        parts.append(f"{duration.text(abs(shift.grown))} {'longer' if shift.grown > 0 else 'shorter'}")
    return ", ".join(parts)


def _day(day: date | None, today: date) -> str:
    return f"on {words.day(day, today)}" if day is not None else "on no day"
