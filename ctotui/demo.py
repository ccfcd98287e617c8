"""The demo day (N2): Tuesday 10 March 2026, 10:42, in the week, board and timesheet of a CTO.

Every id is derived from a number, so that the screens, the README and the tests can name them: the item with the
number 142 is shown as ``142`` (M9). The board holds 14 items in backlog, 5 next, 2 doing, 4 waiting and 7 done,
meetings, series and the three items of the inbox not counted.
"""

from datetime import UTC, date, datetime, timedelta
from zlib import crc32

from ctotui.core.civil import instant
from ctotui.core.model import Block, Entry, Item, List, Occurrence, Person, Record
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
NOW = datetime(2026, 3, 10, 10, 42)
"""Wall time at which the demo starts."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base32, as ids are written (storage-and-time 2.1)."""


def now(zone: str = ZONE) -> datetime:
    """The instant at which clocks in `zone` show the demo's 10:42."""
    return instant(NOW, zone)


def settings(zone: str = ZONE) -> Settings:
    """The settings of the demo: the defaults, with a focus window on Thursday morning, and Swedish holidays."""
    return Settings(zone=zone, focus=((3, 510, 690),), holidays="SE")


def build(zone: str = ZONE) -> Plan:
    """The whole plan of the demo, all wall times in `zone`."""
    return Plan({}).put(
        *_lists(),
        *_people(),
        *_work(zone),
        *_leisure(),
        *_delegated(zone),
        *_finished(zone),
        *_meetings(),
        *_series(),
        *_blocks(zone),
        *_overrides(),
        *_entries(zone),
    )


def item_id(number: int) -> str:
    """The id of the item that the screens call by `number`."""
    return f"i{number}{_tail(f'item {number}', 5)}"


def _tail(label: str, length: int) -> str:
    value = crc32(label.encode())
    return "".join(_DIGITS[value >> shift & 31] for shift in range(0, 5 * length, 5))


def _key(letter: str, label: str) -> str:
    return letter + _tail(label, 6) + _tail(f"{label}.", 2)


def _at(day: int, clock: str) -> datetime:
    return datetime(2026, 3, day, int(clock[:2]), int(clock[3:]))


_CREATED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def _lists() -> list[Record]:
    paths = ("work", "work/infra", "work/strategy", "work/business", "work/talent", "work/admin")
    billable = {"work/business"}
    made: list[Record] = [
        List(_key("l", path), path, billable=path in billable, modified=_CREATED)
        for path in (*paths, "personal", "goals", "goals/learn")
    ]
    sprint = List(
        _key("l", "sprint"), "work/sprint-24-05", "Sprint 24-05", "sprint", date(2026, 3, 9), date(2026, 3, 21), 2760
    )
    return [*made, sprint]


def _people() -> list[Record]:
    team = {"johan": 1800, "mia": 1800, "sara": 1680, "ali": 1800, "nils": 2400, "tove": 2400, "ravi": 2400}
    others = {"anna": ("Anna", "team"), "erik": ("Erik", "team"), "lena": ("Lena", "team"), "omar": ("Omar", "team"),
              "finance": ("Finance", "team"), "cloudco": ("CloudCo", "external")}  # fmt: skip
    made: list[Record] = [Person(_key("p", "me"), "me", "Me", "me", modified=_CREATED)]
    made += [Person(_key("p", name), name, name.title(), capacity=hours) for name, hours in team.items()]
    made += [Person(_key("p", key), key, name, kind) for key, (name, kind) in others.items()]  # type: ignore[arg-type]
    return made


def _item(number: int, title: str, path: str, **fields: object) -> Item:
    values: dict[str, object] = {"created": _CREATED, "modified": _CREATED, "rank": float(number), **fields}
    return Item(item_id(number), title, list=path, **values)  # type: ignore[arg-type]


def _work(zone: str) -> list[Record]:
    friday, doing = date(2026, 3, 13), {"status": "doing", "star": True}
    return [
        _item(142, "Review SLA contract", "work/business", kind="contract", priority="high", estimate=90, due=friday,
              tags=("legal",), rank=1.0, carried=1, checklist=_SLA_CHECKS, notes=_SLA_NOTES, log=_SLA_LOG,
              links=_SLA_LINKS, modified=instant(_at(10, "10:06"), zone), **doing),
        _item(144, "Q2 roadmap draft", "work/strategy", priority="urgent", estimate=240, rank=2.0,
              due=date(2026, 3, 19), **doing),
        _item(148, "Decide IAM vendor", "work/infra", priority="high", status="next", estimate=45, rank=3.0, star=True,
              due=date(2026, 3, 11)),
        _item(156, "Infra budget Q2", "work/infra", status="next", estimate=30, rank=4.0),
        _item(155, "RFC-12 review", "work/strategy", status="next", estimate=30, rank=5.0),
        _item(145, "Delegation round", "work/talent", status="next", estimate=30, rank=6.0),
        _item(158, "FinOps post", "work/business", kind="doc", status="next", estimate=30, rank=7.0),
        _item(146, "Shutdown", "work/admin", rank=50.0),
        _item(151, "Sign CloudCo", "work/business", kind="contract", priority="high", estimate=15, rank=10.0,
              due=date(2026, 3, 16), blocked_by=(item_id(142),), renewal=date(2026, 4, 30),
              notice=date(2026, 3, 31)),
        _item(160, "Perf reviews Q1", "work/talent", estimate=180, due=date(2026, 3, 31), rank=11.0),
        _item(163, "Idle GPU clean-up", "work/infra", estimate=45, tags=("finops",), rank=12.0, carried=2,
              notes="Saves about 2 000 euro a month."),
        _item(161, "Vendor risk register", "work/business", priority="high", estimate=60, carried=3, rank=14.0),
        _item(162, "Pen-test scope", "work/infra", priority="high", estimate=60, rank=15.0),
        _item(164, "Read RFC-9", "work/strategy", estimate=30, rank=16.0),
        _item(165, "Infra review", "work/infra", estimate=60, rank=17.0),
        _item(166, "Security follow-ups", "work/infra", estimate=60, rank=18.0),
        _item(167, "Costs by team", "work/business", estimate=60, rank=19.0),
        _item(171, "Vendor SOC2 report?", "", rank=1.0),
        _item(172, '"Johan wants a raise"', "", rank=2.0),
        _item(173, "GPU quota mail", "", rank=3.0),
    ]  # fmt: skip


_SLA_CHECKS = (
    "[x] Uptime excludes maintenance?",
    "[x] Credits: cap ≥ 25 %",
    "[ ] RPO/RTO match DR policy",
    "[ ] Exit + data return ≤ 30 d",
    "[ ] Sub-processor list attached",
)
_SLA_NOTES = "99.95 costs +€1 400/mo. Legal prefers credits over termination. Ask Anna."
_SLA_LOG = (
    '2026-03-09 16:20 @anna: "v3 attached"',
    "2026-03-09 16:30 carried to Tue 10:00 (×1)",
    "2026-03-10 10:06 timer started",
)
_SLA_LINKS = ("git feat/sla-probes", "contracts/cloudco-v3.pdf")


def _leisure() -> list[Record]:
    today = date(2026, 3, 10)
    return [
        _item(180, "Gym 18:00", "personal", estimate=60, day=today, rank=30.0),
        _item(169, "Depth in observability", "goals", kind="goal", targets=("eBPF chapters 3/9",), rank=32.0),
        _item(168, "eBPF ch.4", "goals/learn", estimate=45, day=today, tags=("learn",), parent=item_id(169), rank=33.0),
        _item(170, "eBPF ch.5", "goals/learn", estimate=90, tags=("learn",), parent=item_id(169), rank=34.0),
    ]


def _delegated(zone: str) -> list[Record]:
    asked = instant(_at(4, "09:00"), zone)
    overdue, thursday = date(2026, 3, 8), date(2026, 3, 12)
    waiting = {"status": "waiting", "modified": asked}
    return [
        _item(139, "TLS renewal", "work/infra", owner="johan", due=date(2026, 3, 13), follow_up=thursday, **waiting),
        _item(137, "Pen-test quote", "work/infra", owner="mia", priority="high", follow_up=overdue, **waiting),
        _item(150, "Hiring scorecards", "work/talent", owner="sara", follow_up=thursday, **waiting),
        _item(152, "Q1 cost report", "work/business", owner="finance", follow_up=date(2026, 3, 16), **waiting),
    ]


def _finished(zone: str) -> list[Record]:
    def done(number: int, title: str, path: str, day: int, clock: str, **fields: object) -> Item:
        ended = instant(_at(day, clock), zone)
        return _item(number, title, path, status="done", was="doing", ended=ended, modified=ended, **fields)

    return [
        done(131, "INC-31 post-mortem", "work/infra", 10, "09:02", kind="incident", priority="high", estimate=45,
             severity="SEV2", rank=7.0),
        done(129, "Plan the day", "work/admin", 10, "08:12", estimate=15, rank=8.0),
        done(120, "SSO redirect loop", "work/infra", 9, "16:50", kind="bug", estimate=60),
        done(118, "v2.14 release", "work/infra", 9, "16:40", kind="release", version="2.14",
             checklist=tuple(f"[x] step {step}" for step in range(1, 13))),
        done(116, "Standards: logging", "work/strategy", 9, "16:45", kind="doc", estimate=90),
        done(138, "CloudCo redlines", "work/business", 9, "15:35", kind="contract", estimate=90),
        done(136, "Cost review", "work/infra", 9, "16:35", estimate=90),
    ]  # fmt: skip


def _meetings() -> list[Record]:
    def meeting(number: int, title: str, path: str, *people: str) -> Item:
        return _item(number, title, path, kind="meeting", status="next", people=people)

    return [
        meeting(201, "Board prep", "work/business", "erik", "lena"),
        meeting(202, "Product sync", "work/strategy", "omar", "lena", "sara"),
        meeting(203, "CloudCo vendor call", "work/business", "cloudco", "anna"),
        meeting(204, "Arch guild", "work/infra", "johan", "ali", "mia"),
        meeting(205, "Legal: SLA", "work/business", "anna"),
        meeting(206, "Hiring int.", "work/talent", "sara"),
        meeting(207, "Steering", "work/strategy", "erik", "lena", "omar"),
        meeting(208, "Sprint review", "work/strategy", "johan", "mia", "sara", "ali"),
    ]


def _series() -> list[Record]:
    def series(number: int, title: str, path: str, rule: str, *people: str, **fields: object) -> Item:
        kind = "meeting" if people else "task"
        return _item(number, title, path, kind=kind, status="next", people=people, repeat=rule, **fields)

    team = ("johan", "mia", "sara", "ali", "nils", "tove", "ravi")
    return [
        series(211, "Exec sync", "work/business", "FREQ=WEEKLY;BYDAY=TU,FR", "erik", "lena", "omar", "anna"),
        series(212, "Platform standup", "work/infra", "FREQ=WEEKLY;BYDAY=TU", *team),
        series(213, "1:1 Anna", "work/talent", "FREQ=WEEKLY;INTERVAL=2", "anna"),
        series(214, "Triage + plan", "work/admin", "FREQ=WEEKLY;BYDAY=MO,WE,TH,FR"),
        series(215, "1:1s ×2", "work/talent", "FREQ=WEEKLY"),
        series(216, "Weekly review", "work/admin", "FREQ=WEEKLY"),
        series(217, "Run", "personal", "FREQ=WEEKLY"),
    ]


_PLANNED = (
    # (item, day of March, start, end)
    (201, 9, "09:00", "10:00"),
    (144, 9, "10:00", "12:00"),
    (202, 9, "13:00", "14:00"),
    (138, 9, "14:00", "15:30"),
    (136, 9, "15:30", "17:00"),
    (129, 10, "08:00", "08:15"),
    (131, 10, "08:15", "09:00"),
    (142, 10, "10:00", "11:30"),
    (145, 10, "11:30", "12:00"),
    (144, 10, "13:30", "15:00"),
    (156, 10, "15:00", "15:30"),
    (203, 10, "15:30", "16:00"),
    (155, 10, "16:00", "16:30"),
    (146, 10, "16:30", "16:45"),
    (204, 11, "10:00", "11:00"),
    (148, 11, "11:00", "12:00"),
    (205, 11, "14:00", "15:30"),
    (206, 11, "15:30", "16:30"),
    (165, 11, "16:00", "17:00"),
    (207, 12, "13:00", "14:30"),
    (208, 12, "15:00", "16:00"),
    (166, 12, "16:00", "17:00"),
    (167, 13, "10:00", "11:00"),
    (168, 13, "13:00", "14:00"),
    # Series, as this week shows them; they began eight weeks before.
    (211, 10, "09:00", "09:45"),
    (212, 10, "09:45", "10:00"),
    (213, 10, "13:00", "13:30"),
    (214, 9, "08:00", "08:30"),
    (215, 13, "11:00", "12:00"),
    (216, 13, "15:30", "16:30"),
    (217, 14, "10:00", "11:00"),
)


def _blocks(zone: str) -> list[Record]:
    return [
        Block(
            _key("b", f"{number} {day}"),
            item_id(number),
            _at(day, start) - _begun(number),
            _at(day, end) - _begun(number),
            zone,
            fixed=number == 217,
            modified=_CREATED,
        )
        for number, day, start, end in _PLANNED
    ]


def _begun(number: int) -> timedelta:
    """How long ago the first block of a series was."""
    return timedelta(weeks=8 if number > 210 else 0)


def _overrides() -> list[Record]:
    """Monday's triage took an hour instead of half of one (M5)."""
    at, series = _at(9, "08:00"), item_id(214)
    return [Occurrence(f"{series}@{at.date()}", series, at, end=at + timedelta(hours=1), modified=_CREATED)]


_TRACKED = (
    # (item, day of March, start, end or "", address of an occurrence or "")
    (120, 6, "13:00", "14:10", ""),
    (116, 6, "14:10", "15:30", ""),
    (214, 9, "08:05", "08:55", "2026-03-09"),
    (201, 9, "08:55", "10:10", ""),
    (144, 9, "10:10", "12:10", ""),
    (215, 9, "13:20", "14:05", ""),
    (138, 9, "14:05", "15:35", ""),
    (136, 9, "15:35", "16:35", ""),
    (129, 10, "08:00", "08:12", ""),
    (131, 10, "08:12", "09:02", ""),
    (211, 10, "09:02", "09:55", "2026-03-10"),
    (212, 10, "09:55", "10:06", "2026-03-10"),
    (142, 10, "10:06", "", ""),
)


def _entries(zone: str) -> list[Record]:
    made: list[Record] = []
    for number, day, start, end, occurrence in _TRACKED:
        begin = instant(_at(day, start), zone)
        stop = instant(_at(day, end), zone) if end else None
        address = f"{item_id(number)}@{occurrence}" if occurrence else ""
        key = _key("n", f"{number} {day} {start}")
        made.append(Entry(key, item_id(number), begin, stop, zone, address, modified=stop or begin))
    return made
