"""What a line that is being typed would make of its day: load, overload, what could be dropped (section 6)."""

from dataclasses import replace

from ctotui.commands import every
from ctotui.core.state import Prompt, Settings, State
from ctotui.ui.dialogs.line import draw
from ctotui.ui.glyphs import glyphs

assert every.TABLE


def rows(state: State, text: str, settings: Settings | None = None) -> list[str]:
    view = replace(state.view, mode="INPUT", prompt=Prompt("add", text, len(text)))
    state = replace(state, view=view, settings=settings or state.settings)
    return [row.strip("│ ") for row in draw(state, 150, 20, glyphs(False)).text().splitlines()]


def test_overload_is_named_before_it_is_committed_and_what_to_drop_proposed(demo_state: State) -> None:
    found = rows(demo_state, "Memo thu 16:00-17:00")
    assert "load     Thu 12 plan 1h30 of 4h40 → 2h30 of 4h40" in found
    assert not any(row.startswith("drop") for row in found)
    found = rows(demo_state, "Memo 16:00-17:00")
    assert "load     Tue 10 plan 5h45 of 5h00 → 6h45 of 5h00  +1h45 OVER" in found
    assert "drop     Shutdown (0:15), Delegation round (0:30), RFC-12 review (0:30) and 1 more" in found


def test_an_area_with_hours_of_its_own_says_its_own_load(demo_state: State) -> None:
    own = replace(demo_state.settings, area_hours=(("personal", ((1020, 1260),) * 7),))
    found = rows(demo_state, "Gym 18:00-19:00 /personal", own)
    assert "load     Tue 10 personal 0h00 of 3h20 → 1h00 of 3h20" in found
    found = rows(demo_state, "Gym 17:00-21:00 /personal", own)
    assert "load     Tue 10 personal 0h00 of 3h20 → 4h00 of 3h20  +0h40 OVER" in found
    assert not any(row.startswith("drop") for row in found)
