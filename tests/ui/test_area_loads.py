"""Where the capacity of areas with hours of their own is shown, beside the work line (section 6)."""

from dataclasses import replace
from datetime import datetime

import pytest

from ctotui.commands import every
from ctotui.core.model import Block, Item
from ctotui.core.state import State, View
from ctotui.ui.frame import Frame
from ctotui.ui.glyphs import glyphs
from ctotui.ui.panes import month, today, week

assert every.TABLE

HOURS = (("personal", ((1020, 1260),) * 5 + ((540, 1200),) * 2), ("goals", ((0, 0),) * 5 + ((540, 600),) * 2))


@pytest.fixture
def own(demo_state: State) -> State:
    """The demo day with an evening planned for personal things."""
    start, end = datetime(2026, 3, 10, 17, 30), datetime(2026, 3, 10, 21, 15)
    zone = demo_state.settings.zone
    plan = demo_state.plan.put(Item("iown", "Paint", list="personal"), Block("bown", "iown", start, end, zone))
    return replace(demo_state, plan=plan, settings=replace(demo_state.settings, area_hours=HOURS))


def text(frame: Frame) -> str:
    return frame.text()


@pytest.mark.parametrize(("width", "height"), [(80, 21), (160, 42)])
def test_today_says_them_beside_their_headings_and_the_work_line_on_top(own: State, width: int, height: int) -> None:
    lines = text(today.draw(own, width, height, glyphs(False))).splitlines()
    assert "plan 5h45 of 5h00 · +0h45 OVER" in lines[0]
    heading = next(line for line in lines if "PERSONAL" in line)
    assert ("plan 3h45 of 3h20 · +0h25 OVER" if width > 80 else "+0h25 OVER") in heading
    assert not any("plan" in line for line in lines if "GOALS" in line)


def test_a_very_wide_today_says_them_in_its_head_and_for_tomorrow(own: State) -> None:
    found = text(today.draw(own, 300, 50, glyphs(False)))
    assert "+0h45 OVER   personal 3h45 of 3h20 · +0h25 OVER" in found.splitlines()[0]
    assert "personal 0h00 of 3h20" in found


def test_the_week_sums_them_at_its_side(own: State) -> None:
    view = View(pane="week", moment=own.view.moment)
    found = text(week.draw(replace(own, view=view), 160, 42, glyphs(False)))
    assert "OTHER HOURS" in found
    assert "personal 3h45 of 33h05 !" in " ".join(found.split())
    assert "OTHER HOURS" not in text(
        week.draw(replace(own, view=view, settings=replace(own.settings, area_hours=())), 160, 42, glyphs(False))
    )


def test_the_month_says_them_of_the_cursors_day(own: State) -> None:
    found = text(
        month.draw(replace(own, view=View(pane="week", zoom="month", moment=own.view.moment)), 160, 42, glyphs(False))
    )
    assert "personal 3h45 of 3h20 · +0h25 OVER" in found
