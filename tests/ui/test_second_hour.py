"""The hour that clocks show twice in autumn is drawn as two, and the cursor stands in either (S9)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ctotui.core import abroad, cursor
from ctotui.core.civil import clock_face, exactly, instant, wall
from ctotui.core.cursor import Stop, address, addressed
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from tests.ui.window import Window

ZONE = "Europe/Stockholm"
DAY = date(2026, 10, 25)
SECOND = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""02:00 comes again."""
LEVELS = ("day", "three", "week")


def at(hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(2026, 10, 25, hour, minute, fold=fold)


def plan() -> Plan:
    """Half an hour of the first showing and half an hour of the second, which only another zone can name; tracked."""
    return Plan({}).put(
        Item("ifirst", "First"),
        Item("isecond", "Second"),
        Block("bfirst", "ifirst", at(2), at(2, 30), zone=ZONE),
        Block(
            "bsecond", "isecond", datetime(2026, 10, 24, 21), datetime(2026, 10, 24, 21, 30), zone="America/New_York"
        ),
        Entry("n1", "isecond", SECOND, SECOND + timedelta(minutes=30), zone=ZONE),
    )


def opened(level: str, moment: datetime, filled: bool = True, **settings: object) -> Window:
    window = Window(plan() if filled else None, Settings(zone=ZONE, **settings))  # type: ignore[arg-type]
    window.memory.store.update(now=instant(at(12), ZONE))
    window.memory.look(pane="today" if level == "day" else "week", moment=moment, block="")
    if level != "day":
        window.memory.look(zoom=level)
    return window


def rows(window: Window, size: tuple[int, int], *, ascii: bool = False) -> dict[str, str]:
    """Rows by the time that stands at their left."""
    return {line[:5]: line for line in window.frame(*size, ascii=ascii).text().split("\n")}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("size", [(80, 24), (160, 45), (200, 50)])
@pytest.mark.parametrize("plain", [False, True])
def test_blocks_stand_in_the_showing_of_the_hour_that_they_belong_to(
    level: str, size: tuple[int, int], plain: bool
) -> None:
    found = rows(opened(level, at(1)), size, ascii=plain)
    assert "First" in found["02:00"]
    assert "Second" not in found["02:00"]
    assert "Second" in found["02b00"]
    assert "First" not in found["02b00"]
    assert [label for label in found if label[:2] in ("01", "02", "03") and label[3:] in ("00", "30")] == [
        "01:00",
        "01:30",
        "02:00",
        "02:30",
        "02b00",
        "02b30",
        "03:00",
        "03:30",
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_what_was_tracked_stands_in_the_showing_in_which_it_was(level: str) -> None:
    found = rows(opened(level, at(1)), (200, 50))
    on_plan = ["▓" in found[label][: 200 - 28] for label in ("02:00", "02b00", "02b30")]
    assert on_plan == [False, True, False]


@pytest.mark.parametrize("level", ["three", "week"])
def test_the_other_days_have_nothing_in_the_hour_that_they_do_not_repeat(level: str) -> None:
    window = opened(level, at(1), filled=False)
    found = rows(window, (160, 45))
    other = found["02b00"][6:130]
    assert set(other) <= {"·", " "}
    assert other.count("····") > 10
    own = other[:40] if level == "three" else other[-16:]
    assert not own.strip(), "the day that repeats it is free then"
    assert "·" not in found["02:00"][:130]
    window.memory.look(moment=datetime(2026, 10, 14, 1))
    assert not any("b" in label for label in rows(window, (160, 45)))


@pytest.mark.parametrize("level", LEVELS)
def test_the_cursor_goes_through_the_hour_twice_and_back(level: str) -> None:
    window = opened(level, at(1, 45), filled=False)
    seen = []
    for _step in range(9):
        window.type("j")
        seen.append(clock_face(window.view.moment))
    twice = ["02:00", "02:15", "02:30", "02:45", "02b00", "02b15", "02b30", "02b45", "03:00"]
    assert seen == twice
    for label in (*twice[-2::-1], "01:45"):
        window.type("k")
        assert clock_face(window.view.moment) == label


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_the_cursor_is_drawn_where_it_stands(level: str, size: tuple[int, int]) -> None:
    window = opened(level, at(2, 30, fold=1), filled=False)
    for fold, label in ((1, "02b30"), (0, "02:30")):
        window.memory.look(moment=at(2, 30, fold))
        frame = window.frame(*size)
        assert frame.cursor is not None
        row = frame.text().split("\n")[frame.cursor[1]]
        assert row.startswith(label)
        assert "▸" in row


def test_an_hour_on_is_an_hour_on() -> None:
    window = opened("day", at(1, 30), filled=False)
    seen = []
    for key in "JJJKKK":
        window.type(key)
        seen.append(clock_face(window.view.moment))
    assert seen == ["02:30", "02b30", "03:30", "02b30", "02:30", "01:30"]
    window.memory.look(moment=datetime(2026, 3, 29, 1, 30))
    assert clock_face(window.type("J").view.moment) == "03:30"
    assert clock_face(window.type("K").view.moment) == "01:30"


def test_another_day_has_the_time_but_once() -> None:
    window = opened("week", at(2, 30, fold=1), filled=False)
    window.type("l")
    assert (window.view.moment, window.view.moment.fold) == (datetime(2026, 10, 26, 2, 30), 0)
    window.type("h")
    assert (window.view.moment, window.view.moment.fold) == (at(2, 30), 0)


@pytest.mark.parametrize("level", LEVELS)
def test_a_click_and_a_block_put_the_cursor_into_the_second_showing(level: str) -> None:
    window = opened(level, at(1))
    frame = window.frame(160, 45)
    y = next(y for y, line in enumerate(frame.text().split("\n")) if line.startswith("02b30"))
    column = next(x for x in range(8, 140) if (found := frame.at(x, y)) and "-25T" in found.value)
    window.click(frame.at(column, y))
    assert window.view.moment.fold == 1
    assert exactly(window.view.moment, ZONE) == SECOND + timedelta(minutes=30)
    assert clock_face(window.type("k").view.moment) == "02b15" or window.view.block == "bsecond"


def test_each_block_of_the_two_is_found_by_its_instant() -> None:
    settings = Settings(zone=ZONE)
    assert cursor.at(plan(), at(2, 15), settings).block == "bfirst"
    assert cursor.at(plan(), at(2, 15, fold=1), settings).block == "bsecond"
    walked = [stop.block or clock_face(stop.moment) for stop in cursor.stops(plan(), DAY, settings)]
    assert walked[7:14] == ["01:45", "bfirst", "02:30", "02:45", "bsecond", "02b30", "02b45"]


def test_the_address_of_a_click_keeps_which_showing_is_meant() -> None:
    for moment in (at(2, 30), at(2, 30, fold=1)):
        back = addressed(address(moment))
        assert (back, back.fold) == (moment, moment.fold)


def test_a_journey_from_the_second_showing_keeps_the_instant_of_the_cursor() -> None:
    window = opened("day", at(2, 30, fold=1))
    settings, view = abroad.arrive(window.memory.state, "America/New_York")
    assert instant(view.moment, settings.zone) == SECOND + timedelta(minutes=30)
    back = abroad.arrive(replace(window.memory.state, settings=settings, view=view), ZONE)[1]
    assert clock_face(back.moment) == "02b30"


def test_the_second_zone_says_when_its_own_hour_comes_again() -> None:
    window = opened("day", datetime(2026, 11, 1, 6), filled=False, zones=("America/New_York",))
    text = window.frame(80, 24).text()
    assert "01:00 06:00" in text
    assert "01b00 07:00" in text


@pytest.mark.parametrize(
    ("zone", "day", "labels"),
    [
        ("Australia/Lord_Howe", date(2026, 4, 5), ["01b30", "01b45"]),
        ("Atlantic/Azores", date(2026, 10, 25), ["00b00", "00b15", "00b30", "00b45"]),
        ("America/Sao_Paulo", date(2018, 2, 17), ["23b00", "23b15", "23b30", "23b45"]),
        (ZONE, date(2026, 10, 24), []),
        (ZONE, date(2026, 3, 29), []),
    ],
)
def test_the_second_showing_is_as_long_as_the_clocks_go_back(zone: str, day: date, labels: list[str]) -> None:
    settings = Settings(zone=zone)
    stops = cursor.stops(Plan({}), day, settings)
    assert [clock_face(stop.moment) for stop in stops if stop.moment.fold] == labels
    instants = [exactly(stop.moment, zone) for stop in stops]
    assert instants == sorted(set(instants))
    assert all(wall(moment, zone).fold == stop.moment.fold for moment, stop in zip(instants, stops, strict=True))
    assert cursor.step(Plan({}), Stop(stops[0].moment), settings, len(stops)) == stops[-1]
