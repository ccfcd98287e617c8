"""Today's list: who is on it, in which section, in which order, and what it sums to (M11)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ctotui import demo
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from ctotui.core.today import Today, today, tray

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
DAY = date(2026, 3, 10)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 10, hour, minute)


def listed(*records: Item | Block | Entry) -> Today:
    return today(Plan({}).put(*records), PLAIN, NOW)


def titles(found: Today) -> dict[str, list[str]]:
    return {name: [row.item.title for row in rows] for name, rows in found.sections.items() if rows}


def item(key: str, **fields: object) -> Item:
    return Item(f"i{key}", key, **{"list": "work/infra", **fields})  # type: ignore[arg-type]


def test_the_demo_day_is_that_of_the_screens() -> None:
    found = today(demo.build(), demo.settings(), demo.now())
    assert titles(found) == {
        "WORK": ["Review SLA contract", "Q2 roadmap draft", "Decide IAM vendor", "Infra budget Q2", "RFC-12 review",
                 "Delegation round", "Shutdown", "INC-31 post-mortem", "Plan the day"],
        "MEETINGS": ["Exec sync", "Platform standup", "1:1 Anna", "CloudCo vendor call"],
        "WAITING": ["Pen-test quote", "TLS renewal", "Hiring scorecards", "Q1 cost report"],
        "PERSONAL": ["Gym 18:00"],
        "GOALS": ["eBPF ch.4"],
        "INBOX": ["Vendor SOC2 report?", '"Johan wants a raise"', "GPU quota mail"],
    }  # fmt: skip
    # The mock-up says 2/10: it leaves Shutdown out, which has a block today (M11, S10).
    assert (found.done, found.total, found.left) == (2, 11, 354)


def test_open_items_with_a_block_a_day_a_deadline_or_a_star_are_on_it() -> None:
    found = listed(
        item("block"), Block("b1", "iblock", at(15), at(16), ZONE),
        item("day", day=DAY), item("late", due=DAY - timedelta(days=3)), item("star", star=True),
        item("tomorrow", day=DAY + timedelta(days=1)), item("some day"),
    )  # fmt: skip
    assert sorted(titles(found)["WORK"]) == ["block", "day", "late", "star"]


def test_what_runs_is_on_it() -> None:
    found = listed(item("runs"), Entry("n1", "iruns", NOW - timedelta(minutes=20)))
    assert [(row.item.title, row.running, row.actual) for row in found.sections["WORK"]] == [("runs", True, 20)]


def test_what_ended_today_stands_last_and_what_ended_before_is_gone() -> None:
    ended = NOW - timedelta(minutes=5)
    found = listed(
        item("done", status="done", ended=ended, star=True, rank=-1.0), item("open", day=DAY),
        item("dropped", status="dropped", ended=ended), item("old", status="done", ended=NOW - timedelta(days=1)),
    )  # fmt: skip
    assert titles(found)["WORK"] == ["open", "done"]
    assert (found.done, found.total) == (1, 2)


def test_an_item_that_ended_after_midnight_here_but_yesterday_in_utc_is_on_it() -> None:
    first = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    plan = Plan({}).put(item("done", status="done", ended=first))
    assert titles(today(plan, PLAIN, datetime(2026, 4, 1, 8, tzinfo=UTC))) == {"WORK": ["done"]}


def test_stars_then_rank() -> None:
    found = listed(item("b", day=DAY, rank=2.0), item("c", day=DAY, rank=1.0), item("a", star=True, rank=9.0))
    assert titles(found)["WORK"] == ["a", "c", "b"]


def test_what_waits_is_ordered_by_follow_up_and_counts_when_overdue() -> None:
    found = listed(
        item("thu", status="waiting", follow_up=date(2026, 3, 12)),
        item("fri", status="waiting", due=date(2026, 3, 13)),
        item("sun", status="waiting", follow_up=date(2026, 3, 8)),
        item("never", status="waiting"),
    )
    assert titles(found) == {"WAITING": ["sun", "thu", "fri", "never"]}
    assert found.overdue == 1
    assert found.total == 0


def test_an_inbox_item_that_is_dated_stands_under_work() -> None:
    found = listed(item("mail", list=""), item("call", list="", day=DAY))
    assert titles(found) == {"WORK": ["call"], "INBOX": ["mail"]}


def test_est_left_leaves_personal_out_and_never_goes_below_zero() -> None:
    found = listed(
        item("gym", list="personal", day=DAY, estimate=60), item("read", list="goals/learn", day=DAY, estimate=45),
        item("over", day=DAY, estimate=10), Entry("n1", "iover", NOW - timedelta(hours=1), NOW),
    )  # fmt: skip
    assert found.left == 45
    assert found.total == 3


def test_a_meeting_is_done_when_its_end_has_passed() -> None:
    found = listed(
        item("past", kind="meeting"), Block("b1", "ipast", at(9), at(10), ZONE),
        item("now", kind="meeting"), Block("b2", "inow", at(10, 30), at(11), ZONE),
    )  # fmt: skip
    assert [(row.item.title, row.done, row.estimate) for row in found.sections["MEETINGS"]] == [
        ("past", True, 60), ("now", False, 30),
    ]  # fmt: skip


def test_the_cursor_visits_all_rows_but_meetings() -> None:
    found = today(demo.build(), demo.settings(), demo.now())
    assert len(found.order) == len(set(found.order)) == sum(len(r) for r in found.sections.values()) - 4


def test_the_tray_is_what_estimates_leave_unplanned() -> None:
    found = tray(demo.build(), demo.settings(), demo.now())
    assert found.unplanned == 8 * 60 + 45
    assert found.free == 15


def test_a_change_of_an_item_shows_at_once() -> None:
    plan = demo.build()
    before = today(plan, demo.settings(), demo.now())
    budget = plan.get(Item, demo.item_id(156))
    after = today(plan.put(replace(budget, estimate=60)), demo.settings(), demo.now())
    assert after.left == before.left + 30
