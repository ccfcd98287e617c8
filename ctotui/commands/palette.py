"""The palette: every command and every open item by a few letters; what cannot run now is dimmed, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ctotui.commands.command import TABLE, Command, ScreenDesk, command
from ctotui.commands.keymap import Keymap
from ctotui.core.model import CLOSED, Item
from ctotui.core.state import Prompt, State

ITEM_LIMIT = 50
LISTS = ("PALETTE", "PICKER")
"""Where a list stands under the line that is typed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the palette: a command, or an item where `command` is None."""

    label: str
    detail: str
    key: str = ""
    command: Command | None = None
    item: str = ""
    reason: str = ""
    """Why the command cannot run now; empty: it can."""


def rows(state: State, keymap: Keymap, text: str) -> list[Row]:
    """What matches `text`, best first, the likelier of equals first; commands that cannot run now come last."""
    found = [(score(text, row.label), row) for row in _commands(state, keymap)]
    if text.strip():
        found += [(score(text, row.label), row) for row in _items(state)]
    hits = [(points, row) for points, row in found if points is not None]
    items = 0
    ordered: list[Row] = []
    for _points, row in sorted(hits, key=_order):
        items += row.command is None
        if row.command is not None or items <= ITEM_LIMIT:
            ordered.append(row)
    return ordered


def _order(hit: tuple[int | None, Row]) -> tuple[bool, int, int]:
    points, row = hit
    return bool(row.reason), -(points or 0), -(row.command.weight if row.command else 0)


def _commands(state: State, keymap: Keymap) -> Iterable[Row]:
    for one in TABLE.values():
        if "NORMAL" in one.contexts and one.id != "palette.open":
            yield Row(one.title, one.help, keymap.label(one), one, reason=one.reason(state) or "")


def _items(state: State) -> Iterable[Row]:
    for item in state.plan.records(Item):
        if item.status not in CLOSED and item.calendar not in state.plan.hidden:
            yield Row(item.title, item.list or "inbox", item=item.id)


def score(text: str, label: str) -> int | None:
    """How well `label` matches: None where a letter of `text` is missing, higher for runs and word starts."""
    wanted, held = text.strip().casefold(), label.casefold()
    if not wanted:
        return 0
    at = held.find(wanted)
    if at >= 0:
        start = at == 0 or not held[at - 1].isalnum()
        return 1000 - at + (500 if start else 0)
    points, place = 0, -1
    for char in wanted:
        if char == " ":
            continue
        following = held.find(char, place + 1)
        if following < 0:
            return None
        starts = following == 0 or not held[following - 1].isalnum()
        points += 12 if starts else 5 if following == place + 1 else -min(following - place, 9)
        place = following
    return points if points > 0 else None


@command("palette.open", "Palette", ":", "ctrl+p", group="App", hint="all", weight=1)
def open_palette(desk: ScreenDesk) -> None:
    """Find any command or item by a few letters."""
    desk.look(prompt=Prompt("palette"), mode="INPUT")


@command("palette.run", "Run", "enter", group="App", contexts=("PALETTE",), hint="run", weight=4)
def run_choice(desk: ScreenDesk) -> None:
    """Run the highlighted command, or open the highlighted item."""
    prompt = desk.state.view.prompt
    assert prompt is not None
    found = desk.ask(lambda state: rows(_behind(state), desk.keymap, prompt.text))
    desk.look(prompt=None, mode="NORMAL")
    if not found:
        return
    row = found[min(prompt.choice, len(found) - 1)]
    if row.command is None:
        desk.look(overlay="inspector", opened=row.item, choice=0, item=row.item)
    else:
        desk.run(row.command)


def _behind(state: State) -> State:
    """The state as it is once the palette is closed."""
    return replace(state, view=replace(state.view, prompt=None, mode="NORMAL"))


def choices(state: State, keymap: Keymap) -> list[Row]:
    """The rows of the open palette."""
    prompt = state.view.prompt
    return rows(_behind(state), keymap, prompt.text if prompt else "")


def _count(state: State, keymap: Keymap) -> int:
    """How many rows the open list has."""
    if state.view.prompt is not None and state.view.prompt.purpose == "blockers":
        from ctotui.commands import blockers

        return len(blockers.rows(state))
    return len(choices(state, keymap))


def _step(desk: ScreenDesk, by: int) -> None:
    prompt = desk.state.view.prompt
    assert prompt is not None
    last = max(desk.ask(lambda state: _count(state, desk.keymap)) - 1, 0)
    desk.look(prompt=replace(prompt, choice=min(max(prompt.choice + by, 0), last)))


@command("palette.down", "Next row", "down", "tab", group="App", contexts=LISTS, hint="down", weight=3)
def palette_down(desk: ScreenDesk) -> None:
    """Highlight the next row."""
    _step(desk, 1)


@command("palette.up", "Previous row", "up", "ctrl+p", group="App", contexts=LISTS, hint="up", weight=2)
def palette_up(desk: ScreenDesk) -> None:
    """Highlight the row before."""
    _step(desk, -1)


@command("palette.close", "Close", "esc", group="App", contexts=LISTS, hint="close", weight=1)
def palette_close(desk: ScreenDesk) -> None:
    """Close the list; everything stays as it is."""
    desk.look(prompt=None, mode="NORMAL")
