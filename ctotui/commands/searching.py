"""Search: `/` goes to matches while it is typed, `n` and `N` from one to the next; Esc goes back to where one was."""

from collections.abc import Callable
from dataclasses import fields, replace

from ctotui.commands.command import Desk, command
from ctotui.core import search
from ctotui.core.model import Item
from ctotui.core.state import Prompt, Sought, State, View

PLACE = ("pane", "part", "zoom", "moment", "block", "item", "column", "entry")
"""The fields of a view that say where the cursor is."""


def _go(desk: Desk, view: View, **changes: object) -> None:
    held = {one.name for one in fields(view)}
    desk.look(**{name: getattr(view, name) for name in PLACE if name in held}, **changes)


@command("search.open", "Search", "/", group="Move")
def open_search(desk: Desk) -> None:
    """Search titles, notes, tags and people: calendar, lists, what was tracked; enter stays there, esc goes back."""
    desk.look(prompt=Prompt("search"), mode="INPUT", search=Sought(""), origin=desk.state.view)


def follow(desk: Desk) -> None:
    """Go to the first match of the line as it is typed, in time from where the search began; none: back to there."""
    view = desk.state.view
    prompt, origin = view.prompt, view.origin
    if prompt is None or prompt.purpose != "search" or origin is None:
        return
    sought = Sought(prompt.text)
    target = desk.ask(lambda state: search.step(replace(state, view=origin), sought, 1, here=True))
    _go(desk, target or origin, search=sought)


def cancel(desk: Desk) -> None:
    """Go back to where the search began."""
    origin = desk.state.view.origin
    if origin is not None:
        _go(desk, origin, search=Sought(""), origin=None)


def accept(desk: Desk, prompt: Prompt, close: Callable[[Desk], None]) -> None:
    """Stay on the match; without one in memory, look through all files, and open what stands on no pane."""
    origin = desk.state.view.origin
    close(desk)
    if origin is None or not prompt.text.strip():
        desk.look(origin=None, search=Sought(""))
        return
    sought = _everywhere(desk, prompt.text)
    target = desk.ask(lambda state: search.step(replace(state, view=origin), sought, 1, here=True))
    desk.look(origin=None, search=sought)
    if target is not None:
        _go(desk, target)
        return
    item = desk.ask(lambda state: _anywhere(state, sought))
    if item:
        desk.look(overlay="inspector", opened=item, choice=0)
    else:
        desk.say(f'Nothing holds "{prompt.text}": titles, notes, tags, people and lists were searched', "warn")


def _everywhere(desk: Desk, text: str) -> Sought:
    """The sought with what the files that are not in memory hold of it."""
    sought = Sought(text)
    keys = search.found(desk.state.plan, sought)
    ids, months = desk.look_up(sought.words, lambda item: search.matches(item, sought.words), keys)
    return Sought(text, ids, months)


def _anywhere(state: State, sought: Sought) -> str:
    """An item in memory that matches and stands on no pane; what is in the archive is brought into memory."""
    keys = search.found(state.plan, sought)
    items = [key for key in keys if isinstance(state.plan.find(key), Item)]
    if not items and sought.ids:
        state.plan.all("items/")
        items = [key for key in keys if isinstance(state.plan.find(key), Item)]
    return min(items, default="")


@command("search.next", "Next match", "n", group="Move", counted=True)
def next_match(desk: Desk, count: int = 1) -> None:
    """Go to the next match of the last search, later in time."""
    _step(desk, count)


@command("search.previous", "Previous match", "N", group="Move", counted=True)
def previous_match(desk: Desk, count: int = 1) -> None:
    """Go to the match before, earlier in time."""
    _step(desk, -count)


def _step(desk: Desk, by: int) -> None:
    sought = desk.state.view.search
    if not sought.text:
        typed = desk.state.view.history.get("search", ())
        if not typed:
            desk.say("Nothing was searched for yet; / searches", "warn")
            return
        sought = _everywhere(desk, typed[-1])
        desk.look(search=sought)
    direction = 1 if by > 0 else -1
    for _time in range(abs(by)):
        target = desk.ask(lambda state: search.step(state, sought, direction))
        if target is None or _same(target, desk.state.view):
            way = "later" if direction > 0 else "earlier"
            desk.say(f'There is no {way} match of "{sought.text}"', "warn")
            return
        _go(desk, target)


def _same(one: View, other: View) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in PLACE)
