"""The drop of what the mouse took in hand: the questions that a key asks before it takes a block are asked then."""

from dataclasses import replace
from typing import Any

from ctotui.commands.calendar import in_hand
from ctotui.commands.command import TABLE, Desk
from ctotui.core import blocks
from ctotui.core.state import Grab


def ask(desk: Desk, held: Grab) -> None:
    """Drop what is held; where that is fixed, or of a series, after a question (I2, M5). Raises PlanError as a drop."""
    held = replace(held, unasked=False)
    one = desk.ask(lambda state: blocks.find(state.plan, held.id, state.settings.zone))
    still = (held.start, held.end) == (held.origin_start, held.origin_end) and held.policy == "none"
    if one is None or still:
        _drop(desk, held)
        return
    in_hand(desk, one, held, _drop)
    question = desk.state.view.question
    if question is None:
        return
    then = question.then

    def answered(asked: Any, key: str) -> None:
        then(asked, key)
        if asked.state.view.grab is not None:
            cancel(asked)

    desk.look(question=replace(question, then=answered, otherwise=cancel))


def _drop(desk: Desk, held: Grab) -> None:
    desk.look(grab=held)
    TABLE["grab.drop"].run(desk)


def cancel(desk: Any) -> None:
    """Leave what is held where it was."""
    TABLE["grab.cancel"].run(desk)
