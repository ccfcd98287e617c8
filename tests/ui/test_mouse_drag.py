"""The mouse drag on what the screen shows: the same verbs, the same preview, the same edit as the keys (section 4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from ctotui import demo
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from tests.memory import ZONE
from tests.ui.hand import Hand
from tests.ui.window import Window

TUESDAY = date(2026, 3, 10)


def hand(*, size: tuple[int, int] = (80, 24), pane: str = "1") -> Hand:
    """A mouse on the demo day."""
    return Hand(Window(demo.build(), demo.settings(), demo=True).type(pane), size)


def week(*, size: tuple[int, int] = (80, 24)) -> Hand:
    """A mouse on the demo week."""
    return hand(size=size, pane="2")


def plan_of(one: Hand) -> dict[str, object]:
    """What is stored, without the moment and the ids that are drawn anew."""
    return {record.id: replace(record, modified=None) for record in one.window.memory.state.plan.records(Block)}


def by_keys(*keys: str, pane: str = "1", title: str = "Q2 roadmap") -> dict[str, object]:
    """What the keyboard makes of the same block."""
    other = hand(pane=pane)
    one = other.block(title)
    other.window.memory.look(moment=one.start, block=one.id)
    other.window.type(*keys)
    return plan_of(other)


def below(cell: tuple[int, int], rows: int) -> tuple[int, int]:
    return cell[0], cell[1] + rows


# -- moving


def test_a_block_follows_the_pointer_row_by_row_and_is_stored_where_it_is_let_go() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, below(at, 1))
    assert (one.window.view.mode, one.held()) == ("GRAB", "Tue 10 14:00-15:30")
    one.do(("drag", *below(at, 2)))
    assert one.held() == "Tue 10 14:30-16:00"
    assert "was 13:30" in one.frame().text()
    assert one.span("Q2 roadmap") == "13:30-15:00", "nothing is stored while the button is down"
    one.drop()
    assert (one.window.view.mode, one.span("Q2 roadmap")) == ("NORMAL", "14:30-16:00")
    assert plan_of(one) == by_keys("m4j", "enter"), "the same plan as by the keys (I14)"


@pytest.mark.parametrize("policy", ["r", "w", "tab", "f", "2f", "y"])
def test_i14_keys_during_a_drag_give_the_plan_of_the_keyboard(policy: str) -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, below(at, 2))
    one.window.type(policy)
    one.drop()
    assert one.window.view.mode == "NORMAL"
    assert plan_of(one) == by_keys("m4j", policy, "enter")


def test_a_block_keeps_its_minutes_and_the_cell_that_it_was_taken_by() -> None:
    plan = Plan({}).put(
        Item("i1", "Odd", status="next"),
        Block("b1", "i1", datetime(2026, 3, 10, 13, 10), datetime(2026, 3, 10, 14, 25), zone=ZONE),
    )
    one = Hand(Window(plan, Settings(zone=ZONE)))
    at = below(one.body("Odd"), 1)
    one.take(at, below(at, -3)).drop()
    assert one.span("Odd") == "11:40-12:55"


def test_a_release_where_it_began_is_a_click_and_stores_nothing() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    before = plan_of(one)
    one.do(("press", *at), ("release", *at), ("click", *at))
    assert one.window.view.block == one.block("Q2 roadmap").id
    one.take(at, below(at, 1), at).drop()
    assert (one.window.view.mode, plan_of(one), one.window.memory.keeper.done) == ("NORMAL", before, [])


def test_other_days_of_the_week_are_columns_and_rows_its_hours() -> None:
    one = week()
    at = one.body("Q2 roadmap")
    one.take(at, (at[0] + 14, at[1] + 4))
    assert one.held() == "Wed 11 15:30-17:00"
    one.drop()
    assert plan_of(one) == by_keys("m8jl", "enter", pane="2")


def test_marked_blocks_move_together() -> None:
    one = hand()
    for title in ("Q2 roadmap", "Infra budget"):
        block = one.block(title)
        one.window.memory.look(marks=one.window.view.marks | {block.id})
    at = one.body("Infra budget")
    one.take(at, below(at, 1)).drop()
    assert (one.span("Q2 roadmap"), one.span("Infra budget")) == ("14:00-15:30", "15:30-16:00")


# -- both ends


def test_the_last_row_of_a_tall_block_is_its_end() -> None:
    one = hand()
    at = one.end("Q2 roadmap")
    assert at[1] == one.body("Q2 roadmap")[1] + 2
    one.take((at[0] - 9, at[1]), below(at, 2))
    assert one.held() == "Tue 10 13:30-16:00"
    one.drop()
    assert plan_of(one) == by_keys("m4J", "enter")


def test_a_low_block_shows_where_its_end_is_taken_while_it_is_selected() -> None:
    one = hand()
    at = one.end("Infra budget")
    assert "◢" not in one.frame().text()
    one.window.memory.look(moment=datetime(2026, 3, 10, 15), block=one.block("Infra budget").id)
    assert one.frame().chars[at[1]][at[0]] == "◢"
    one.take(at, below(at, 1)).drop()
    assert one.span("Infra budget") == "15:00-16:00"


def test_the_bar_of_the_first_row_is_its_start() -> None:
    one = hand()
    at = one.start("Q2 roadmap")
    one.take(at, below(at, -1))
    assert one.held() == "Tue 10 13:00-15:00"
    one.drop()
    assert plan_of(one) == by_keys("m2H", "enter")


@pytest.mark.parametrize(("edge", "rows", "left"), [("end", -9, "13:30-13:45"), ("start", 9, "14:45-15:00")])
def test_i4_an_end_never_passes_the_other(edge: str, rows: int, left: str) -> None:
    one = hand()
    at = getattr(one, edge)("Q2 roadmap")
    one.take(at, below(at, rows)).drop()
    assert one.span("Q2 roadmap") == left


# -- new, and planned


@pytest.mark.parametrize("rows", [(0, 1), (1, 0)], ids=["down", "up"])
def test_an_empty_stretch_becomes_a_new_block_that_asks_for_its_name(rows: tuple[int, int]) -> None:
    one = hand()
    top = one.at("2026-03-10T17:00")
    first, last = (below(top, row) for row in rows)
    one.take(first, last)
    assert one.held() == "Tue 10 17:00-18:00"
    assert "▒New" in one.frame().text()
    one.drop()
    prompt = one.window.view.prompt
    assert prompt is not None
    assert (prompt.purpose, prompt.text, prompt.caret) == ("add", " 2026-03-10 17:00-18:00", 0)
    assert one.window.view.grab is None
    one.window.type("Walk", "enter")
    assert one.span("Walk") == "17:00-18:00"


def test_a_new_block_pushes_nothing_before_it_has_a_name() -> None:
    one = hand()
    top = one.at("2026-03-10T17:00")
    one.take(top, below(top, 1))
    one.window.type("r")
    one.drop()
    assert "has no name yet" in one.frame().text()
    assert not one.window.memory.keeper.done
    one.window.type("r", "enter")
    assert one.window.view.prompt is not None, "still in hand, and the keys go on"


def test_an_item_of_the_list_is_planned_where_it_is_dropped_with_what_is_left_of_it() -> None:
    one = hand()
    item = next(item for item in one.window.memory.state.plan.records(Item) if item.title.startswith("Gym"))
    at = one.cells("item", item.id)[4]
    one.take(at, (at[0] - 1, at[1]))
    assert (one.window.view.mode, one.held()) == ("GRAB", ""), "in hand, and nowhere yet"
    one.do(("drag", *below(one.at("2026-03-10T17:00"), 0)))
    assert one.held() == "Tue 10 17:00-18:00"
    one.drop()
    assert one.span("Gym") == "17:00-18:00"


def test_an_item_that_is_let_go_beside_the_calendar_stays_unplanned() -> None:
    one = hand()
    item = next(item for item in one.window.memory.state.plan.records(Item) if item.title.startswith("Gym"))
    at = one.cells("item", item.id)[4]
    before = plan_of(one)
    one.take(at, one.at("2026-03-10T17:00"), at).drop()
    assert (one.window.view.mode, plan_of(one)) == ("NORMAL", before)


def test_a_row_of_the_tray_is_planned_in_the_week_beside_it() -> None:
    one = week(size=(160, 45))
    item = next(item for item in one.window.memory.state.plan.records(Item) if item.title.startswith("FinOps"))
    at = one.cells("tray", item.id)[6]
    one.take(at, below(at, 1))
    assert not any(timer.on for timer in one.timers), "a rest on the tray leads nowhere"
    one.do(("drag", *one.at("2026-03-12T14:15"))).drop()
    assert one.window.memory.keeper.done[-1][0] == f"Plan {item.title} Thu 12 14:15–14:45"


def test_a_tall_screen_has_rows_of_quarters() -> None:
    one = hand(size=(160, 45))
    at = one.body("Q2 roadmap")
    one.take(at, below(at, 1))
    assert one.held() == "Tue 10 13:45-15:15"


def test_a_card_goes_by_its_tab_onto_the_calendar() -> None:
    one = hand(pane="3")
    item = next(item for item in one.window.memory.state.plan.records(Item) if item.title.startswith("FinOps"))
    at = one.cells("card", f"next:{item.id}")[3]
    tab = one.cells("tab", "week")[0]
    one.take(at, tab)
    assert one.window.view.pane == "board"
    assert one.rest() == 0.6
    assert (one.window.view.pane, one.held()) == ("week", "")
    one.do(("drag", *one.at("2026-03-12T13:00")), ("drag", *one.at("2026-03-11T13:30")))
    one.drop()
    assert one.window.memory.keeper.done[-1][0] == f"Plan {item.title} Wed 11 13:30–14:00"


def test_a_card_goes_to_another_column_and_rank() -> None:
    one = hand(pane="3")
    items = {item.title[:6]: item for item in one.window.memory.state.plan.records(Item) if item.status == "next"}
    card, other = items["FinOps"], items["Infra "]
    at = one.cells("card", f"next:{card.id}")[3]
    over = one.cells("card", f"next:{other.id}")[3]
    one.take(at, over).drop()
    found = one.window.memory.state.plan
    assert found.get(Item, card.id).rank < found.get(Item, other.id).rank
    at = one.cells("card", f"next:{card.id}")[3]
    one.take(at, one.cells("card", "doing:")[-1]).drop()
    assert one.window.memory.state.plan.get(Item, card.id).status == "doing"


# -- edges and tabs


def test_a_rest_on_a_tab_takes_what_is_held_along() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, one.cells("tab", "week")[0])
    assert one.rest() == 0.6
    assert one.window.view.pane == "week"
    assert one.timers[-1].on is False, "once is enough"
    one.do(("drag", *one.at("2026-03-13T14:00"))).drop()
    assert one.window.memory.keeper.done[-1][0].endswith("to Fri 13 14:00")


def test_a_pointer_that_passes_a_tab_changes_nothing() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, one.cells("tab", "week")[0], at)
    assert not any(timer.on for timer in one.timers)
    assert one.window.view.pane == "today"


def test_rows_out_of_sight_come_while_the_pointer_rests_on_the_edge() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    last = one.at("2026-03-10T17:30")
    one.take(at, (at[0], last[1]))
    assert one.held() == "Tue 10 17:30-19:00"
    one.rest()
    assert one.held() == "Tue 10 22:30-00:00", "half a page"
    one.do(("drag", at[0], last[1] - 6))
    assert one.held() == "Tue 10 19:30-21:00"
    assert one.frame().at(at[0], last[1] - 6, "slot").value == "2026-03-10T19:30:00", "and still under the pointer"
    one.drop()
    assert one.span("Q2 roadmap") == "19:30-21:00"


def test_earlier_rows_come_at_the_upper_edge_as_long_as_there_are_some() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, (at[0], 1))
    assert one.held() == "Tue 10 08:00-09:30"
    for _more in range(4):
        one.rest()
    assert one.held() == "Tue 10 00:00-01:30"


@pytest.mark.parametrize("pane", "12")
def test_the_calendar_stays_still_under_the_pointer(pane: str) -> None:
    plan = Plan({}).put(
        Item("i1", "Early", status="next"),
        Block("b1", "i1", datetime(2026, 3, 10, 6), datetime(2026, 3, 10, 7), zone=ZONE),
    )
    one = Hand(Window(plan, Settings(zone=ZONE)).type(pane), (80, 34))
    one.window.memory.look(moment=datetime(2026, 3, 10, 6), block="b1")
    at = one.body("Early")
    assert one.frame().at(*at, "slot").value.endswith("06:00:00"), "there is room for what is before working hours"
    one.take(at, below(at, 8))
    assert one.held() == "Tue 10 10:00-11:00"
    one.window.type("52j")
    assert one.frame().at(*at, "slot").value.endswith("06:00:00"), "not even where a key moves the block out of sight"
    one.do(("drag", *below(at, 6))).drop()
    assert one.span("Early") == "09:00-10:00"


@pytest.mark.parametrize(("x", "day"), [(79, "Sun 22"), (2, "Mon 2")])
def test_the_next_week_comes_while_the_pointer_rests_beside_this_one(x: int, day: str) -> None:
    one = week()
    at = one.body("Q2 roadmap")
    one.take(at, (x, at[1]))
    assert one.rest() == 0.6
    one.do(("drag", x if x > 40 else 8, at[1]))
    assert one.held() == f"{day} 13:30-15:00"
    assert one.window.view.moment.date() == date(2026, 3, 17 if x > 40 else 3)


# -- questions, refusals, and a hand that is lost


@pytest.mark.parametrize(("answer", "stored"), [("y", "16:30-17:00"), ("n", "15:30-16:00"), ("esc", "15:30-16:00")])
def test_a_fixed_block_is_asked_about_once_at_its_drop(answer: str, stored: str) -> None:
    one = hand()
    at = one.body("CloudCo")
    one.take(at, below(at, 2))
    assert one.window.view.question is None
    one.drop()
    assert "is fixed" in one.window.view.question.text
    one.window.type(answer)
    assert (one.window.view.mode, one.window.view.grab, one.span("CloudCo")) == ("NORMAL", None, stored)


def series() -> Hand:
    plan = Plan({}).put(
        Item("i1", "Standup", status="next", repeat="FREQ=DAILY"),
        Block("b1", "i1", datetime(2026, 3, 9, 9), datetime(2026, 3, 9, 10), zone=ZONE),
    )
    return Hand(Window(plan, Settings(zone=ZONE)))


@pytest.mark.parametrize(("answer", "today", "tomorrow"), [("t", 10, 9), ("f", 10, 10), ("a", 10, 10), ("esc", 9, 9)])
def test_m5_a_series_is_asked_about_once_which_occurrences_go(answer: str, today: int, tomorrow: int) -> None:
    one = series()
    at = one.body("Standup")
    one.take(at, below(at, 2)).drop()
    assert one.window.view.question is not None
    one.window.type(answer)
    assert one.window.view.mode == "NORMAL"
    found = []
    for day in (10, 11):
        one.window.memory.look(moment=datetime(2026, 3, day, 12))
        found.append(int(one.span("Standup")[:2]))
    assert found == [today, tomorrow]


def test_an_answer_can_be_clicked() -> None:
    one = series()
    at = one.body("Standup")
    one.take(at, below(at, 2)).drop()
    cell = one.cells("answer", "a")[0]
    one.do(("press", *cell), ("release", *cell), ("click", *cell))
    assert one.span("Standup") == "10:00-11:00"


def test_a_drop_that_is_refused_stays_in_hand_for_the_keys() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, below(at, -1))
    one.window.type("w")
    one.drop()
    assert one.window.view.mode == "GRAB"
    message = one.window.view.message
    assert message is not None
    assert message.level == "error"
    at = one.body("Q2 roadmap")
    one.window.type("w")
    one.take(at, below(at, 5)).drop()
    assert one.span("Q2 roadmap") == "15:30-17:00", "or for the mouse again"


def test_esc_cancels_and_the_rest_of_the_drag_does_nothing() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    before = plan_of(one)
    one.take(at, below(at, 2))
    one.window.type("esc")
    one.do(("drag", *below(at, 3)), ("release", *below(at, 3)))
    assert (one.window.view.mode, plan_of(one), one.watched) == ("NORMAL", before, False)


def test_enter_drops_before_the_button_is_let_go() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, below(at, 2))
    one.window.type("enter")
    one.do(("drag", *below(at, 3)), ("release", *below(at, 3)))
    assert one.span("Q2 roadmap") == "14:30-16:00"


def test_a_typed_time_takes_over_from_the_pointer() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    one.take(at, below(at, 2))
    one.window.type("t")
    one.do(("drag", *below(at, 3)), ("release", *below(at, 3)))
    one.window.type("1715", "enter", "enter")
    assert one.span("Q2 roadmap") == "17:15-18:45"


@pytest.mark.parametrize(
    "lose",
    [
        lambda one: one.do(("lost", 3, 3)),
        lambda one: one.do(("press", 60, 20)),
        lambda one: one.pointer.lose(),
    ],
    ids=["no button down", "pressed again", "focus out"],
)
def test_a_button_that_is_lost_changes_nothing(lose: Callable[[Hand], object]) -> None:
    one = week()
    at, before, view = one.body("Q2 roadmap"), plan_of(one), one.window.view
    one.take(at, (79, at[1]))
    one.rest()
    assert one.watched
    lose(one)
    after = one.window.view
    assert (after.mode, after.grab, after.moment, after.block) == ("NORMAL", None, view.moment, view.block)
    assert plan_of(one) == before
    assert not one.watched
    assert "back where it was" in one.frame().text()


def test_nothing_is_dragged_from_under_a_dialog() -> None:
    one = hand()
    at = one.body("Q2 roadmap")
    for keys in ("?", "a", ":"):
        one.window.type(keys)
        one.take(at, below(at, 2)).drop()
        assert one.window.view.grab is None
        one.window.type("esc")


# -- the right button


def test_the_right_button_lists_the_verbs_that_would_run() -> None:
    one = hand()
    one.do(("menu", *one.body("Infra budget")))
    text = one.frame().text()
    assert one.window.view.block == one.block("Infra budget").id
    assert "─ Verbs ─" in text
    assert "rr Ripple" in text
    assert "Fill the gap" not in text
    one.window.type("rr")
    assert "Verbs" not in one.frame().text()
    assert one.window.memory.keeper.done or one.window.view.message or one.window.view.offer


def test_a_verb_is_run_by_a_click_and_esc_closes_the_list() -> None:
    one = hand()
    for cell in (one.body("Infra budget"),):
        one.do(("menu", *cell))
        one.window.type("esc")
        assert one.window.view.overlay == ""
        one.do(("menu", *cell))
    done = one.cells("command", "item.done")[0]
    one.do(("press", *done), ("release", *done), ("click", *done))
    assert (one.window.view.overlay, one.block("Infra budget").status) == ("", "done")


def test_a_click_beside_the_list_of_verbs_only_closes_it() -> None:
    one = hand()
    one.do(("menu", *one.body("Infra budget")))
    before = one.window.view
    one.do(("click", *one.body("Exec sync")))
    assert one.window.view == replace(before, overlay="")


def test_a_key_of_a_chord_can_be_clicked_and_a_drag_forgets_a_chord() -> None:
    one = hand()
    one.window.type("r")
    one.window.memory.look(which_key=True)
    one.do(("click", *one.cells("command", "item.due_again")[0]))
    assert (one.window.view.which_key, one.window.desk.interpreter.pending) == (False, ())
    one.window.type("esc", "r")
    at = one.body("Q2 roadmap")
    one.take(at, below(at, 2))
    one.window.type("esc")
    assert one.window.view.grab is None


def test_i2_enter_and_dd_ask_during_a_drag_what_they_would_ask_before_it() -> None:
    one = hand()
    at = one.body("CloudCo")
    one.take(at, below(at, 2))
    one.window.type("enter")
    assert one.window.view.question is not None
    one.window.type("y")
    one.drop()
    assert one.span("CloudCo") == "16:30-17:00"
    other = series()
    at = other.body("Standup")
    other.take(at, below(at, 2))
    other.window.type("dd")
    assert "Take Standup" in other.window.view.question.text


def test_the_page_of_keys_names_the_mouse_unless_it_is_off() -> None:
    one = hand(size=(80, 200))
    one.window.type("?")
    assert "MOUSE" in one.frame().text()
    off = Hand(Window(demo.build(), replace(demo.settings(), mouse=False)), (80, 200))
    off.window.type("?")
    assert "MOUSE" not in off.frame().text()
