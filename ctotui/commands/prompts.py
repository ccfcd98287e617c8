"""The line being typed: what Enter makes of it, for each purpose, and the keys that help while typing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ctotui.commands import editing
from ctotui.commands.command import Desk, ScreenDesk, command
from ctotui.commands.series import ask_scope, is_occurrence, making
from ctotui.core import capture, duration
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.quickadd import complete as completion
from ctotui.core.quickadd import line, write
from ctotui.core.quickadd.line import Parsed
from ctotui.core.state import Prompt, State, place

if TYPE_CHECKING:
    from ctotui.core.series_edits import Scope

REMEMBERED = 100
"""Lines kept for `up`, a purpose."""


def prompt_of(state: State) -> Prompt:
    """The open prompt. Raises PlanError where there is none."""
    if state.view.prompt is None:
        raise PlanError("Nothing is being typed.")
    return state.view.prompt


def read(state: State) -> Parsed:
    """The line being typed, as it is understood now: the preview and Enter read the same (S5)."""
    return _read_line(state, prompt_of(state))


def _read_line(state: State, prompt: Prompt) -> Parsed:
    lean = {"log": "past", "add": "future"}.get(prompt.purpose, "written")
    needs_title = prompt.purpose in ("add", "edit")
    context = capture.context(state, lean, needs_title)  # type: ignore[arg-type]
    if prompt.purpose == "log" and prompt.subject:
        from ctotui.core.civil import wall

        entry = state.plan.find(prompt.subject)
        if isinstance(entry, Entry):
            context = replace(context, day=wall(entry.start, state.settings.zone).date())
    return line.parse(prompt.text, context, as_text=prompt.as_text, flip_kind=prompt.flip)


def _close(desk: Desk) -> None:
    """Close the line and remember it."""
    view = desk.state.view
    prompt = prompt_of(desk.state)
    lines = [*view.history.get(prompt.purpose, ()), prompt.text][-REMEMBERED:] if prompt.text.strip() else []
    history = {**view.history, prompt.purpose: tuple(lines)} if lines else view.history
    mode = "GRAB" if view.grab is not None else "NORMAL"
    desk.look(prompt=None, mode=mode, history=history)


def _people_ids(desk: Desk, parsed: Parsed) -> tuple[str, ...]:
    return tuple(desk.new_id("p") for _handle in parsed.unknown_people)


def _add(desk: Desk, _prompt: Prompt) -> None:
    parsed = _accepted(desk)
    item, block = desk.new_id("i"), desk.new_id("b")
    zone = desk.state.settings.zone
    desk.edit(f"Add {parsed.title}", capture.add, parsed, desk.now, zone, item, block, _people_ids(desk, parsed))
    _close(desk)
    _select(desk, item, block if parsed.start else "")
    desk.say(f"Added {parsed.title}{_placed(parsed)}")


def _accepted(desk: Desk) -> Parsed:
    """The line, which must be one that can be stored. Raises PlanError."""
    parsed = desk.ask(read)
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    return parsed


def _placed(parsed: Parsed) -> str:
    """Where an added item went, in words."""
    from ctotui.core.civil import clock, day_month, day_name, day_of

    if parsed.start is not None:
        day = day_of(parsed.start)
        time = f" {clock(parsed.start)}" if isinstance(parsed.start, datetime) else ""
        return f": {day_name(day)} {day_month(day).split()[1]}{time}"
    if parsed.day is not None:
        return f": planned {day_name(parsed.day)}"
    return f" to {parsed.list or 'the inbox'}"


def _select(desk: Desk, item: str, block: str) -> None:
    from ctotui.core.model import Block
    from ctotui.core.today import today

    view = desk.state.view
    if place(view) != "list" or item in desk.ask(lambda state: today(state.plan, state.settings, state.now)).order:
        desk.look(item=item)
    stored = desk.state.plan.find(block) if block else None
    if isinstance(stored, Block) and isinstance(stored.start, datetime) and view.pane in ("today", "week"):
        same_day = stored.start.date() == view.moment.date()
        if same_day or view.pane == "week":
            desk.look(block=block, moment=stored.start, part="calendar")


def _edit(desk: Desk, prompt: Prompt) -> None:
    parsed = desk.ask(read)
    item, _, block = prompt.subject.partition(" ")
    before = desk.ask(lambda state: _before(state, prompt, item, block))
    stored = desk.ask(lambda state: capture.stored_block(state, state.plan.get(Item, item), block))
    fields = write.changed(before, parsed)
    parsed = capture.onto(desk.state.plan.get(Item, item), before, parsed)
    if is_occurrence(block) and stored is not None and fields:
        _ask_edit(desk, stored.id, parsed, fields)
        return
    zone, people = desk.state.settings.zone, _people_ids(desk, parsed)
    shown = stored.id if stored is not None else ""
    title = parsed.title or desk.state.plan.get(Item, item).title
    desk.edit(f"Edit {title}", capture.amend, item, parsed, desk.now, zone, desk.new_id("b"), people, fields, shown)
    _close(desk)


def _ask_edit(desk: Desk, key: str, parsed: Parsed, fields: frozenset[str]) -> None:
    """Ask which occurrences an edited line is for (M5); one alone cannot have what belongs to the series."""
    from ctotui.core.series_edits import OWN

    def amend(asked: Desk, scope: "Scope") -> None:
        people, made = _people_ids(asked, parsed), making(asked)
        label = f"Edit {parsed.title}"
        asked.edit(label, capture.amend_occurrence, key, parsed, fields, scope, made, people)
        _close(asked)

    ask_scope(desk, f"{parsed.title} repeats: what is the change for?", amend, alone=fields <= OWN)


def _before(state: State, prompt: Prompt, item: str, block: str) -> Parsed:
    """The line of an item as it was opened, whatever became of the item since."""
    context = capture.context(state, "written", needs_title=True)
    return line.parse(prompt.opened or capture.item_line(state, item, block), context)


def _field(desk: Desk, prompt: Prompt) -> None:
    parsed = desk.ask(read)
    title = desk.state.plan.get(Item, prompt.subject).title
    given = parsed.given - {"title"}
    if not given:
        raise PlanError(f'"{prompt.text}" sets no field: #tag, @person, >delegate, !high, =90m, <fri.')
    if parsed.title.strip():
        raise PlanError(
            f'"{parsed.title}" is no field: type only {prompt.text[:1]} and its value, or e for the whole line.'
        )
    joined = desk.ask(lambda state: capture.added_to(state.plan, prompt.subject, parsed))
    zone, people = desk.state.settings.zone, _people_ids(desk, parsed)
    block = desk.new_id("b")
    desk.edit(f"Edit {title}", capture.amend, prompt.subject, joined, desk.now, zone, block, people, given)
    _close(desk)


def _log(desk: Desk, prompt: Prompt) -> None:
    parsed = desk.ask(read)
    zone = desk.state.settings.zone
    if prompt.subject.startswith("n"):
        opened = replace(prompt, text=prompt.opened)
        before = desk.ask(lambda state: _read_line(state, opened)) if prompt.opened else None
        desk.edit("Edit tracked time", capture.amend_entry, prompt.subject, parsed, desk.now, zone, before)
        _close(desk)
    else:
        ids = desk.new_id("i"), desk.new_id("n"), desk.new_id("n")
        label = f"Log {parsed.title}".strip()
        desk.edit(label, capture.log, parsed, desk.now, zone, *ids, _people_ids(desk, parsed), prompt.subject)
        _close(desk)
        logged = next((desk.state.plan.find(one) for one in ids[1:] if desk.state.plan.find(one) is not None), None)
        desk.look(**({"entry": logged.id} if isinstance(logged, Entry) else {}))
        desk.say(label.replace("Log", "Logged", 1))


def _when(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import calendar

    calendar.typed(desk, prompt.text)
    _close(desk)


def _goto(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import calendar

    calendar.go_to(desk, prompt.text)
    _close(desk)


def _import(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import data

    data.take_in(desk, prompt.text)
    _close(desk)


def _slot(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import slots

    slots.accept(desk, prompt, _close)


def _search(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import searching

    searching.accept(desk, prompt, _close)


def _compress(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import reschedule

    desk.ask(lambda _state: duration.parse(prompt.text))
    _close(desk)
    reschedule.compressed(desk, prompt.text)


def _split(desk: Desk, prompt: Prompt) -> None:
    from ctotui.commands import reschedule

    reschedule.split_into(desk, prompt.subject, prompt.text)
    _close(desk)


ACCEPT: dict[str, Callable[[Desk, Prompt], None]] = {
    "add": _add,
    "edit": _edit,
    "field": _field,
    "log": _log,
    "when": _when,
    "goto": _goto,
    "import": _import,
    "slot": _slot,
    "search": _search,
    "compress": _compress,
    "split": _split,
}
"""What Enter does, by the purpose of the prompt."""


@command("input.accept", "Accept", "enter", group="App", contexts=("INPUT",), hint="accept", weight=5)
def accept(desk: ScreenDesk) -> None:
    """Take the line as the preview shows it."""
    prompt = prompt_of(desk.state)
    ACCEPT[prompt.purpose](desk, prompt)


@command("input.cancel", "Cancel", "esc", group="App", contexts=("INPUT",), hint="cancel", weight=1)
def cancel(desk: ScreenDesk) -> None:
    """Close the line; what was typed is kept for the up arrow."""
    from ctotui.commands import searching

    searching.cancel(desk)
    _close(desk)


def is_line(state: State) -> str | None:
    """A quick-add line must be open."""
    prompt = state.view.prompt
    return None if prompt and prompt.purpose in ("add", "edit", "field", "log") else "works while a line is typed"


def has_completion(state: State) -> str | None:
    """A line, a path or offers must be open."""
    prompt = state.view.prompt
    return None if prompt and prompt.purpose in ("import", "slot") else is_line(state)


@command(
    "input.complete",
    "Complete, flip kind",
    "tab",
    group="App",
    contexts=("INPUT",),
    needs=has_completion,
    hint="complete/kind",
    weight=4,
)
def complete(desk: ScreenDesk) -> None:
    """Complete an unfinished # @ / ! token; else turn a meeting into a task and back; take the next offer."""
    prompt = prompt_of(desk.state)
    if prompt.purpose == "slot":
        _recall(desk, -1)
        return
    if prompt.purpose == "import":
        from ctotui.commands import data

        desk.look(prompt=editing.set_text(prompt, data.complete_path(prompt.text)))
        return
    known = desk.ask(lambda state: (capture.context(state), capture.tags(state.plan)))
    found = completion.complete(prompt.text, prompt.caret, *known)
    if found:
        text, caret = completion.replace(prompt.text, prompt.caret, found[0])
        desk.look(prompt=replace(prompt, text=text, caret=caret))
    else:
        desk.look(prompt=replace(prompt, flip=not prompt.flip))


@command(
    "input.as_text",
    "Last field is text",
    "ctrl+t",
    group="App",
    contexts=("INPUT",),
    needs=is_line,
    hint="as text",
    weight=3,
)
def as_text(desk: ScreenDesk) -> None:
    """Turn the last recognised field back into words of the title."""
    prompt = prompt_of(desk.state)
    token = line.last_token(desk.ask(read))
    if token is not None:
        desk.look(prompt=replace(prompt, as_text=prompt.as_text | {token.start}))


def is_add(state: State) -> str | None:
    """A line for a new item must be open."""
    prompt = state.view.prompt
    return None if prompt and prompt.purpose == "add" else "works while adding"


@command("input.fit", "Add at the next free time", "ctrl+f", group="App", contexts=("INPUT",), needs=is_add, hint="fit")
def add_fitted(desk: ScreenDesk) -> None:
    """Add the item at the next free time that holds it."""
    parsed = _accepted(desk)
    item, block, people = desk.new_id("i"), desk.new_id("b"), _people_ids(desk, parsed)
    desk.edit(f"Add {parsed.title}", capture.add_fitted, parsed, desk.now, desk.state.settings, item, block, people)
    _close(desk)
    _select(desk, item, block)
    stored = desk.state.plan.find(block)
    when = getattr(stored, "start", None)
    desk.say(f"Added {parsed.title}{_placed(replace(parsed, start=when))}")


@command("input.log", "Log as past time", "ctrl+l", group="App", contexts=("INPUT",), needs=is_add, hint="log")
def log_instead(desk: ScreenDesk) -> None:
    """Read the line as time that was worked already."""
    desk.look(prompt=replace(prompt_of(desk.state), purpose="log", as_text=frozenset(), flip=False))


@command("input.older", "Older line", "up", "ctrl+p", group="App", contexts=("INPUT",), hint="history", weight=2)
def older(desk: ScreenDesk) -> None:
    """Bring back the line typed before; the offer above, where a slot is looked for."""
    _recall(desk, 1)


@command("input.newer", "Newer line", "down", group="App", contexts=("INPUT",))
def newer(desk: ScreenDesk) -> None:
    """Go forward again in the lines typed before; the offer below, where a slot is looked for."""
    _recall(desk, -1)


def _recall(desk: Desk, by: int) -> None:
    prompt = prompt_of(desk.state)
    if prompt.purpose == "slot":
        from ctotui.commands import slots

        slots.choose(desk, -by)
        return
    lines = desk.state.view.history.get(prompt.purpose, ())
    place = min(max(prompt.recall + by, 0), len(lines))
    text = lines[-place] if place else ""
    desk.look(prompt=replace(prompt, text=text, caret=len(text), recall=place, as_text=frozenset()))
    if prompt.purpose == "search":
        from ctotui.commands import searching

        searching.follow(desk)
