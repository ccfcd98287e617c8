"""Today against its mock-ups, in every state and size, and with evil titles (S1–S6, S8, S10, X1, X2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from rich.cells import cell_len

from ctotui import demo
from ctotui.core import agenda, grab
from ctotui.core.agenda import Instance
from ctotui.core.civil import instant
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State, View
from ctotui.ui import chrome
from ctotui.ui.frame import Frame, Target, width_of
from ctotui.ui.glyphs import ASCII, UNICODE, Glyphs, to_ascii
from ctotui.ui.panes import day_grid, today
from ctotui.ui.panes.day_content import shown_day

SIZES = [(80, 24), (160, 45)]
EVIL = [
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b1m",
    "[bold red]markup[/] [@click=app.quit]x[/]",
    "‮evil⁦bidi​zero",
    "漢字かな交じり文の長い題名がここにあります",
    "👩‍👩‍👧‍👦 family 🇸🇪 flag é combining",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "tab\tnew\nline\r\x00nul",
    "x" * 500,
    "",
    "﷽ 𒐫 \ud800",
]


def screen(state: State, size: tuple[int, int], glyphs: Glyphs = UNICODE) -> Frame:
    """Tabs, pane and status row; the hints come from the commands."""
    width, height = size
    frame = Frame(width, height - 1)
    frame.stamp(chrome.tab_row(state, width, glyphs), 0, 0)
    frame.stamp(today.draw(state, width, height - 3, glyphs), 0, 1)
    frame.stamp(chrome.status_row(state, width, glyphs), 0, height - 2)
    return frame


def body(state: State, size: tuple[int, int] = (80, 24), glyphs: Glyphs = UNICODE) -> list[str]:
    return today.draw(state, size[0], size[1] - 3, glyphs).text().split("\n")


def look(state: State, **view: object) -> State:
    return replace(state, view=replace(state.view, **view))  # type: ignore[arg-type]


def block(state: State, title: str) -> Instance:
    return next(one for one in agenda.on_day(state.plan, state.today, demo.ZONE) if one.title == title)


def held(state: State, title: str, slots: int = 0) -> State:
    taken = grab.shift(grab.hold(block(state, title)), state.settings, slots=slots)
    return look(state, mode="GRAB", grab=taken, block=taken.id)


def empty(**view: object) -> State:
    chosen = View(moment=demo.NOW, **view)  # type: ignore[arg-type]
    return State(Plan({}), chosen, demo.settings(), demo.now())


def planned(*spans: tuple[datetime | date, datetime | date], titles: list[str] | None = None) -> State:
    plan = Plan({})
    for number, (start, end) in enumerate(spans):
        title = titles[number] if titles is not None else f"item {number}"
        zone = demo.ZONE if isinstance(start, datetime) else ""
        plan = plan.put(Item(f"i{number}aaaaaaa", title), Block(f"b{number}", f"i{number}aaaaaaa", start, end, zone))
    return replace(empty(), plan=plan)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 10, hour, minute)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_demo_day_looks_as_its_mock_up(
    demo_state: State, size: tuple[int, int], glyphs: Glyphs, snapshot: Callable[[Frame, str], None]
) -> None:
    name = "" if glyphs is UNICODE else "-ascii"
    frame = screen(demo_state, size, glyphs)
    if glyphs is ASCII:
        to_ascii(frame)
        assert frame.text().isascii()
    snapshot(frame, f"today{name}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
def test_a_move_in_progress_looks_as_its_mock_up(
    demo_state: State, size: tuple[int, int], snapshot: Callable[[Frame, str], None]
) -> None:
    snapshot(screen(held(demo_state, "Q2 roadmap draft", 4), size), f"today-grab-{size[0]}x{size[1]}")


@pytest.mark.parametrize("part", ["calendar", "list"])
def test_one_part_where_the_screen_is_small(
    demo_state: State, part: str, snapshot: Callable[[Frame, str], None]
) -> None:
    snapshot(screen(look(demo_state, part=part), (60, 18)), f"today-{part}-60x18")


def test_no_size_crashes(demo_state: State) -> None:
    for state in (demo_state, look(demo_state, part="list"), held(demo_state, "Q2 roadmap draft"), empty()):
        for width in (*range(14), 20, 46, 60, 79, 80, 81, 139, 140, 200, 300):
            for height in (*range(9), 15, 20, 21, 42, 47, 70):
                frame = today.draw(state, width, height, UNICODE)
                assert (frame.width, frame.height) == (width, height)
            for row in (chrome.tab_row, chrome.status_row):
                assert row(state, width, UNICODE).width == width


def test_every_row_takes_exactly_the_width(demo_state: State) -> None:
    plan = demo_state.plan
    for number, title in zip((142, 144, 148, 156, 171, 139, 180, 168), EVIL, strict=False):
        plan = plan.put(replace(plan.get(Item, demo.item_id(number)), title=title))
    for size in SIZES:
        frame = screen(replace(demo_state, plan=plan), size)
        for y in range(frame.height):
            assert cell_len("".join(text for text, _style in frame.line(y))) == size[0]


@pytest.mark.parametrize("title", EVIL)
def test_an_evil_title_stays_text(title: str) -> None:
    state = planned((at(9), at(11)), (at(10, 30), at(12)), (date(2026, 3, 10), date(2026, 3, 12)), titles=[title] * 3)
    for glyphs in (UNICODE, ASCII):
        frame = screen(look(state, block="b1"), (80, 24), glyphs)
        shown = frame.text().replace("\n", "").replace("\u200d", "")
        assert shown.isprintable()
        assert "‮" not in shown
        to_ascii(frame)
        assert frame.text().isascii()
        assert all(len(char) == 1 for row in frame.chars for char in row)


def test_the_states_of_a_block_differ_without_any_style() -> None:
    for glyphs in (UNICODE, ASCII):
        bars = [glyphs.fixed, glyphs.flexible, glyphs.running, glyphs.protected, glyphs.ghost, glyphs.origin]
        marks = [glyphs.star, glyphs.open, glyphs.done, glyphs.waiting, glyphs.inbox]
        lanes = [glyphs.on_plan, glyphs.off_plan, " "]
        hits = [glyphs.overlap, glyphs.clash, glyphs.done]
        for group in (bars, marks, lanes, hits):
            assert len(set(group)) == len(group)
        assert all(width_of(sign) == 1 for sign in bars + marks + lanes + hits)


def test_a_held_block_shows_where_it_was_where_it_goes_and_what_it_hits(demo_state: State) -> None:
    lines = body(held(demo_state, "Q2 roadmap draft", 4))
    text = {line[:5]: line[:46] for line in lines}
    assert "┊was 13:30" in text["13:30"]
    assert "▒Q2 roadmap draft" in text["14:30"]
    assert "→ 14:30–16:00" in text["15:00"]
    assert text["15:00"].rstrip().endswith("!")
    assert text["15:30"].rstrip().endswith("×")
    status = chrome.status_row(held(demo_state, "Q2 roadmap draft", 4), 160, UNICODE).text()
    assert "! Infra budget Q2 30m × CloudCo vendor call 30m FIXED" in status
    assert status.startswith(" GRAB Q2 roadmap draft →14:30–16:00 +60m")


def test_the_grab_status_keeps_clashes_and_the_next_free_slot_at_80_columns(demo_state: State) -> None:
    status = chrome.status_row(held(demo_state, "Q2 roadmap draft", 4), 80, UNICODE).text()
    assert "30m FIXED" in status
    assert status.endswith("f Wed 08:30")


def test_a_grab_to_another_day_shows_that_day(demo_state: State) -> None:
    taken = grab.shift(grab.hold(block(demo_state, "RFC-12 review")), demo_state.settings, days=1)
    state = look(demo_state, mode="GRAB", grab=taken)
    assert shown_day(state) == date(2026, 3, 11)
    assert body(state)[0].startswith("─ Wed 11 Mar · work 08–17 plan 3h00 of 3h45 ")


def test_the_cursor_is_a_sign_and_reverse(demo_state: State) -> None:
    chosen = block(demo_state, "1:1 Anna")
    state = look(demo_state, block=chosen.id, moment=chosen.start)
    frame = today.draw(state, 80, 21, UNICODE)
    y = next(y for y, line in enumerate(frame.text().split("\n")) if line.startswith("13:00"))
    assert frame.chars[y][5] == "▸"
    assert frame.cursor == (8, y)
    assert all("reverse" in style for style in frame.styles[y][8:44])
    plain = today.draw(look(demo_state, part="list", item=demo.item_id(155)), 80, 21, UNICODE)
    y = next(y for y, line in enumerate(plain.text().split("\n")) if "RFC-12 review" in line[46:])
    assert plain.chars[y][46] == "▸"
    assert all("reverse" in style for style in plain.styles[y][47:79])


def test_a_free_slot_between_rows_shows_its_own_time(demo_state: State) -> None:
    frame = today.draw(look(demo_state, moment=at(17, 15), block=""), 80, 21, UNICODE)
    assert any(line.startswith("17:15▸") for line in frame.text().split("\n"))


def test_a_move_of_the_cursor_draws_no_block_again(demo_state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    today.draw(demo_state, 160, 42, UNICODE)
    monkeypatch.setattr(day_grid, "_rows", lambda *_: pytest.fail("drawn again"))
    monkeypatch.setattr(agenda, "_instances", lambda *_: pytest.fail("computed again"))
    frame = today.draw(look(demo_state, moment=at(14)), 160, 42, UNICODE)
    assert any(line.startswith("14:00▸") for line in frame.text().split("\n"))


def test_early_and_late_blocks_are_counted_and_reached() -> None:
    state = planned((at(6), at(7)), (at(22), at(23)))
    lines = body(state)
    assert lines[1][:46].rstrip().endswith("↑1") or lines[1].startswith("06:00")
    assert lines[20][:46].rstrip().endswith("↓1")
    assert any("item 1" in line for line in body(look(state, moment=at(22), block="b1")))
    assert any("item 0" in line for line in body(look(state, moment=at(6), block="b0")))


def test_more_lanes_than_fit_end_in_a_count_and_the_status_row_names_them() -> None:
    state = planned(*[(at(9), at(11))] * 5)
    row = next(line for line in body(look(state, moment=at(9))) if line.startswith("09:00"))
    assert row[:46].rstrip().endswith("+2")
    status = chrome.status_row(look(state, moment=at(9)), 160, UNICODE).text()
    assert "5 here: item 0, item 1, item 2, item 3, item 4" in status


def test_all_day_items_stand_in_a_strip_with_a_count() -> None:
    day = date(2026, 3, 10)
    state = planned(*[(day, day + timedelta(days=1 + n)) for n in range(5)])
    lines = body(state)
    assert [line[:3] for line in lines[1:4]] == ["day"] * 3
    assert "2 days" in lines[2]
    assert "+2" in lines[3]
    assert lines[4].startswith("08:00")
    assert "item 4" in "".join(body(look(state, block="b4", moment=at(0)))[1:4])


@pytest.mark.parametrize(("day", "label"), [(date(2026, 3, 29), "01:00"), (date(2026, 10, 25), "02:00")])
def test_days_of_a_clock_change_draw(day: date, label: str) -> None:
    moment = datetime.combine(day, datetime.min.time())
    state = replace(empty(), now=instant(moment, demo.ZONE))
    lines = body(look(state, moment=moment), (80, 60))
    assert sum(line.startswith(label) for line in lines) == 1
    assert sum(line.startswith("02b00") for line in lines) == (1 if day.month == 10 else 0)
    assert not any(line.startswith("02:00") for line in lines) or day.month == 10


def test_empty_parts_name_a_key() -> None:
    lines = "\n".join(body(empty()))
    assert "a adds" in lines
    assert "nothing on today's list" in lines


def test_the_inspector_stands_beside_from_140_columns(demo_state: State) -> None:
    state = look(demo_state, part="list", item=demo.item_id(151))
    assert "Inspector" not in body(state, (139, 45))[0]
    text = "\n".join(line for line in body(state, (140, 45)))
    assert "CONTRACT 151 Sign CloudCo" in text
    assert "blocked by 142 Review SLA contract" in text


def test_clicks_mean_blocks_slots_and_items(demo_state: State) -> None:
    frame = today.draw(demo_state, 80, 21, UNICODE)
    lines = frame.text().split("\n")
    y = next(y for y, line in enumerate(lines) if line.startswith("13:00"))
    assert frame.at(12, y) == Target("block", block(demo_state, "1:1 Anna").id)
    assert frame.at(2, y) == Target("slot", "2026-03-10T13:00:00")
    y = next(y for y, line in enumerate(lines) if "RFC-12 review" in line[46:])
    assert frame.at(60, y) == Target("item", demo.item_id(155))


def test_items_that_do_not_fit_are_counted(demo_state: State) -> None:
    lines = body(look(demo_state, part="list"), (80, 24))
    assert lines[-1].rstrip().endswith("↓3")
    last = look(demo_state, part="list", item=demo.item_id(173))
    assert any("GPU quota mail" in line for line in body(last))


def test_personal_settings_of_hours_move_the_window() -> None:
    early = Settings(zone=demo.ZONE, hours=((360, 840),) * 7)
    assert body(replace(empty(), settings=early))[1].startswith("06:00")


def test_where_a_held_block_would_go_stands_below_the_now_line(demo_state: State) -> None:
    text = {line[:5]: line[:46] for line in body(held(demo_state, "Review SLA contract", 0))}
    assert "── 10:42 ──" in text["10:30"]
    assert "→ 10:00–11:30" in text["11:00"]
