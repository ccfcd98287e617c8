"""The first run: one strip to pick from with arrows and Enter (N1, N6). No tour, no wizard."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from ctotui.commands.command import TABLE, ScreenDesk, command
from ctotui.core.model import Item
from ctotui.core.state import Prompt, State

CHOICES = ("import", "add", "demo")
USUAL = (
    "~/.calendars",
    "~/.local/share/calendars",
    "~/.local/share/vdirsyncer",
    "~/.calcurse",
    "~/Downloads",
    "~/calendar",
)
"""Where calendars usually lie (N6); never the whole home folder."""
LIMIT = 0.2
"""Seconds that the look-out may take."""
MOST = 200


def is_empty(state: State) -> bool:
    """Whether nothing was ever entered."""
    return not any(state.plan.records(Item)) and not any(shard is None for shard in state.plan.shards.values())


def find_calendars(folder: Path, deadline: float | None = None) -> tuple[Path, ...]:
    """The .ics files of the current folder and the usual places, as far as `LIMIT` seconds reach."""
    limit = monotonic() + LIMIT if deadline is None else deadline
    found: list[Path] = []
    for place in (folder, *(Path(os.path.expanduser(name)) for name in USUAL)):
        for path in _calendars(place, limit, depth=0 if place == folder else 2):
            if path not in found:
                found.append(path)
            if len(found) >= MOST:
                return tuple(found)
    return tuple(found)


def _calendars(folder: Path, limit: float, depth: int) -> Iterator[Path]:
    if monotonic() > limit:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if monotonic() > limit:
            return
        if entry.name.lower().endswith(".ics"):
            yield Path(entry.path)
        elif depth and entry.is_dir(follow_symlinks=False):
            yield from _calendars(Path(entry.path), limit, depth - 1)


def _turn(desk: ScreenDesk, by: int) -> None:
    desk.look(choice=(desk.state.view.choice + by) % len(CHOICES))


@command("welcome.next", "Next choice", "right", "tab", "l", group="App", contexts=("WELCOME",), hint="next", weight=2)
def next_choice(desk: ScreenDesk) -> None:
    """Go to the next of import, add and demo."""
    _turn(desk, 1)


@command("welcome.previous", "Previous choice", "left", "h", group="App", contexts=("WELCOME",))
def previous_choice(desk: ScreenDesk) -> None:
    """Go to the previous of import, add and demo."""
    _turn(desk, -1)


@command("welcome.take", "Take it", "enter", group="App", contexts=("WELCOME",), hint="take it", weight=3)
def take(desk: ScreenDesk) -> None:
    """Do what is highlighted: import calendars, add the first task, open the demo day."""
    chosen = CHOICES[desk.state.view.choice % len(CHOICES)]
    if chosen == "import":
        found = desk.state.view.calendars
        folders = {os.path.dirname(path) for path in found}
        text = folders.pop() if len(found) > 1 and len(folders) == 1 else found[0] if found else ""
        desk.look(prompt=Prompt("import", text, len(text)), mode="INPUT")
    elif chosen == "add":
        desk.run(TABLE["item.add"])
    else:
        desk.restart(demo=True)


@command("welcome.close", "Close", "esc", group="App", contexts=("WELCOME",), hint="close", weight=1)
def close(desk: ScreenDesk) -> None:
    """Put the strip away; a, import and demo are in the palette."""
    desk.look(overlay="")


def choices(state: State) -> list[str]:
    """The words of the strip."""
    found = len(state.view.calendars)
    where = f"found: {found} file{'s' if found != 1 else ''}" if found else "type a path"
    return [f"Import .ics ({where})", "Add first task", "Demo day"]


def without_strip(state: State) -> State:
    """The state with the strip gone once there is something to show."""
    if state.view.overlay == "welcome" and not is_empty(state):
        return replace(state, view=replace(state.view, overlay=""))
    return state
