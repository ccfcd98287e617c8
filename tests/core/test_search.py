"""Search in memory: what matches, and the next one in time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.agenda import instances
from ctotui.core.civil import instant
from ctotui.core.errors import NotLoaded
from ctotui.core.model import Block, Entry, Item, Occurrence
from ctotui.core.plan import EMPTY, Plan
from ctotui.core.search import found, step
from ctotui.core.state import Settings, Sought, State, View

ZONE = "Europe/Stockholm"
NOW = datetime(2026, 3, 10, 9, 42)


def state(plan: Plan, **view: object) -> State:
    chosen = {"moment": NOW, **view}
    return State(plan, View(**chosen), Settings(zone=ZONE), instant(NOW, ZONE))  # type: ignore[arg-type]


def planned(key: str, title: str, *starts: datetime, **fields: object) -> Plan:
    blocks = [Block(f"b{key}{n}", f"i{key}", one, one + timedelta(hours=1), ZONE) for n, one in enumerate(starts)]
    return Plan({}).put(Item(f"i{key}", title, **fields), *blocks)  # type: ignore[arg-type]


def together(*plans: Plan) -> Plan:
    made = Plan({})
    for plan in plans:
        made = made.put(*(record for _key, shard in plan.loaded() for record in shard.values()))
    return made


def test_every_word_must_be_somewhere_in_the_record_in_any_case() -> None:
    plan = Plan({}).put(
        Item("i1", "Review SLA contract", tags=("legal",), people=("anna",), notes="Ring Åsa", list="work/business"),
        Item("i2", "Something else"),
    )
    hits = ("sla", "SLA review", "#legal", "@anna sla", "åsa", "ÅSA", "business", "anna legal")
    for text in hits:
        assert found(plan, Sought(text)) == {"i1"}, text
    for text in ("sla else", "#anna", "", "   "):
        assert found(plan, Sought(text)) == frozenset(), text


def test_next_goes_on_in_time_and_previous_back() -> None:
    days = [datetime(2026, 3, day, 9) for day in (2, 9, 10, 20)]
    plan = together(planned("a", "Budget", *days), planned("x", "Other", datetime(2026, 3, 11, 9)))
    here = state(plan)
    later = step(here, Sought("budget"), 1)
    assert later is not None
    assert later.moment == days[3]
    back = step(here, Sought("budget"), -1)
    assert back is not None
    assert (back.moment, back.block) == (days[2], "ba2")
    last = state(plan, moment=days[3], block="ba3")
    assert step(last, Sought("budget"), 1) is None


def test_a_line_that_is_typed_stays_on_a_match_and_else_takes_the_nearest_ahead_then_behind() -> None:
    plan = planned("a", "Budget", datetime(2026, 3, 2, 9), datetime(2026, 3, 5, 9))
    stay = step(state(plan, moment=datetime(2026, 3, 2, 9), block="ba0"), Sought("budget"), 1, here=True)
    behind = step(state(plan), Sought("budget"), 1, here=True)
    assert stay is not None
    assert behind is not None
    assert (stay.block, behind.block) == ("ba0", "ba1")


def test_a_series_is_met_each_time_it_occurs_and_where_it_was_moved() -> None:
    plan = planned("s", "Standup", datetime(2026, 3, 2, 9), repeat="FREQ=WEEKLY")
    plan = plan.put(Occurrence("is@2026-03-16", "is", datetime(2026, 3, 16, 9), start=datetime(2026, 3, 18, 14)))
    here, seen = state(plan), []
    for _time in range(3):
        view = step(here, Sought("standup"), 1)
        assert view is not None
        seen.append(view.moment)
        here = state(plan, moment=view.moment, block=view.block)
    assert seen == [datetime(2026, 3, 18, 14), datetime(2026, 3, 23, 9), datetime(2026, 3, 30, 9)]


def test_a_yearly_series_is_found_beyond_the_first_spans() -> None:
    plan = planned("s", "Audit", datetime(2025, 3, 1, 9), repeat="FREQ=YEARLY")
    view = step(state(plan), Sought("audit"), 1)
    assert view is not None
    assert view.moment == datetime(2027, 3, 1, 9)


def test_what_stands_in_a_list_or_on_the_board_only_is_found_there() -> None:
    plan = Plan({}).put(Item("i1", "Inbox thing"), Item("i2", "Backlog thing", list="work"))
    in_list = step(state(plan), Sought("inbox"), 1)
    assert in_list is not None
    assert (in_list.pane, in_list.part, in_list.item) == ("today", "list", "i1")
    on_board = step(state(plan), Sought("backlog"), 1)
    assert on_board is not None
    assert (on_board.pane, on_board.column, on_board.item) == ("board", "backlog", "i2")
    assert step(state(plan), Sought("nothing"), 1) is None


def test_the_board_goes_round_its_own_cards_first() -> None:
    plan = Plan({}).put(*(Item(f"i{n}", f"Card {n}", list="work", rank=n, status="next") for n in range(3)))
    seen, item = [], "i1"
    for _time in range(3):
        view = step(state(plan, pane="board", column="next", item=item), Sought("card"), 1)
        assert view is not None
        item = view.item
        seen.append(item)
    assert seen == ["i2", "i0", "i1"]


def test_months_on_the_way_that_hold_a_match_are_asked_for_and_no_others() -> None:
    plan = planned("a", "Budget", datetime(2026, 3, 2, 9))
    empty = {f"calendar/2025-{number:02d}": None for number in range(1, 13)}
    near = {f"calendar/2026-{number:02d}": EMPTY for number in (2, 4)}
    plan = Plan({**empty, **near, **plan.shards})
    sought = Sought("budget", frozenset(), ("calendar/2025-06",))
    assert step(state(plan), sought, -1) is not None
    with pytest.raises(NotLoaded) as missing:
        step(state(plan, moment=datetime(2026, 3, 2, 9), block="ba0"), sought, -1)
    assert missing.value.shards == {"calendar/2025-06"}


hours = st.integers(0, 24 * 30).map(lambda n: datetime(2026, 3, 1) + timedelta(hours=n))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(hours, st.booleans(), st.sampled_from(["", "FREQ=DAILY;INTERVAL=3;COUNT=6"])), max_size=7),
    hours,
    st.sampled_from([1, -1]),
)
def test_stepping_visits_every_match_once_in_the_order_of_time(events, start, direction) -> None:
    plan = Plan({})
    for number, (moment, hit, repeat) in enumerate(events):
        item = Item(f"i{number}", "Hit" if hit else "Miss", repeat=repeat, list="work")
        plan = plan.put(item, Block(f"b{number}", item.id, moment, moment + timedelta(hours=1), ZONE))
    everything = instances(plan, datetime(2026, 2, 20).date(), datetime(2026, 6, 1).date(), ZONE)
    wanted = sorted((one.start, one.id) for one in everything if one.title == "Hit")
    ahead = [one for one in wanted if (one > (start, "") if direction > 0 else one < (start, ""))]
    seen: list[tuple[datetime, str]] = []
    here = state(plan, moment=start)
    while (view := step(here, Sought("hit"), direction)) is not None and view.pane == "today" and view.block:
        if (view.moment, view.block) in seen or view.part == "list":
            break
        seen.append((view.moment, view.block))
        here = state(plan, moment=view.moment, block=view.block)
    assert seen == (ahead if direction > 0 else ahead[::-1])


def tracked(key: str, start: datetime, note: str) -> Entry:
    began = instant(start, ZONE)
    return Entry(f"n{key}", "i1", began, began + timedelta(hours=1), ZONE, note=note)


def test_the_notes_of_tracked_entries_are_searched_in_the_order_of_time() -> None:
    days = [datetime(2026, 3, day, 8) for day in (2, 9, 10, 20)]
    entries = [tracked(str(n), start, f"Ring Åsa, part {n}") for n, start in enumerate(days)]
    plan = Plan({}).put(Item("i1", "Budget", status="done"), *entries, tracked("x", datetime(2026, 3, 9, 12), "else"))
    assert found(plan, Sought("åsa PART")) == {"n0", "n1", "n2", "n3"}
    here, seen = state(plan, pane="time", entry="n2"), []
    for way in (-1, -1, 1, 1, 1):
        view = step(here, Sought("åsa"), way)
        assert view is not None
        seen.append((view.entry, view.moment))
        here = state(plan, pane="time", entry=view.entry, moment=view.moment)
    assert seen == [(f"n{n}", days[n]) for n in (1, 0, 1, 2, 3)]
    assert step(here, Sought("åsa"), 1) is None


def test_a_note_is_found_from_any_pane_once_nothing_else_matches() -> None:
    plan = together(
        planned("a", "Budget", datetime(2026, 3, 12, 9)),
        Plan({}).put(Item("i1", "x", status="done"), tracked("1", datetime(2026, 3, 4, 8), "Budget, then a walk")),
    )
    for view in ({}, {"pane": "board"}, {"pane": "week"}, {"part": "list"}):
        there = step(state(plan, **view), Sought("walk"), 1, here=True)
        assert there is not None
        assert (there.pane, there.entry, there.moment) == ("time", "n1", datetime(2026, 3, 4, 8))
    nearer = step(state(plan), Sought("budget"), 1)
    assert nearer is not None
    assert (nearer.pane, nearer.block) == ("today", "ba0")


def test_months_of_entries_that_hold_a_match_are_asked_for_on_the_way() -> None:
    plan = Plan({}).put(Item("i1", "x"), tracked("1", datetime(2025, 11, 20, 8), "Ring Åsa"))
    shards = {"entries/2026-01": None, "entries/2025-12": None, "entries/2025-06": None, "calendar/2026-01": None}
    far = Plan({**plan.shards, **shards, "entries/2026-02": EMPTY, "entries/2026-03": EMPTY})
    sought = Sought("åsa", months=("entries/2025-06", "entries/2026-01", "entries/2025-12"))
    here = state(far, pane="time")
    with pytest.raises(NotLoaded) as missing:
        step(here, sought, -1)
    assert missing.value.shards == {"entries/2026-01", "entries/2025-12"}
    near = Plan({**far.shards, "entries/2026-01": EMPTY, "entries/2025-12": EMPTY})
    view = step(state(near, pane="time"), sought, -1)
    assert view is not None
    assert view.entry == "n1"
