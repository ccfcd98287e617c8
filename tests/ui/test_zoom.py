"""The five levels of the calendar at three sizes, on odd days, and with titles that mean harm (S6–S10, X1, X2)."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from rich.cells import cell_len

from ctotui import demo
from ctotui.core.agenda import on_day
from ctotui.core.model import Block, Item
from ctotui.core.month import weeks
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, View
from ctotui.ui import mouse
from ctotui.ui.frame import Frame, Target
from tests.ui.window import Window

SIZES = ((80, 24), (160, 45), (200, 50))
LEVELS = ("three", "week", "month", "agenda")
PLAIN = Settings(zone=demo.ZONE)


def opened(zoom: str = "week", **settings: object) -> Window:
    """The demo day at a level of the second pane."""
    chosen = replace(demo.settings(), **{"holidays": "", **settings})  # type: ignore[arg-type]
    window = Window(demo.build(), chosen, demo=True)
    window.memory.look(pane="week", zoom=zoom)
    return window


def at(window: Window, moment: datetime, block: str = "") -> Window:
    window.memory.look(moment=moment, block=block)
    return window


def rows(window: Window, size: tuple[int, int] = (80, 24)) -> list[str]:
    return window.frame(*size).text().split("\n")


def lit(frame: Frame) -> str:
    """What is shown in reverse, rows joined by a blank."""
    found = []
    for chars, styles in zip(frame.chars, frame.styles, strict=True):
        text = "".join(char for char, style in zip(chars, styles, strict=True) if "reverse" in style).strip()
        found += [text] if text else []
    return " ".join(found)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("zoom", LEVELS)
def test_each_level_shows_the_demo_day(snapshot, zoom: str, size: tuple[int, int]) -> None:
    snapshot(opened(zoom).frame(*size), f"zoom-{zoom}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("zoom", LEVELS)
def test_ascii_has_no_other_sign(snapshot, zoom: str) -> None:
    frame = opened(zoom).frame(80, 24, ascii=True)
    assert frame.text().isascii()
    snapshot(frame, f"zoom-{zoom}-ascii-80x24")


def test_z_goes_through_the_five_levels_and_the_instant_stays() -> None:
    """S7."""
    window = Window(demo.build(), demo.settings(), demo=True)
    start = window.view.moment, window.view.block
    seen = []
    for _press in range(6):
        seen.append((window.view.pane, window.view.zoom))
        assert (window.view.moment, window.view.block) == start
        window.type("z")
    assert [zoom if pane == "week" else pane for pane, zoom in seen] == ["today", *LEVELS, "today"]


def test_a_free_moment_survives_every_level_too() -> None:
    window = at(Window(demo.build(), demo.settings()), datetime(2026, 3, 12, 10, 15))
    for _press in range(5):
        window.type("z")
        assert (window.view.moment, window.view.block) == (datetime(2026, 3, 12, 10, 15), "")


def test_the_second_pane_stays_at_its_level() -> None:
    window = opened("month").type("1", "2")
    assert window.view.zoom == "month"
    assert "[2 Month]" in rows(window)[0]


def test_help_and_the_footer_name_the_level_and_its_keys() -> None:
    window = opened("month")
    assert "⏎ day" in rows(window)[-1]
    text = window.type("?").frame(80, 60).text()
    assert "keys here: Month" in text
    assert "Go to the same time a week later." in text
    assert "Go to the next block or free slot of the day." not in text


# -- month


def test_in_a_month_h_and_l_go_by_days_j_and_k_by_weeks_and_H_and_L_by_months() -> None:
    window = at(opened("month"), datetime(2026, 3, 31, 7))
    for keys, expected in (
        ("l", (4, 1)),
        ("h", (3, 31)),
        ("k", (3, 24)),
        ("j", (3, 31)),
        ("L", (4, 30)),
        ("H", (3, 30)),
    ):
        window.type(keys)
        assert (window.view.moment.month, window.view.moment.day) == expected, keys
        assert window.view.moment.hour == 7


def test_enter_and_a_double_click_open_the_day() -> None:
    window = at(opened("month"), datetime(2026, 3, 12, 20)).type("enter")
    assert (window.view.pane, window.view.moment) == ("today", datetime(2026, 3, 12, 20))
    window = opened("month")
    frame = window.frame(80, 24)
    window.click(frame.at(35, 10), double=True)
    assert (window.view.pane, window.view.moment.date()) == ("today", date(2026, 3, 12))


def test_the_wheel_goes_a_week_at_a_time_in_a_month() -> None:
    window = at(opened("month"), datetime(2026, 3, 12, 20))
    mouse.wheel(window.desk, 1)
    assert window.view.moment == datetime(2026, 3, 19, 20)


def test_the_cursor_of_a_month_is_a_sign_and_reverse_on_day_and_block() -> None:
    window = at(opened("month"), datetime(2026, 3, 11, 10), _block("Arch guild", 11))
    frame = window.frame(80, 24)
    assert lit(frame) == "DEMO 11 █Arch…+4"
    x, y = frame.cursor or (0, 0)
    assert frame.chars[y][x - 1] == "▸"


def _block(title: str, day: int) -> str:
    found = on_day(demo.build(), date(2026, 3, day), demo.ZONE)
    return next(one.id for one in found if one.title == title)


def test_what_has_no_row_in_a_day_of_the_month_is_counted() -> None:
    """S8: nothing that is on the day is ever invisible without a count."""
    for size in SIZES:
        window = opened("month")
        frame = window.frame(*size)
        titled = {frame.at(x, y) for y in range(2, size[1] - 2) for x in range(4, size[0])}
        day = on_day(demo.build(), date(2026, 3, 10), demo.ZONE)
        seen = sum(Target("block", one.id) in titled for one in day)
        assert seen == len(day) or f"+{len(day) - seen}" in frame.text()


def test_a_month_of_six_weeks_fits_and_of_four_fills() -> None:
    for day, count in ((date(2026, 3, 1), 6), (date(2027, 2, 1), 4)):
        assert len(weeks(day, 0)) == count
        text = rows(at(opened("month"), datetime.combine(day, datetime.min.time())))
        assert sum(row.startswith("v") for row in text) == count


def test_iso_weeks_are_right_at_the_turn_of_a_year() -> None:
    text = rows(at(opened("month"), datetime(2027, 1, 1, 9)))
    assert [row[:3] for row in text if row.startswith("v")] == ["v53", "v01", "v02", "v03", "v04"]
    sunday = at(opened("month", week_start=6), datetime(2026, 3, 10, 9))
    assert [row[:3] for row in rows(sunday) if row.startswith("v")] == ["v10", "v11", "v12", "v13", "v14"]


def test_an_all_day_block_stands_first_on_each_of_its_days() -> None:
    window = opened("month")
    window.memory.store.edit(
        "x", lambda plan: plan.put(Item("itrip", "Trip"), Block("btrip", "itrip", date(2026, 3, 17), date(2026, 3, 20)))
    )
    row = next(row for row in rows(window) if "Trip" in row)
    assert row.count("▌Trip") == 3


def test_m_in_a_month_and_in_the_list_holds_the_block_in_the_week() -> None:
    for zoom in ("month", "agenda"):
        window = at(opened(zoom), datetime(2026, 3, 10, 13, 30), _block("Q2 roadmap draft", 10)).type("m")
        assert (window.view.mode, window.view.zoom) == ("GRAB", "week")
    for zoom in ("three", "week"):
        window = at(opened(zoom), datetime(2026, 3, 10, 13, 30), _block("Q2 roadmap draft", 10)).type(
            "m", "j", "j", "l"
        )
        assert "was 13:30" in window.frame(80, 24).text()
        window.type("enter")
        assert window.view.moment == datetime(2026, 3, 11, 14)


def test_holidays_are_named_in_the_month_and_in_the_list_and_never_folded() -> None:
    window = at(opened("month", holidays="SE", language="sv"), datetime(2026, 4, 2, 9))
    text = window.frame(80, 24).text()
    assert "Lång" in text
    assert "5 Påsk" in text
    at(window, datetime(2026, 4, 3, 9))
    assert "Långfredagen" in window.frame(160, 45).text()
    window.type("z")
    text = window.frame(80, 24).text()
    assert "  Långfredagen" in text
    assert "Sun 5 Apr       nothing planned  Påskdagen" in text


# -- three days


def test_three_days_are_counted_from_today() -> None:
    window = opened("three")
    assert "Tue 10 Mar" in rows(window)[1]
    window.type("l", "l")
    assert "Tue 10 Mar" in rows(window)[1]
    window.type("l")
    assert rows(window)[1].split()[1:4] == ["Fri", "13", "Mar"]
    window.type("H")
    assert window.view.moment.date() == date(2026, 3, 10)


# -- the list


def titles(window: Window, keys: str) -> list[str]:
    """Titles that the cursor comes by, blank on empty days."""
    found = []
    for key in keys:
        window.type(key)
        one = next((one for one in _on(window) if one.id == window.view.block), None)
        found.append(one.title if one else f"free {window.view.moment.day}")
    return found


def _on(window: Window):
    return on_day(window.memory.state.plan, window.view.moment.date(), demo.ZONE)


def test_rows_of_the_list_lead_from_day_to_day_and_over_empty_ones() -> None:
    window = at(opened("agenda"), datetime(2026, 3, 13, 15, 30), _block("Weekly review", 13))
    assert titles(window, "jjjk") == ["Run", "free 15", "Triage + plan", "free 15"]
    assert titles(window, "kkk") == ["Run", "Weekly review", "eBPF ch.4"]


def test_a_free_moment_stands_at_the_head_of_its_day_and_goes_on_from_there() -> None:
    window = at(opened("agenda"), datetime(2026, 3, 11, 12, 30))
    frame = window.frame(80, 24)
    y = (frame.cursor or (0, 0))[1]
    assert "".join(frame.chars[y]).startswith("▸Wed 11 Mar")
    assert titles(window, "j") == ["Legal: SLA"]
    at(window, datetime(2026, 3, 11, 12, 30))
    assert titles(window, "k") == ["Decide IAM vendor"]


def test_J_and_K_go_to_the_next_day_that_has_rows() -> None:
    window = at(opened("agenda"), datetime(2026, 3, 10, 13), _block("1:1 Anna", 10))
    assert titles(window, "JJK") == ["Triage + plan", "Triage + plan", "Triage + plan"]
    assert window.view.moment == datetime(2026, 3, 11, 8)


def sparse() -> Window:
    """Two blocks that are nine weeks apart, and nothing else."""
    plan = Plan({}).put(
        Item("i1", "One"),
        Block("b1", "i1", datetime(2026, 3, 11, 9), datetime(2026, 3, 11, 10), zone=demo.ZONE),
        Block("b2", "i1", datetime(2026, 5, 13, 9), datetime(2026, 5, 13, 10), zone=demo.ZONE),
    )
    window = Window(plan, PLAIN)
    window.memory.look(pane="week", zoom="agenda", moment=datetime(2026, 3, 11, 9), block="b1")
    return window


def test_empty_weeks_are_one_row_and_a_day_whose_clocks_change_has_its_own() -> None:
    text = "\n".join(rows(sparse()))
    assert re.search("Mon 16 Mar – Sun 22 Mar  nothing planned +v12", text)
    assert "Sun 29 Mar      nothing planned  23h\n" in text
    assert re.search(r"Mon 30 Mar – Sun 10 May  nothing planned \(42 days\) +v14–v19", text)
    assert "v20 · 11–17 May 2026" in text
    window = sparse()
    stops = [(3, 11), (3, 12), (3, 16), (3, 23), (3, 29), (3, 30), (5, 11), (5, 13)]
    for key, path in (("j", stops[1:]), ("k", stops[-2::-1])):
        for expected in path:
            window.type(key)
            assert (window.view.moment.month, window.view.moment.day) == expected


def test_the_list_goes_on_for_ever_both_ways() -> None:
    window = sparse()
    for key, year in (("j", 2027), ("k", 2025)):
        for _press in range(40):
            window.type(key)
            window.frame(80, 24)
        assert (window.view.moment.year - 2026) * (year - 2026) >= 1
        at(window, datetime(2026, 3, 11, 9), "b1")


@pytest.mark.parametrize("zoom", LEVELS)
@pytest.mark.parametrize("moment", [datetime(1971, 1, 1), datetime(9990, 12, 31, 23, 45)])
def test_the_ends_of_the_calendar_hold(zoom: str, moment: datetime) -> None:
    window = at(opened(zoom), moment)
    for key in "hjklHLJK":
        for _press in range(3):
            window.type(key)
        window.frame(80, 24)
    assert 1971 <= window.view.moment.year <= 9991


# -- titles, sizes, zones

EVIL = [
    "\x1b[31mred\x1b[0m",
    "[bold]x[/bold]",
    "a\u202eb",
    "\ud800",
    "👩‍👩‍👧‍👦 family",
    "日本語の会議です",
    "e\u0301\u0301",
    "",
    "\n\r\t",
]


@pytest.mark.parametrize("size", [*SIZES, (60, 18), (100, 30)])
@pytest.mark.parametrize("zoom", LEVELS)
@pytest.mark.parametrize("plain", [False, True])
def test_no_title_breaks_the_frame(zoom: str, size: tuple[int, int], plain: bool) -> None:
    plan, start = Plan({}), datetime(2026, 3, 9, 8)
    for number, title in enumerate(EVIL):
        begin = start + timedelta(days=number % 7, minutes=20 * number)
        plan = plan.put(
            Item(f"i{number}", title, estimate=600, list=f"work/{title}"),
            Block(f"b{number}", f"i{number}", begin, begin + timedelta(minutes=45), zone=demo.ZONE),
            Block(f"d{number}", f"i{number}", begin.date(), begin.date() + timedelta(days=2)),
        )
    window = Window(plan, replace(PLAIN, zones=("Asia/Kathmandu",)))
    window.memory.look(pane="week", zoom=zoom, moment=start, block="b0")
    frame = window.frame(*size, ascii=plain)
    for row in frame.chars:
        assert cell_len("".join(row)) == len(row) == size[0]
        assert "".join(row).replace("\u200d", "").isprintable()


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (7, 5), (20, 8), (40, 12), (60, 18), (300, 90)])
@pytest.mark.parametrize("zoom", LEVELS)
def test_no_size_is_too_odd_to_draw(zoom: str, size: tuple[int, int]) -> None:
    window = opened(zoom, zones=("America/New_York",))
    frame = window.frame(*size)
    assert (frame.width, frame.height) == size


def test_a_second_zone_has_a_column_of_hours_and_o_takes_it_away() -> None:
    """S9: on 10 March New York is five hours behind Stockholm, from the 29th on six."""
    for zoom in ("three", "week"):
        window = opened(zoom, zones=("America/New_York", "Asia/Kathmandu"))
        assert rows(window)[1].startswith("EDT ")
        assert any(row.startswith("03:00 08:00") for row in rows(window))
        later = at(opened(zoom, zones=("America/New_York",)), datetime(2026, 3, 30, 9))
        assert any(row.startswith("02:00 08:00") for row in rows(later))
        window.type("o")
        assert any(row.startswith("12:45 08:00") for row in rows(window))
        window.type("o")
        assert any(row.startswith("08:00") for row in rows(window))
    window = Window(demo.build(), replace(demo.settings(), zones=("America/New_York",)))
    assert any(row.startswith("03:00 08:00") for row in rows(window))
    assert "zones = [" in rows(Window(demo.build(), demo.settings()).type("o"))[-2]


def test_what_was_made_in_another_zone_says_its_own_time() -> None:
    """S9: in the inspector, and in the status row."""
    window = opened("week")
    start = datetime(2026, 3, 12, 19)
    window.memory.store.edit(
        "x",
        lambda plan: plan.put(
            Item("itokyo", "Tokyo call"),
            Block("btokyo", "itokyo", start, start + timedelta(hours=1), zone="Asia/Tokyo"),
        ),
    )
    at(window, datetime(2026, 3, 12, 11), "btokyo")
    assert "(19:00 Tokyo)" in rows(window)[-2]
    assert "Thu 11:00–12:00  (19:00 Tokyo)" in window.type("enter").frame(80, 24).text()


def test_a_pane_that_was_never_moved_shows_today() -> None:
    for zoom in LEVELS:
        window = opened(zoom)
        window.memory.store.update(view=View(pane="week", zoom=zoom))  # type: ignore[arg-type]
        assert "Tue 10" in window.frame(80, 24).text()
