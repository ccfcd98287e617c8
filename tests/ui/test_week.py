"""The week against its mock-up, on odd days, and with titles that mean harm (S2, S3, S6, S8–S10, X1, X2)."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from ctotui import demo
from ctotui.core import grab
from ctotui.core.blocks import find, next_block
from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State, View
from ctotui.ui.frame import Frame, Target
from ctotui.ui.glyphs import ASCII, UNICODE, Glyphs
from ctotui.ui.panes import week, week_status

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = [(80, 24), (160, 45)]


def demo_state(**view: object) -> State:
    """The demo week with the cursor on its hard conflict."""
    plan = demo.build()
    infra = next_block(plan, demo.item_id(165), demo.now(), demo.ZONE)
    assert infra is not None
    at = datetime(2026, 3, 11, 16)
    chosen = View(pane="week", moment=at, block=infra.id)
    return State(plan, replace(chosen, **view), demo.settings(), demo.now())  # type: ignore[arg-type]


def held_state() -> State:
    """Q2 roadmap held an hour later, as on the mock-up of the move in progress."""
    state = demo_state()
    one = next_block(state.plan, demo.item_id(144), demo.now(), demo.ZONE)
    assert one is not None
    moved = grab.shift(grab.hold(one), state.settings, slots=4)
    return replace(state, view=replace(state.view, mode="GRAB", grab=moved))


def body(state: State, size: tuple[int, int], glyphs: Glyphs = UNICODE) -> Frame:
    return week.draw(state, size[0], size[1] - 3, glyphs)


def said(state: State, width: int) -> str:
    return " │ ".join("".join(text for text, _style in part) for part in week_status.parts(state, width, UNICODE))


def compare(name: str, text: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("CTOTUI_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text + "\n"


@pytest.mark.parametrize("size", SIZES)
def test_the_demo_week_looks_as_its_mock_up(size: tuple[int, int]) -> None:
    compare(f"week-{size[0]}x{size[1]}", body(demo_state(), size).text())


@pytest.mark.parametrize("size", SIZES)
def test_a_move_in_progress(size: tuple[int, int]) -> None:
    compare(f"week-grab-{size[0]}x{size[1]}", body(held_state(), size).text())


def test_ascii() -> None:
    text = body(demo_state(), (80, 24), ASCII).text()
    compare("week-ascii-80x24", text)
    assert text.replace("×", "").isascii()


def test_the_status_row_names_both_sides_of_a_conflict() -> None:
    state = demo_state()
    assert said(state, 80) == "Wed 16:00 × Infra review / Hiring int. 30m │ v11 plan 20h15 of 24h50 · 2 over"
    assert said(state, 160) == (
        "Wed 11 16:00  × Infra review 16:00–17:00 overlaps Hiring int. 15:30–16:30 by 30m"
        " │ v11: plan 20h15 of 24h50 · 2 days over · 1 hard conflict"
    )


def test_the_status_row_says_how_long_a_slot_is_free() -> None:
    assert said(demo_state(moment=datetime(2026, 3, 11, 12, 45), block=""), 80).startswith("Wed 12:45 free to 14:00")


def test_the_cursor_is_a_glyph_and_reverse() -> None:
    """S10: on a block, and on a free slot whose time then stands at the left."""
    frame = body(demo_state(), (80, 24))
    x, y = frame.cursor or (0, 0)
    assert (frame.chars[y][x - 1], frame.styles[y][x]) == ("▸", "clash+bold+reverse")
    frame = body(demo_state(moment=datetime(2026, 3, 12, 16, 15), block=""), (80, 24))
    x, y = frame.cursor or (0, 0)
    assert frame.chars[y][x - 1] == "▸"
    assert "".join(frame.chars[y][:5]) == "16:15"


def test_a_free_hour_moves_no_other_row() -> None:
    """X3: a step of the cursor changes two rows."""
    one = body(demo_state(moment=datetime(2026, 3, 12, 12, 45), block=""), (80, 24)).text().split("\n")
    two = body(demo_state(moment=datetime(2026, 3, 12, 14, 30), block=""), (80, 24)).text().split("\n")
    assert sum(a != b for a, b in zip(one, two, strict=True)) == 2


def test_early_and_late_blocks_are_counted_where_they_are_not_seen() -> None:
    """S8: nothing that is on the day is ever invisible without a count."""
    state = demo_state()
    plan = state.plan.put(
        Block("bearly", demo.item_id(158), datetime(2026, 3, 12, 5), datetime(2026, 3, 12, 6), zone=demo.ZONE),
        Block("blate", demo.item_id(158), datetime(2026, 3, 12, 20), datetime(2026, 3, 12, 21), zone=demo.ZONE),
    )
    rows = body(replace(state, plan=plan), (80, 24)).text().split("\n")
    assert rows[2].rstrip()[48:].startswith("▌Triage")
    assert "↑1" in rows[2]
    assert "↓1" in rows[-1]
    late = replace(state, plan=plan, view=replace(state.view, moment=datetime(2026, 3, 12, 20), block="blate"))
    assert "FinOps post" in body(late, (80, 24)).text()


def test_all_day_items_stand_in_a_strip_and_never_in_the_grid() -> None:
    """S6: one row each, ``+n`` when more than three."""
    state = demo_state()
    days = [Block(f"b{n}", demo.item_id(158), date(2026, 3, 10), date(2026, 3, 12 + n)) for n in range(5)]
    rows = body(replace(state, plan=state.plan.put(*days)), (80, 24)).text().split("\n")
    assert [row.startswith(" day ") for row in rows[1:6]] == [False, True, True, True, False]
    assert rows[2][20:].startswith("█FinOps post" if days[0].fixed else "▌FinOps post")
    assert "+2" in rows[4]
    assert rows[2].count("─") > 10


def test_more_blocks_than_lanes_end_in_a_count() -> None:
    state = demo_state()
    start = datetime(2026, 3, 12, 9)
    crowd = [Block(f"b{n}", demo.item_id(150 + n), start, start + timedelta(hours=1), zone=demo.ZONE) for n in range(5)]
    state = replace(state, plan=state.plan.put(*crowd), view=replace(state.view, moment=start, block="b0"))
    assert "+3" in body(state, (80, 24)).text()
    assert "5 here: " in said(state, 80)


def plan_around(day: date) -> Plan:
    """A night block across the change of clocks, and a daily run at ten."""
    return Plan({}).put(
        Item("inight", "Night work"),
        Item("irun", "Run", repeat="FREQ=DAILY"),
        Block("bnight", "inight", at(day, 1), at(day, 4), zone=demo.ZONE),
        Block("brun", "irun", at(day - timedelta(days=6), 10), at(day - timedelta(days=6), 11), zone=demo.ZONE),
    )


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_blocks_keep_their_wall_time_when_clocks_change(day: date) -> None:
    """S9."""
    settings = Settings(zone=demo.ZONE)
    state = State(
        plan_around(day),
        View(pane="week", moment=at(day, 1), block="bnight"),
        settings,
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    rows = {row[:5]: row for row in body(state, (160, 45)).text().split("\n")}
    assert "▸▌Night work" in rows["01:00"]
    assert "▌" in rows["03:30"][100:]
    assert "▌" not in rows["04:00"][100:132]
    state = replace(state, view=replace(state.view, moment=at(day, 10), block=""))
    rows = {row[:5]: row for row in body(state, (160, 45)).text().split("\n")}
    assert rows["10:00"].count("▌Run") == 7
    if day.month == 3:
        empty = replace(state, plan=Plan({}), view=replace(state.view, moment=at(day, 1)))
        rows = {row[:5]: row for row in body(empty, (160, 45)).text().split("\n")}
        assert rows["02:00"][114:].startswith("····")
        assert "·" not in rows["03:00"][:132]


def test_a_moved_occurrence_is_shown_where_it_was_moved() -> None:
    state = demo_state()
    key = f"{demo.item_id(211)}@2026-03-13"
    plan = state.plan.put(
        Occurrence(
            key,
            demo.item_id(211),
            datetime(2026, 3, 13, 9),
            start=datetime(2026, 3, 12, 12, 45),
            end=datetime(2026, 3, 12, 13),
        )
    )
    assert find(plan, key, demo.ZONE) is not None
    rows = body(replace(state, plan=plan), (160, 45)).text().split("\n")
    assert any("█Exec sync" in row[60:78] for row in rows)
    assert not any("█Exec sync" in row[78:96] for row in rows)


EVIL = [
    "\x1b[31mred\x1b[0m",
    "[bold]x[/bold]",
    "a\u202eb",
    "\ud800",
    "👩‍👩‍👧‍👦 family",
    "日本語の会議です",
    "e\u0301\u0301\u0301",
    "",
    "\n\r\t",
    "\u200b\u200b",
]


@pytest.mark.parametrize("size", [*SIZES, (60, 18), (100, 30), (200, 50)])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_no_title_breaks_the_frame(size: tuple[int, int], glyphs: Glyphs) -> None:
    plan, start = Plan({}), datetime(2026, 3, 9, 8)
    for number, title in enumerate(EVIL):
        begin = start + timedelta(days=number % 7, minutes=20 * number)
        plan = plan.put(
            Item(f"i{number}", title, estimate=600, due=date(2026, 3, 1)),
            Block(f"b{number}", f"i{number}", begin, begin + timedelta(minutes=45), zone=demo.ZONE),
            Block(f"d{number}", f"i{number}", begin.date(), begin.date() + timedelta(days=2)),
        )
    state = State(plan, View(pane="week", moment=start, block="b0"), demo.settings(), demo.now())
    frame = body(state, size, glyphs)
    for y in range(frame.height):
        row = "".join(frame.chars[y])
        assert cell_len(row) == len(frame.chars[y]) == size[0]
        assert row.replace("\u200d", "").isprintable()
    week_status.parts(state, size[0], glyphs)


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (7, 5), (20, 8), (40, 12), (300, 90)])
def test_no_size_is_too_odd_to_draw(size: tuple[int, int]) -> None:
    frame = week.draw(demo_state(), size[0], size[1], UNICODE)
    assert (frame.width, frame.height) == size


def test_a_click_means_the_block_or_the_slot_under_it() -> None:
    frame = body(demo_state(), (80, 24))
    infra = demo_state().view.block
    assert frame.at(41, 18) == Target("block", infra)
    assert frame.at(36, 10) == Target("slot", "2026-03-11T12:00:00")
    assert frame.at(50, 0) == Target("day", "2026-03-12T16:00:00")
