"""The preview of a repetition as it is typed: its rule in words and the next five days (issue 4)."""

from dataclasses import replace

import pytest

from ctotui.commands import every
from ctotui.core.state import Prompt, State
from ctotui.ui.dialogs.line import draw
from ctotui.ui.glyphs import glyphs

assert every.TABLE


def rows(state: State, text: str, country: str = "SE") -> list[str]:
    view = replace(state.view, mode="INPUT", prompt=Prompt("add", text, len(text)))
    state = replace(state, view=view, settings=replace(state.settings, holidays=country))
    return [row.strip("│ ") for row in draw(state, 110, 20, glyphs(False)).text().splitlines()]


@pytest.mark.parametrize(
    ("text", "repeat", "days"),
    [
        (
            "Sync every 2 weeks on Mon, Wed until 30 Jun",
            "every 2 weeks on Mon, Wed, until 30 Jun 2026",
            "Wed 11 Mar · Mon 23 Mar · Wed 25 Mar · Mon 6 Apr · Wed 8 Apr",
        ),
        (
            "Sync every 2 weeks on Mon, Wed not on holidays",
            "every 2 weeks on Mon, Wed, not on holidays (SE)",
            "Wed 11 Mar · Mon 23 Mar · Wed 25 Mar · Wed 8 Apr · Mon 20 Apr",
        ),
        (
            "Pay every 25th shift to next working day",
            "every month on the 25th, moved to the next working day (SE)",
            "Wed 25 Mar · Mon 27 Apr · Mon 25 May · Thu 25 Jun · Mon 27 Jul",
        ),
        ("Sync every day 2 times", "every day, 2 times", "Tue 10 Mar · Wed 11 Mar   and no more"),
        ("Sync repeat:FREQ=YEARLY;BYYEARDAY=100;COUNT=1", "once", "Fri 10 Apr   and no more"),
    ],
)
def test_the_next_five_days_are_shown_as_a_rule_is_typed(demo_state: State, text: str, repeat: str, days: str) -> None:
    found = rows(demo_state, text)
    assert f"repeat   {repeat}" in found
    assert f"next     {days}" in found


def test_a_repeat_after_done_is_said_in_words(demo_state: State) -> None:
    assert "again    3 weeks after done" in rows(demo_state, "Water plants 3 veckor efter klar")
