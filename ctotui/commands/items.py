"""Commands on items: make, amend, finish, delete, and the keys of single fields (K4)."""

from ctotui.commands.command import Desk, command
from ctotui.commands.series import ask_scope, is_occurrence, making
from ctotui.commands.subject import needs_open_item
from ctotui.core import blocks, entries, items, series_edits
from ctotui.core.model import CLOSED, Item
from ctotui.core.selection import selection
from ctotui.core.series_edits import Scope
from ctotui.core.state import Prompt, State, place


def needs_item(state: State) -> str | None:
    """Something that belongs to an item must be selected."""
    return None if selection(state).item else "needs an item; a adds one"


def selected(state: State) -> Item:
    """The selected item. Raises PlanError where it is gone."""
    return state.plan.get(Item, selection(state).item)


def prompt(desk: Desk, purpose: str, text: str = "", subject: str = "") -> None:
    """Open a line to type in."""
    desk.look(prompt=Prompt(purpose, text, len(text), subject, opened=text), mode="INPUT")  # type: ignore[arg-type]


@command("item.add", "Add", "a", group="Make", hint="add", weight=9)
def add(desk: Desk) -> None:
    """Add a task or meeting as one line: title, day, time, #tag @person /list !priority ~estimate <due."""
    prompt(desk, "add")


@command("item.open", "Open", "enter", group="App", needs=needs_item, hint="open", weight=2)
def open_item(desk: Desk) -> None:
    """Show all of the selected item: its fields, blocks, entries, checklist, notes."""
    desk.look(overlay="inspector", opened=desk.ask(selection).item, choice=0)


@command("item.edit", "Edit line", "e", group="Make", needs=needs_item, hint="edit", weight=4)
def edit(desk: Desk) -> None:
    """Edit the selected item, or tracked time, as the line that it would be typed as."""
    from ctotui.core.capture import entry_line, item_line

    chosen = selection(desk.state)
    if chosen.entry:
        prompt(desk, "log", desk.ask(lambda state: entry_line(state, chosen.entry)), chosen.entry)
    else:
        line = desk.ask(lambda state: item_line(state, chosen.item, chosen.block))
        prompt(desk, "edit", line, f"{chosen.item} {chosen.block}".strip())


@command("entry.log", "Log past time", "T", group="Make", hint="log", weight=3)
def log(desk: Desk) -> None:
    """Log time that was worked without a timer: 9-10 hiring call #talent."""
    prompt(desk, "log")


@command("item.done", "Done", "x", group="Field", needs=needs_item, hint="done", weight=6, repeats=True)
def done(desk: Desk) -> None:
    """Tick the selected item, or untick it, or tick all that are marked; a timer on it stops."""
    if desk.state.view.marks:
        from ctotui.commands import marks

        marks.finish_all(desk)
        return
    chosen = selection(desk.state)
    item = desk.ask(selected)
    occurrence = chosen.block if "@" in chosen.block else ""
    if item.repeat and not occurrence:
        occurrence = _next_occurrence(desk, item)
    verb = "Reopen" if item.status in CLOSED else "Finish"
    zone = desk.state.settings.zone
    change = desk.edit(f"{verb} {item.title}", items.finish, item.id, desk.now, occurrence, zone)
    if item.again and (made := next((new for old, new in change.records if old is None), None)) is not None:
        day = getattr(made, "due", None) or getattr(made, "day", None)
        desk.say(f"{item.title}: done; the next one is for {_day(str(day)[:10])}")
    if item.repeat:
        day = occurrence.partition("@")[2][:10]
        desk.say(f"{item.title}: finished {_day(day) if day else 'it'}; u takes it back")


def _day(date: str) -> str:
    """``Wed 11 Mar`` of an ISO date."""
    import datetime

    from ctotui.core.civil import day_month, day_name

    day = datetime.date.fromisoformat(date)
    return f"{day_name(day)} {day_month(day).split()[1]}"


def _next_occurrence(desk: Desk, item: Item) -> str:
    found = desk.ask(lambda state: blocks.next_block(state.plan, item.id, desk.now, state.settings.zone))
    return found.id if found else ""


@command("item.delete", "Delete, unplan", "d d", group="Make", needs=needs_item, hint="delete", repeats=True)
def delete(desk: Desk) -> None:
    """Delete the selected item or entry, or all that are marked; on a block, take it off the calendar."""
    if desk.state.view.marks:
        from ctotui.commands import marks

        marks.delete_all(desk)
        return
    chosen, next_to = selection(desk.state), desk.ask(next_to_selected)
    item = desk.ask(selected)
    if chosen.entry:
        desk.edit(f"Delete entry of {item.title}", entries.delete, chosen.entry)
        desk.say(f"Deleted tracked time of {item.title}; u takes it back")
    elif chosen.block and not _only_block(desk, item, chosen.block):
        unplan_block(desk, chosen.block, item.title)
        return
    elif item.repeat:
        _delete_series(desk, item, next_to)
        return
    else:
        desk.edit(f"Delete {item.title}", items.delete, item.id, desk.now)
        kept = desk.state.plan.find(item.id)
        desk.say(f"{'Dropped' if isinstance(kept, Item) else 'Deleted'} {item.title}; u brings it back")
    desk.look(block="", **next_to)


def unplan_block(desk: Desk, key: str, title: str, scope: Scope | None = None) -> None:
    """Take a block off the calendar; of a series, `scope`, or ask which occurrences (M5)."""
    key = desk.ask(lambda state: blocks.named(state.plan, key, state.now, state.settings.zone))
    if is_occurrence(key):
        name = f"{title} of {_day(key.partition('@')[2][:10])}"
        if scope is not None:
            _delete_occurrence(desk, key, name, scope)
        else:
            ask_scope(desk, f"Take {name} off?", lambda asked, chosen: _delete_occurrence(asked, key, name, chosen))
        return
    desk.edit(f"Unplan {title}", blocks.unplan, key, desk.now, desk.state.settings.zone)
    desk.say(f"Took {title} off the calendar; u puts it back")
    desk.look(block="")


def _delete_occurrence(desk: Desk, key: str, name: str, scope: Scope) -> None:
    words = {"this": "", "following": " and all later ones", "all": " and the whole series"}[scope]
    desk.edit(f"Unplan {name}{words}", series_edits.delete, key, scope, making(desk))
    desk.say(f"Took {name}{words} off the calendar; u puts it back")
    desk.look(block="")


def _delete_series(desk: Desk, item: Item, next_to: dict[str, str]) -> None:
    """Delete on a repeating item itself, which has no block under the cursor: its next occurrence, or more (M5)."""
    following = _next_occurrence(desk, item)
    if following:
        unplan_block(desk, following, item.title)
        return
    desk.edit(f"Delete {item.title}", items.delete, item.id, desk.now)
    desk.say(f"Deleted {item.title}; u brings it back")
    desk.look(**next_to)


def next_to_selected(state: State) -> dict[str, str]:
    """The row, card or entry that takes the cursor when the selected one goes: the next, else the one before."""
    chosen, here = selection(state), place(state.view)
    if here == "list":
        from ctotui.core.today import today

        name, held, found = "item", chosen.item, today(state.plan, state.settings, state.now).order
    elif here == "board":
        from ctotui.core import board

        column = board.of_state(state).columns[board.cursor(state)[0]]
        name, held, found = "item", chosen.item, [card.id for card in column.cards]
    elif here == "time":
        from ctotui.core import timesheet

        name, held, found = "entry", chosen.entry, [entry.id for entry in timesheet.shown(state)]
    else:
        return {}
    at = found.index(held)
    return {name: next(iter(found[at + 1 : at + 2] or found[:at][-1:]), "")}


def _only_block(desk: Desk, item: Item, block: str) -> bool:
    """Whether a block is all there is of a meeting: then the meeting goes with it."""
    if item.kind != "meeting" or item.repeat:
        return False
    from ctotui.core.plan import blocks_of

    return [one.id for one in blocks_of(desk.state.plan, item.id)] == [block]


def _raise(desk: Desk, steps: int) -> None:
    item = desk.ask(selected)
    label, nudge = f"Priority of {item.title}", f"priority {item.id}"
    desk.edit(label, items.raise_priority, item.id, steps, desk.now, nudge=nudge)
    now = desk.state.plan.get(Item, item.id).priority
    desk.say(f"{item.title}: priority {now}")


@command("item.raise", "Raise priority", "+", group="Field", needs=needs_item, repeats=True)
def raise_priority(desk: Desk) -> None:
    """Raise the priority a step: low, normal, high, urgent."""
    _raise(desk, 1)


@command("item.lower", "Lower priority", "-", group="Field", needs=needs_item, repeats=True)
def lower_priority(desk: Desk) -> None:
    """Lower the priority a step."""
    _raise(desk, -1)


@command("item.star", "Big three", "*", group="Field", needs=needs_item, repeats=True)
def star(desk: Desk) -> None:
    """Make the selected item one of the big three, or no longer."""
    item = desk.ask(selected)
    desk.edit(f"{'Unstar' if item.star else 'Star'} {item.title}", items.toggle_star, item.id, desk.now)


def _field(desk: Desk, sigil: str) -> None:
    prompt(desk, "field", sigil, desk.ask(selected).id)


@command("item.tags", "Tag", "#", group="Field", needs=needs_item)
def tags(desk: Desk) -> None:
    """Add a tag: #legal."""
    _field(desk, "#")


@command("item.people", "People", "@", group="Field", needs=needs_item)
def people(desk: Desk) -> None:
    """Add someone who takes part: @anna."""
    _field(desk, "@")


@command("item.delegate", "Delegate", ">", group="Field", needs=needs_item)
def delegate(desk: Desk) -> None:
    """Hand the item to someone, with a day to follow up: >johan fri."""
    _field(desk, ">")


@command("item.priority", "Priority", "!", group="Field", needs=needs_item)
def priority(desk: Desk) -> None:
    """Set the priority: !high, !urgent, !low."""
    _field(desk, "!")


@command("item.estimate", "Estimate", "=", "~", group="Field", needs=needs_item)
def estimate(desk: Desk) -> None:
    """Say how long it takes: =90m."""
    _field(desk, "=")


@command("item.due", "Due", "<", group="Field", needs=needs_item)
def due(desk: Desk) -> None:
    """Set the deadline: <fri."""
    _field(desk, "<")


@command("item.blocked_by", "Blocked by", "b", group="Field", needs=needs_open_item)
def blocked_by(desk: Desk) -> None:
    """Choose what has to end before the item: enter adds what is highlighted, or takes it away."""
    prompt(desk, "blockers", subject=desk.ask(selected).id)
