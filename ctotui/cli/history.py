"""``undo``, ``redo`` and ``history``: the stack that the app and every shell share."""

from collections.abc import Callable

from ctotui.cli.arguments import UsageError
from ctotui.cli.call import Call
from ctotui.cli.printing import table
from ctotui.core.civil import wall
from ctotui.formats import json


def undo(call: Call) -> int:
    """Take back steps; one line each."""
    return _repeat(call, call.session.undo)


def redo(call: Call) -> int:
    """Do undone steps again; one line each."""
    return _repeat(call, call.session.redo)


def history(call: Call) -> int:
    """The last steps, newest first."""
    steps = call.session.history(_count(call, 20))
    if call.as_json:
        found = [{"id": one.id, "label": one.label, "at": json.moment(one.at), "undone": one.undone} for one in steps]
        call.printer.json(steps=found)
        return 0
    rows = [(f"{wall(one.at, call.zone):%Y-%m-%d %H:%M}", "undone" if one.undone else "", one.label) for one in steps]
    for line in table(rows):
        call.printer.line(line)
    return 0


def _repeat(call: Call, step: Callable[[], None]) -> int:
    for _ in range(_count(call, 1)):
        step()
        message = call.state.view.message
        if message is not None:
            call.printer.line(message.text)
        call.take_in()
    return 0


def _count(call: Call, default: int) -> int:
    if not call.words:
        return default
    text = call.words[0]
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 1_000_000):
        raise UsageError(f'"{text}" is not a number of steps', f"{call.arguments.verb} 2")
    return int(text)
