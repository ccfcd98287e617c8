"""What a click, a double click, the right button and the wheel mean on each target of a frame."""

from dataclasses import replace
from datetime import datetime

from ctotui.commands.command import TABLE, ScreenDesk
from ctotui.core.civil import day_of
from ctotui.core.cursor import addressed
from ctotui.core.instance import Instance
from ctotui.core.state import place
from ctotui.ui.frame import Target
from ctotui.ui.keys import context

WHEEL_ROWS = 3


def click(desk: ScreenDesk, target: Target | None, double: bool) -> None:
    """Select what was clicked; a double click opens it. Beside an open list of verbs it only closes that."""
    if desk.state.view.overlay == "verbs":
        desk.look(overlay="")
        if target is None or target.kind != "command":
            return
    if target is None:
        return
    if target.kind in ("start", "end"):
        target = Target("block", target.value)
    handler = _TARGETS.get(target.kind)
    if handler is not None:
        handler(desk, target.value)
        if double and place(desk.state.view) == "month" and target.kind in ("block", "slot"):
            desk.run(TABLE["month.open"])
        elif double and target.kind in ("block", "item", "card", "entry"):
            desk.run(TABLE["item.open"])
        elif double and target.kind == "choice":
            picking = context(desk.state.view) == "PICKER"
            desk.run(TABLE["blocker.take" if picking else "palette.run"])


def menu(desk: ScreenDesk, target: Target | None) -> None:
    """The right button: select what is there, and list the verbs that take it."""
    if context(desk.state.view) != "NORMAL" or target is None:
        return
    if desk.state.view.overlay == "verbs":
        desk.look(overlay="")
    if target.kind in _SUBJECTS:
        click(desk, target, False)
        desk.look(overlay="verbs", message=None)


def wheel(desk: ScreenDesk, direction: int) -> None:
    """Scroll: the same as moving the cursor a few rows."""
    where = context(desk.state.view)
    names = {
        "NORMAL": ("j", "k"),
        "HELP": ("j", "k"),
        "PALETTE": ("down", "up"),
        "PICKER": ("down", "up"),
    }.get(where)
    if names is None:
        return
    # A step of the month is a week already.
    for _row in range(1 if where in ("PALETTE", "PICKER") or place(desk.state.view) == "month" else WHEEL_ROWS):
        command = desk.keymap.lookup(where, place(desk.state.view), (names[0] if direction > 0 else names[1],))
        if command is not None:
            desk.run(command)


def _tab(desk: ScreenDesk, value: str) -> None:
    if desk.state.view.mode != "GRAB":
        desk.look(overlay="")
        desk.run(TABLE[f"pane.{value}"])


def _block(desk: ScreenDesk, value: str) -> None:
    if desk.state.view.mode == "GRAB":
        return
    from ctotui.core.blocks import find

    found = desk.ask(lambda state: find(state.plan, value, state.settings.zone))
    if found is not None:
        moment = found.start if isinstance(found.start, datetime) else _near(found, desk.state.view.moment)
        desk.look(part="calendar", block=value, moment=moment)


def _near(one: Instance, moment: datetime) -> datetime:
    """`moment` where it is on a day of an all-day block, else its time on the first."""
    first, last = day_of(one.start), day_of(one.end)
    return moment if first <= moment.date() < last else datetime.combine(first, moment.time().replace(fold=0))


def _slot(desk: ScreenDesk, value: str) -> None:
    if desk.state.view.mode != "GRAB":
        desk.look(part="calendar", block="", moment=addressed(value))


def _item(desk: ScreenDesk, value: str) -> None:
    desk.look(part="list", item=value)


def _card(desk: ScreenDesk, value: str) -> None:
    column, _, item = value.rpartition(":")
    desk.look(item=item, **({"column": column} if column else {}))


def _column(desk: ScreenDesk, value: str) -> None:
    desk.look(column=value)


def _entry(desk: ScreenDesk, value: str) -> None:
    desk.look(entry=value)


def _choice(desk: ScreenDesk, value: str) -> None:
    prompt = desk.state.view.prompt
    if prompt is not None:
        desk.look(prompt=replace(prompt, choice=int(value)))


def _welcome(desk: ScreenDesk, value: str) -> None:
    desk.look(choice=int(value))
    desk.run(TABLE["welcome.take"])


def _answer(desk: ScreenDesk, value: str) -> None:
    question = desk.state.view.question
    if question is not None:
        desk.look(question=None)
        question.then(desk, value)


def _command(desk: ScreenDesk, value: str) -> None:
    if value in TABLE:
        desk.run(TABLE[value])


_SUBJECTS = frozenset({"block", "start", "end", "slot", "item", "card", "entry"})
"""Kinds of targets that verbs are about."""

_TARGETS = {
    "tab": _tab,
    "block": _block,
    "slot": _slot,
    "day": _slot,
    "item": _item,
    "card": _card,
    "column": _column,
    "entry": _entry,
    "choice": _choice,
    "welcome": _welcome,
    "answer": _answer,
    "command": _command,
}
