"""What the mouse does with what it holds: the same commands as the keys, and the same questions, asked at its drop."""

from dataclasses import replace
from typing import Any

from ctotui.commands.calendar import in_hand
from ctotui.commands.command import TABLE, Desk, ScreenDesk
from ctotui.core import blocks
from ctotui.core.state import Grab, Question


def let_fall(desk: ScreenDesk, held: Grab, asked: bool) -> None:
    """Store a block where the mouse let go of it, unless it is where it was.

    What is fixed, or of a series, is asked about first (I2, M5), unless it was `asked` when the keyboard took it.
    """
    still = (held.start, held.end) == (held.origin_start, held.origin_end)
    if still and held.policy == "none" and not held.copy:
        desk.run(TABLE["grab.cancel"])
        return
    one = None
    if not (asked or held.new or held.copy):
        one = desk.ask(lambda state: blocks.find(state.plan, held.id, state.settings.zone))
    if one is None:
        desk.run(TABLE["grab.drop"])
        return
    in_hand(desk, one, held, _drop)
    question = desk.state.view.question
    if question is not None:
        desk.look(question=_or_leave(question))


def _drop(desk: Desk, held: Grab) -> None:
    desk.look(grab=held)
    TABLE["grab.drop"].run(desk)


def _or_leave(question: Question) -> Question:
    """The question about what is held; every answer but one that moves it leaves it where it was."""

    def answered(desk: Any, key: str) -> None:
        question.then(desk, key)
        if desk.state.view.grab is not None:
            cancel(desk)

    return replace(question, then=answered, otherwise=cancel)


def cancel(desk: Any) -> None:
    """Leave what is held where it was."""
    TABLE["grab.cancel"].run(desk)
