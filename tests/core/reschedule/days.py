"""Random days for the properties of the rescheduling verbs (section 6), shared by all of them.

`days()` draws a plan of up to three days around one, with settings and a moment: zones with the days on which their
clocks change, blocks that overlap, are pinned, have people, were imported, are done, last all day, are a mark without
length, pass midnight, or were made in another zone; occurrences of series, touched and not; focus windows and days off;
moments before, on and after the day. Nothing on it is guaranteed: a test takes what it needs with `assume`, or draws a
key with `held`.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, assume
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ctotui.core.agenda import Instance, by_id, instances, on_day
from ctotui.core.blocks import counts, lasting
from ctotui.core.civil import DAY, at_minute, day_bounds, rezone, shown
from ctotui.core.model import Block, Item, Occurrence, Priority, Record
from ctotui.core.plan import Plan
from ctotui.core.reschedule import room
from ctotui.core.state import Settings

STOCKHOLM = "Europe/Stockholm"
PLAIN_DAY = (STOCKHOLM, date(2026, 3, 10))
DAYS: tuple[tuple[str, date], ...] = (
    PLAIN_DAY,
    (STOCKHOLM, date(2026, 3, 29)),
    (STOCKHOLM, date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Asia/Kathmandu", date(2026, 3, 31)),
    ("UTC", date(2026, 12, 31)),
)
"""Zone and day: plain ones, one hour less or more, half an hour more, no midnight, two hours before midnight twice."""
KINDS = (
    *("flexible",) * 8,
    *("pinned", "meeting", "imported", "mark", "done", "dropped", "all-day"),
    *("series", "touched", "moved", "fixed-series"),
)
LENGTHS = (15, 30, 30, 45, 60, 60, 90, 120, 5, 7, 240)
MODIFIED = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Day:
    """One random case."""

    plan: Plan
    settings: Settings
    now: datetime
    """Instant."""
    day: date

    @property
    def zone(self) -> str:
        return self.settings.zone

    @property
    def all(self) -> list[Instance]:
        """What stands on the day, or the days before and after it."""
        return instances(self.plan, self.day - DAY, self.day + 2 * DAY, self.zone)

    @property
    def movables(self) -> list[Instance]:
        return room.movables(self.plan, self.day, self.settings, self.now)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The instants of the day."""
        return day_bounds(self.day, self.zone)

    def timed(self) -> list[Instance]:
        """What has hours and takes up time on the day, movable or not."""
        return [one for one in on_day(self.plan, self.day, self.zone) if counts(one)]

    def one(self, key: str, plan: Plan | None = None) -> Instance | None:
        """An instance in `plan`, as a rule in this one."""
        return by_id(plan or self.plan, key, self.zone)


@dataclass(frozen=True)
class Sketch:
    """A block as drawn: kind, day beside the middle one, minute of it, length, whose clock, whose item, priority."""

    kind: str
    day: int
    minute: int
    length: int
    clock: str
    shared: bool
    priority: Priority


MINUTES = st.one_of(
    st.integers(6 * 4, 19 * 4).map(lambda quarter: quarter * 15),
    st.integers(8 * 12, 17 * 12).map(lambda step: step * 5),
    st.sampled_from((0, 60, 90, 120, 150, 180, 1350, 1380, 1410)),
    st.integers(0, 1439),
)
SKETCHES = st.builds(
    Sketch,
    st.sampled_from(KINDS),
    st.sampled_from((0,) * 10 + (-1, 1)),
    MINUTES,
    st.sampled_from(LENGTHS),
    st.sampled_from(("own",) * 6 + ("other", "floating")),
    st.booleans(),
    st.sampled_from(("normal", "normal", "low", "high", "urgent")),
)
HOURS = st.sampled_from(((480, 1020), (480, 1020), (420, 1140), (0, 0)))


@st.composite
def days(draw: st.DrawFn, most: int = 10, kinds: Sequence[str] = KINDS) -> Day:
    """A random day with at most `most` blocks of some `kinds`."""
    zone, day = draw(st.sampled_from((PLAIN_DAY, *DAYS)))
    weekday = day.weekday()
    settings = Settings(
        slot=draw(st.sampled_from((15, 15, 5, 10, 30))),
        hours=tuple(draw(HOURS) if number == weekday else (480, 1020) for number in range(7)),
        lunch=draw(st.sampled_from(((720, 765), (720, 765), (0, 0)))),
        focus=draw(st.sampled_from(((), ((weekday, 480, 600),), ((weekday, 540, 570), (weekday, 840, 900))))),
        zone=zone,
    )
    least = draw(st.sampled_from((most // 2, most // 2, most // 4, 0)))
    wanted = SKETCHES if kinds is KINDS else SKETCHES.filter(lambda one: one.kind in kinds)
    sketches = draw(st.lists(wanted, min_size=least, max_size=most))
    other = draw(st.sampled_from(("America/New_York", STOCKHOLM, "Asia/Tokyo")))
    records = [record for number, one in enumerate(sketches) for record in _drawn(number, one, day, zone, other)]
    begin, end = day_bounds(day, zone)
    length = round((end - begin).total_seconds() / 60)
    moments = (st.just(-600), st.just(0), st.integers(0, 480), st.integers(360, 720), st.integers(0, length + 600))
    minute = draw(st.one_of(*moments))
    now = begin + timedelta(minutes=minute, seconds=draw(st.sampled_from((0, 17))))
    return Day(Plan({}).put(Item("ishared", "Shared"), *records), settings, now, day)


def held(day: Day, flexible: bool = False) -> st.SearchStrategy[str]:
    """The id of what has hours on the day, where `flexible` only of what verbs may move; a bare day is passed over."""
    keys = [one.id for one in (day.movables if flexible else day.timed())]
    assume(keys)
    return st.sampled_from(keys)


def cases(count: int = 100) -> hypothesis_settings:
    """A decorator: how many random cases a property takes; the environment may ask for more with ``CTOTUI_CASES``."""
    # Many days are bare of what a rule needs, and a busy machine is slow: neither is a fault of the rule.
    unharmed = [HealthCheck.filter_too_much, HealthCheck.too_slow]
    wanted = int(os.environ.get("CTOTUI_CASES", count))
    return hypothesis_settings(max_examples=wanted, deadline=None, suppress_health_check=unharmed)


def _drawn(number: int, sketch: Sketch, day: date, zone: str, other: str) -> list[Record]:
    """The records of one block: its item, unless it shares one, the block, the touched occurrence."""
    key, on = f"b{number}", day + sketch.day * DAY
    series = sketch.kind in ("series", "touched", "moved", "fixed-series")
    item = _item(number, sketch, day)
    if sketch.kind == "all-day":
        return [item, Block(key, item.id, on, on + DAY, modified=MODIFIED)]
    clock = {"own": zone, "other": other, "floating": ""}[sketch.clock]
    where = clock or zone
    start = shown(rezone(at_minute(on - 3 * DAY if series else on, sketch.minute), zone, where), where)
    end = start if sketch.kind == "mark" else _lasting(start, sketch.length, where)
    block = Block(key, item.id, start, end, clock, sketch.kind in ("pinned", "fixed-series"), modified=MODIFIED)
    records: list[Record] = [item, block]
    at = start + 3 * DAY
    if sketch.kind == "touched":
        records.append(Occurrence(f"{item.id}@{at:%Y-%m-%d}", item.id, at, title="Touched", status="done"))
    if sketch.kind == "moved":
        later = shown(at + timedelta(minutes=75), where)
        end = _lasting(later, sketch.length, where)
        records.append(Occurrence(f"{item.id}@{at:%Y-%m-%d}", item.id, at, start=later, end=end))
    return records


def _lasting(start: datetime, minutes: int, zone: str) -> datetime:
    """Where a stored block ends: no file can name the second showing of an hour."""
    end = lasting(start, minutes, zone)
    return start + timedelta(minutes=minutes) if end.fold else end


def _item(number: int, sketch: Sketch, day: date) -> Item:
    """The item of a block; flexible ones may share one."""
    if sketch.kind == "flexible" and sketch.shared and number % 2:
        return Item("ishared", "Shared", modified=MODIFIED)
    named = {
        "meeting": {"kind": "meeting", "people": ("anna",)},
        "imported": {"uid": f"u{number}@example", "calendar": "work"},
        "mark": {"uid": f"u{number}@example", "calendar": "work"},
        "done": {"status": "done", "ended": MODIFIED},
        "dropped": {"status": "dropped", "ended": MODIFIED},
    }.get(sketch.kind, {"status": "next"})
    if sketch.kind in ("series", "touched", "moved", "fixed-series"):
        named = {"status": "next", "repeat": "FREQ=DAILY"}
    return Item(
        f"i{number}",
        f"Item {number}",
        priority=sketch.priority,
        estimate=sketch.length if sketch.shared else None,
        day=day if sketch.shared else None,
        modified=MODIFIED,
        **named,  # type: ignore[arg-type]
    )
