"""Days on which clocks change, other zones and journeys: drawn and computed right at every level (S9)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ctotui.core import abroad, cursor
from ctotui.core.agenda import on_day
from ctotui.core.capacity import load
from ctotui.core.civil import DAY, day_minutes, exists, instant, midnight, odd_length, wall
from ctotui.core.cursor import Stop
from ctotui.core.lanes import rows as rows_of
from ctotui.core.model import Block, Item
from ctotui.core.month import cells
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from tests.ui.window import Window

# Zone, day, how long it lasts in minutes, a time that it skips (None: none), a time that it shows twice (None: none).
CHANGES = [
    ("Europe/Stockholm", date(2026, 3, 29), 1380, "02:30", None),
    ("Europe/Stockholm", date(2026, 10, 25), 1500, None, "02:30"),
    ("America/New_York", date(2026, 3, 8), 1380, "02:30", None),
    ("America/New_York", date(2026, 11, 1), 1500, None, "01:30"),
    ("Australia/Lord_Howe", date(2026, 4, 5), 1470, None, "01:45"),
    ("Australia/Lord_Howe", date(2026, 10, 4), 1410, "02:15", None),
    ("Asia/Kathmandu", date(2026, 3, 29), 1440, None, None),
    ("Pacific/Apia", date(2011, 12, 30), 0, "12:00", None),
    ("Pacific/Apia", date(2026, 3, 29), 1440, None, None),
    ("Africa/Cairo", date(2026, 4, 24), 1380, "00:15", None),
]
IDS = [f"{zone}-{day}" for zone, day, *_rest in CHANGES]
LEVELS = ("day", "three", "week", "month", "agenda")


def at(day: date, time: str) -> datetime:
    return datetime.combine(day, datetime.strptime(time, "%H:%M").time())


def plan_around(zone: str, day: date) -> Plan:
    """A night of work across the change, an hour at ten each day, and a whole day off."""
    first = day - timedelta(days=3)
    return Plan({}).put(
        Item("inight", "Night work"),
        Item("irun", "Run", repeat="FREQ=DAILY"),
        Item("ioff", "Off"),
        Block("bnight", "inight", at(day - DAY, "23:00"), at(day + DAY, "05:00"), zone=zone),
        Block("brun", "irun", at(first, "10:00"), at(first, "11:00"), zone=zone),
        Block("boff", "ioff", day, day + DAY),
    )


def opened(zone: str, day: date, level: str, **settings: object) -> Window:
    window = Window(plan_around(zone, day), Settings(zone=zone, **settings))  # type: ignore[arg-type]
    window.memory.store.update(now=instant(at(day - DAY, "12:00"), zone))
    moment = cursor.real(at(day, "09:00"), zone)
    window.memory.look(pane="today" if level == "day" else "week", moment=moment, block="")
    if level != "day":
        window.memory.look(zoom=level)
    return window


@pytest.mark.parametrize(("zone", "day", "minutes", "skipped"), [row[:4] for row in CHANGES], ids=IDS)
def test_a_day_is_as_long_as_its_clocks_go(zone: str, day: date, minutes: int, skipped: str | None) -> None:
    assert day_minutes(day, zone) == minutes
    assert bool(odd_length(day, zone)) == (minutes != 1440)
    grid = rows_of(day, zone, 15)
    assert sum((row.ends - row.begins).total_seconds() for row in grid) == minutes * 60
    if skipped:
        assert not exists(at(day, skipped), zone)


@pytest.mark.parametrize(("zone", "day", "minutes"), [row[:3] for row in CHANGES], ids=IDS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_every_level_draws_the_day_and_every_key_moves_on_it(
    level: str, zone: str, day: date, minutes: int, size: tuple[int, int]
) -> None:
    window = opened(zone, day, level, zones=("Asia/Kathmandu", "Pacific/Apia"))
    text = window.frame(*size).text()
    if minutes not in (0, 1440):
        assert odd_length(day, zone) in text
    for key in "jkJKhlHLjjjkkk":
        window.type(key)
        moment = window.view.moment
        assert exists(moment, zone), (key, moment)
        window.frame(*size)


@pytest.mark.parametrize(("zone", "day", "minutes"), [row[:3] for row in CHANGES], ids=IDS)
def test_blocks_keep_their_wall_time_and_the_cells_of_a_month_agree_with_the_day(
    zone: str, day: date, minutes: int
) -> None:
    plan, settings = plan_around(zone, day), Settings(zone=zone)
    found = cells(plan, day - timedelta(days=3), day + timedelta(days=4), settings)
    for one, cell in found.items():
        assert {here.id for here in cell.found} == {here.id for here in on_day(plan, one, zone)}
        assert cell.load == load(plan, one, settings)
        runs = [here.start for here in cell.found if here.title == "Run"]
        assert runs == ([at(one, "10:00")] if day_minutes(one, zone) else runs)
    night = next(here for here in found[day - DAY].found if here.title == "Night work")
    assert night.minutes == 60 + minutes + 300


@pytest.mark.parametrize("zone", sorted({zone for zone, *_rest in CHANGES}))
def test_days_and_months_lead_over_a_change_and_back(zone: str) -> None:
    """Apia had no 30 December 2011; the cursor goes past it in both directions."""
    plan, settings = Plan({}), Settings(zone=zone)
    here = Stop(datetime(2011, 12, 28, 12))
    seen = []
    for _day in range(4):
        here = cursor.days(plan, here, settings, 1)
        seen.append(here.moment.day)
    assert seen == ([29, 31, 1, 2] if zone == "Pacific/Apia" else [29, 30, 31, 1])
    for _day in range(4):
        here = cursor.days(plan, here, settings, -1)
    assert here.moment == datetime(2011, 12, 28, 12)
    assert cursor.months(plan, Stop(datetime(2011, 1, 31, 8)), settings, 1).moment == datetime(2011, 2, 28, 8)


def test_a_day_that_never_was_is_said_so() -> None:
    window = opened("Pacific/Apia", date(2011, 12, 30), "day")
    assert window.view.moment.date() == date(2011, 12, 31)
    window.memory.look(moment=datetime(2011, 12, 30, 9))
    assert "clocks in Pacific/Apia" in window.frame(80, 24).text()
    assert load(window.memory.state.plan, date(2011, 12, 30), window.memory.state.settings).capacity == 0
    window.type("j", "k", "J")


def test_a_day_of_25_hours_shows_the_hour_twice_tells_which_and_says_how_long_it_is() -> None:
    window = opened("Europe/Stockholm", date(2026, 10, 25), "day", zones=("America/New_York",))
    window.memory.look(moment=datetime(2026, 10, 25, 2))
    text = window.frame(80, 24).text().split("\n")
    assert "Sun 25 Oct 25h" in text[1]
    labels = [row[:11] for row in text]
    assert [label for label in labels if label[6:11] in ("02:00", "02:30", "02b00", "02b30")] == [
        "20:00 02:00",
        "20:30 02:30",
        "21:00 02b00",
        "21:30 02b30",
    ]


# -- typed times


@pytest.mark.parametrize(("zone", "day", "skipped", "twice"), [row[:2] + row[3:] for row in CHANGES], ids=IDS)
def test_a_typed_time_that_is_none_is_refused_and_one_that_comes_twice_is_named(
    zone: str, day: date, skipped: str | None, twice: str | None
) -> None:
    """A9, where it is typed: adding, going there, and moving a block."""
    window = opened(zone, day, "week")
    window.memory.look(moment=cursor.real(at(day + DAY, "10:00"), zone), block="brun")
    wanted = skipped or twice
    if wanted is None:
        return
    typed = f"{day.isoformat()} {wanted}"
    sentence = "does not exist on" if skipped else "comes twice on"
    window.type("a", f"Odd {typed}")
    assert sentence in window.frame(160, 45).text()
    window.type("esc", "t", typed)
    assert sentence in window.frame(160, 45).text()
    window.type("esc")
    run = next(one.id for one in on_day(window.memory.state.plan, day + DAY, zone) if one.title == "Run")
    window.memory.look(moment=at(day + DAY, "10:00"), block=run)
    window.type("m", "t", "t", typed)
    assert sentence in window.frame(160, 45).text()
    window.type("enter")
    assert (window.view.mode == "INPUT") == bool(skipped)


# -- other zones and journeys


def test_an_instance_says_the_time_that_its_own_zone_shows() -> None:
    plan = Plan({}).put(
        Item("i1", "Call"),
        Block("b1", "i1", datetime(2026, 3, 12, 21), datetime(2026, 3, 12, 22), zone="America/New_York"),
        Block("b2", "i1", datetime(2026, 3, 12, 21), datetime(2026, 3, 12, 22), zone="Europe/Copenhagen"),
        Block("b3", "i1", datetime(2026, 3, 12, 21), datetime(2026, 3, 12, 22)),
    )
    days = (date(2026, 3, 12), date(2026, 3, 13))
    found = [one for day in days for one in on_day(plan, day, "Europe/Stockholm")]
    told = {one.id: abroad.local(one, "Europe/Stockholm") for one in found}
    assert told == {"b1": "Thu 12 21:00 New York", "b2": "", "b3": ""}


def test_a_journey_moves_nothing_that_has_a_zone_and_keeps_the_instant_of_the_cursor() -> None:
    zone, day = "Europe/Stockholm", date(2026, 3, 12)
    window = opened(zone, day, "week")
    window.memory.look(moment=at(day, "10:00"), block="")
    window.type("k", "j")
    state = window.memory.state
    before, moment = state.plan, instant(state.view.moment, zone)
    window.memory.look(block=next(one.id for one in on_day(before, day, zone) if one.title == "Run"))
    window.type("m", "t", "j")
    held = window.view.grab
    settings, view = abroad.arrive(window.memory.state, "America/New_York")
    assert settings == replace(state.settings, zone="America/New_York")
    assert instant(view.moment, "America/New_York") == moment
    assert view.grab is not None
    assert held is not None
    assert isinstance(view.grab.start, datetime)
    assert isinstance(held.start, datetime)
    assert instant(view.grab.start, "America/New_York") == instant(held.start, zone)
    here = {one.id: one.begins for one in on_day(before, day, zone) if one.zone}
    there = {one.id: one.begins for one in on_day(before, day, "America/New_York") if one.zone}
    assert all(there[key] == here[key] for key in here.keys() & there.keys())
    window.memory.store.update(settings=settings, view=view)
    window.frame(80, 24)
    assert window.memory.state.plan is before


def test_midnight_of_a_day_whose_clocks_skip_it_is_an_hour_later() -> None:
    """Cairo goes forward at midnight."""
    day = date(2026, 4, 24)
    assert wall(instant(midnight(day), "Africa/Cairo"), "Africa/Cairo") == at(day, "01:00")
    assert rows_of(day, "Africa/Cairo", 30)[0].label == "01:00"
