"""The tab, status and hint rows (S1, S13, K6, N2)."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from ctotui import demo
from ctotui.core.model import Entry
from ctotui.core.plan import Plan
from ctotui.core.state import Grab, Message, Prompt, State
from ctotui.ui import chrome
from ctotui.ui.frame import Target
from ctotui.ui.glyphs import UNICODE


def look(state: State, **view: object) -> State:
    return replace(state, view=replace(state.view, **view))  # type: ignore[arg-type]


def status(state: State, width: int = 80) -> str:
    """The row; blanks that keep what follows in its place count as one."""
    text = chrome.status_row(state, width, UNICODE).text()
    return re.sub(r"(?<=\S)  +(?=│)", " ", text)


def test_status_says_what_runs_what_is_next_fixed_and_what_is_wrong(demo_state: State) -> None:
    assert status(demo_state) == (
        " ● Review SLA contr… 0:36/1:30 ▓▓░░░░ to 11:30 │ next 13:00 1:1 Anna │ inbox 3"
    )  # fmt: skip
    wide = status(demo_state, 160)
    assert "● Review SLA contract  0:36 of 1:30" in wide
    assert "next fixed 13:00 1:1 Anna (in 2h18)" in wide
    assert "today +0h45 over" in wide
    assert "1 overdue" in wide


def test_the_timer_follows_the_minute(demo_state: State) -> None:
    assert "0:37/1:30" in status(replace(demo_state, now=demo_state.now + timedelta(minutes=1)))
    seconds = replace(demo_state, now=demo_state.now + timedelta(seconds=59))
    assert status(seconds) == status(demo_state)
    assert chrome.tab_row(seconds, 80, UNICODE).text() == chrome.tab_row(demo_state, 80, UNICODE).text()


def test_status_without_a_timer(demo_state: State) -> None:
    running = next(entry for entry in demo_state.plan.records(Entry) if entry.end is None)
    stopped = replace(demo_state, plan=demo_state.plan.drop(running.id))
    assert status(stopped).startswith(" no timer │ next 13:00 1:1 Anna")
    assert status(replace(demo_state, plan=Plan({}))) == " no timer │ no fixed ahead"


def test_a_message_comes_first_and_its_level_is_a_sign_too(demo_state: State) -> None:
    assert status(look(demo_state, message=Message("Added."))) == " Added."
    assert status(look(demo_state, message=Message("Late.", "warn"))) == " ! Late."
    assert status(look(demo_state, message=Message("Refused.", "error"))) == " × Refused."


def test_what_is_damaged_stays_in_sight_at_80_columns(demo_state: State) -> None:
    shown = status(replace(demo_state, banners=("inbox.toml:3 is not TOML", "another")))
    assert "● 0:36" in shown
    assert "!(+1) inbox.toml:3 is not TOML" in shown


def test_what_is_typed_or_held_is_named(demo_state: State) -> None:
    assert status(look(demo_state, mode="INPUT", prompt=Prompt("add"))) == ' INPUT  add   "quotes" keep words as text'
    card = Grab("card", demo.item_id(155), demo.item_id(155), column="doing")
    assert status(look(demo_state, mode="GRAB", grab=card, pane="board")) == " GRAB RFC-12 review → Doing"


def test_the_board_names_the_card_and_the_sheet_the_entry(demo_state: State) -> None:
    board = status(look(demo_state, pane="board", item=demo.item_id(142)))
    assert board.startswith(" 142 Review SLA contract  ! est 1:30 plan 1:30 act 0:36 · due Fri │ ● ")
    entry = next(one for one in demo_state.plan.records(Entry) if one.item == demo.item_id(211))
    assert status(look(demo_state, pane="time", entry=entry.id)).startswith(" Exec sync 09:02–09:55  0:53 │ ● ")


@pytest.mark.parametrize("width", [80, 160])
def test_tabs_are_the_panes_that_exist_and_can_be_clicked(demo_state: State, width: int) -> None:
    row = chrome.tab_row(look(demo_state, pane="week"), width, UNICODE)
    text = row.text()
    assert [text.index(word) for word in ("1 Today", "[2 Week]", "3 Board", "4 Time")] == sorted(
        text.index(word) for word in ("1 Today", "[2 Week]", "3 Board", "4 Time")
    )
    assert "Dash" not in text
    assert row.at(text.index("3 Board"), 0) == Target("tab", "board")
    assert text.endswith("10:42")


def test_the_demo_is_marked_at_every_width(demo_state: State) -> None:
    for width in (60, 80, 160):
        row = chrome.tab_row(demo_state, width, UNICODE)
        assert " DEMO " in row.text()
        assert row.styles[0][row.text().index("DEMO")].startswith("clash")
    assert "DEMO" not in chrome.tab_row(replace(demo_state, demo=False), 80, UNICODE).text()


def test_the_wide_tab_row_names_folder_year_and_whether_all_is_saved(demo_state: State) -> None:
    state = replace(demo_state, place="~/cto")
    assert chrome.tab_row(state, 160, UNICODE).text().endswith("~/cto · saved │ Tue 10 Mar 2026 v11 │ 10:42")
    assert " saving " in chrome.tab_row(replace(state, saved=False), 160, UNICODE).text()
    long = chrome.tab_row(replace(state, place="~/" + "folder/" * 40), 160, UNICODE).text()
    assert long.endswith("│ 10:42")


def test_hints_are_as_many_as_the_width_takes() -> None:
    hints = [("a", "add"), ("s", "timer"), ("m", "grab")]
    assert chrome.hint_row(hints, 80).text() == " a add  s timer  m grab"
    assert chrome.hint_row(hints, 160).text() == " a add   s timer   m grab"
    assert chrome.hint_row(hints, 17).text() == " a add  s timer"
    assert chrome.hint_row(hints, 0).text() == ""
