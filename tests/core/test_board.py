"""The board: which cards stand where, how the cursor goes, and where a dropped card comes to stand (M10)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import board
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Item, List
from ctotui.core.plan import Plan
from ctotui.core.selection import selection
from ctotui.core.state import Settings, State, View

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
TODAY = date(2026, 3, 10)
ZONE = "Europe/Stockholm"


def item(key: str, **fields: object) -> Item:
    values: dict[str, object] = {"list": "work/infra", **fields}
    return Item(f"i{key}", fields.pop("title", key), **values)  # type: ignore[arg-type]


def of(plan: Plan) -> board.Board:
    return board.board(plan, TODAY, 0, ZONE)


def ids(plan: Plan, column: int) -> list[str]:
    return [card.id for card in of(plan).columns[column].cards]


def state(plan: Plan, **view: object) -> State:
    return State(plan, View(pane="board", **view), Settings(zone=ZONE), NOW)  # type: ignore[arg-type]


def test_columns_go_by_status_and_leave_out_meetings_series_and_what_was_dropped() -> None:
    plan = Plan({}).put(
        item("1", status="backlog"),
        item("2", status="next"),
        item("3", status="doing"),
        item("4", status="waiting"),
        item("5", status="done", ended=NOW),
        item("6", status="dropped", ended=NOW),
        item("7", kind="meeting", status="next"),
        item("8", status="next", repeat="FREQ=DAILY"),
    )
    assert [ids(plan, column) for column in range(5)] == [["i1"], ["i2"], ["i3"], ["i4"], ["i5"]]


def test_a_column_has_stars_first_then_rank_then_the_inbox() -> None:
    plan = Plan({}).put(
        item("1", rank=2.0), item("2", rank=1.0), item("3", rank=9.0, star=True), item("4", list="", rank=0.0)
    )
    assert ids(plan, 0) == ["i3", "i2", "i1", "i4"]


def test_done_shows_this_week_last_finished_first() -> None:
    monday = datetime(2026, 3, 9, 8, tzinfo=UTC)
    plan = Plan({}).put(
        item("1", status="done", ended=monday),
        item("2", status="done", ended=NOW),
        item("3", status="done", ended=monday - timedelta(days=1)),
    )
    assert ids(plan, 4) == ["i2", "i1"]
    assert of(plan).since == date(2026, 3, 9)


def test_done_shows_the_sprint_under_way() -> None:
    sprint = List("l1", "work/s", "Sprint", "sprint", date(2026, 3, 2), date(2026, 3, 14))
    plan = Plan({}).put(sprint, item("1", status="done", ended=datetime(2026, 3, 3, tzinfo=UTC)))
    assert ids(plan, 4) == ["i1"]
    assert of(plan).sprint == sprint
    assert board.sprint_days(sprint, TODAY, Settings()) == (7, 10)
    assert board.current_sprint(plan, date(2026, 3, 14)) is None


def test_a_holiday_is_no_day_of_a_sprint_but_where_it_has_hours() -> None:
    sprint = List("l1", "work/s", "Sprint", "sprint", date(2026, 3, 30), date(2026, 4, 11))
    after_easter = date(2026, 4, 7)
    assert board.sprint_days(sprint, after_easter, Settings()) == (7, 10)
    sweden = Settings(holidays="SE")
    assert board.sprint_days(sprint, after_easter, sweden) == (5, 8)  # without Good Friday and Easter Monday
    assert board.sprint_days(sprint, after_easter, replace(sweden, holiday_hours=None)) == (7, 10)


def test_only_the_archive_that_done_reaches_into_is_asked_for() -> None:
    plan = Plan({"items/archive/2026-01": None, "items/archive/2026-03": None, "items/inbox": None})
    with pytest.raises(NotLoaded) as asked:
        of(plan)
    assert asked.value.shards == {"items/archive/2026-03", "items/inbox"}


def test_a_cursor_move_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan({}).put(item("1"), item("2"), item("3", status="next"))
    start = state(plan, item="i1")
    board.of_state(start)

    def never(*_arguments: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(board, "_column", never)
    assert board.stepped(start, down=1).item == "i2"


def test_the_cursor_goes_along_a_column_and_over_to_empty_ones() -> None:
    plan = Plan({}).put(item("1"), item("2"), item("3"), item("4", status="doing"))
    at = state(plan, item="i3")
    assert board.stepped(at, down=1).item == "i3"
    assert board.stepped(at, down=-5).item == "i1"
    over = board.stepped(at, across=1)
    assert (over.column, over.item) == ("next", "")
    beyond = board.stepped(replace(at, view=over), across=1)
    assert (beyond.column, beyond.item) == ("doing", "i4")
    assert board.stepped(replace(at, view=over), down=1).item == ""


def test_what_is_no_card_is_not_under_the_cursor() -> None:
    meeting = item("3", kind="meeting", status="doing")
    plan = Plan({}).put(item("1"), item("2", status="doing"), meeting)
    assert board.selected(state(plan, item="i3")) == plan.find("i2")
    assert selection(state(plan, item="i3")).item == "i2"
    assert selection(state(plan, item="i1")).item == "i1"
    assert board.cursor(state(plan, item="i3", column="waiting")) == (3, None)
    assert selection(state(plan, item="i3", column="waiting")).item == ""


def drop(plan: Plan, key: str, column: int, index: int) -> Plan:
    return board.place(plan, key, column, index, NOW, TODAY, 0, ZONE)


def test_a_card_dropped_in_another_column_gets_its_status_and_keeps_its_rank() -> None:
    plan = Plan({}).put(item("1", rank=5.0), item("2", status="doing", rank=1.0), item("3", status="doing", rank=9.0))
    assert board.natural_place(of(plan), plan.get(Item, "i1"), 2) == 1
    dropped = drop(plan, "i1", 2, 1)
    assert ids(dropped, 2) == ["i2", "i1", "i3"]
    assert dropped.get(Item, "i1").rank == 5.0


def test_dropping_on_done_finishes_and_back_reopens() -> None:
    plan = Plan({}).put(item("1", status="doing"))
    done = drop(plan, "i1", 4, 0)
    assert (done.get(Item, "i1").status, done.get(Item, "i1").ended) == ("done", NOW)
    assert drop(done, "i1", 1, 0).get(Item, "i1").ended is None


def test_a_release_with_open_lines_cannot_be_dropped_on_done() -> None:
    plan = Plan({}).put(item("1", kind="release", status="doing", checklist=("[ ] notes",)))
    with pytest.raises(PlanError, match="tick them first"):
        drop(plan, "i1", 4, 0)


def test_a_card_where_it_stands_changes_nothing() -> None:
    plan = Plan({}).put(item("1"), item("2"))
    assert drop(plan, "i2", 0, 1) is plan


def test_ranking_among_untouched_cards_changes_few_of_them() -> None:
    plan = Plan({}).put(*(item(f"{n:03}") for n in range(100)))
    moved = drop(plan, "i000", 0, 3)
    assert ids(moved, 0)[:5] == ["i001", "i002", "i003", "i000", "i004"]
    changed = [key for key in ids(moved, 0) if moved.find(key) is not plan.find(key)]
    assert len(changed) <= 4


CARDS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 1.0, 2.0]), st.booleans(), st.booleans(), st.integers(0, 3)), max_size=9
)


@settings(max_examples=80, deadline=None)
@given(CARDS, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(0, 9)), max_size=8))
def test_a_card_comes_to_stand_where_it_is_dropped(
    cards: list[tuple[float, bool, bool, int]], drops: list[tuple[int, int, int]]
) -> None:
    plan = Plan({}).put(
        *(
            item(str(n), rank=rank, star=star, list="work" if listed else "", status=board.COLUMNS[column])
            for n, (rank, star, listed, column) in enumerate(cards)
        )
    )
    for which, column, wanted in drops:
        if which >= len(cards):
            continue
        card = plan.get(Item, f"i{which}")
        low, high = board.span(of(plan), card, column)
        index = min(max(wanted, low), high)
        around = [other.id for other in board.others(of(plan), card, column)]
        plan = drop(plan, card.id, column, index)
        assert ids(plan, column) == [*around[:index], card.id, *around[index:]]
