"""A rule about holidays goes out as dates that every program reads, and comes back as the rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.agenda import instances
from ctotui.core.exports import calendar_groups
from ctotui.core.imports import counts, take_in
from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.plan import Plan, update
from ctotui.formats import ics

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = datetime(2027, 8, 10, 9, tzinfo=UTC)
ZONE = "Europe/Stockholm"
START = datetime(2026, 3, 27, 9)
HOUR = timedelta(hours=1)


def series(holidays: str, rule: str = "FREQ=WEEKLY", start: date = START, **fields: object) -> Plan:
    item = Item("i00000001", "Sync", repeat=rule, holidays=holidays, created=NOW, modified=NOW, **fields)  # type: ignore[arg-type]
    timed = isinstance(start, datetime)
    end = start + (HOUR if timed else timedelta(days=1))
    return Plan({}).put(item, Block("b00000001", "i00000001", start, end, ZONE if timed else "", modified=NOW))


def exported(plan: Plan) -> str:
    return ics.write(calendar_groups(plan, None, None, ZONE), {}, zone=ZONE)


def imported(text: str, plan: Plan | None = None, now: datetime = LATER) -> Plan:
    return take_in(plan or Plan({}), ics.read(text, ZONE), now)


def foreign(text: str) -> str:
    """What another program reads: it knows nothing of the name of the rule."""
    return "".join(line for line in text.splitlines(True) if not line.startswith("X-CTOTUI"))


def starts(plan: Plan) -> list[date]:
    return [one.start for one in instances(plan, date(2026, 3, 1), date(2030, 1, 1), ZONE)]


@pytest.mark.parametrize(("policy", "added"), [("skip SE", []), ("shift SE", ["20260407T090000"])])
def test_a_rule_about_holidays_goes_out_as_dates(policy: str, added: list[str]) -> None:
    """Långfredagen is 3 April 2026, and Tuesday the first working day after it."""
    lines = exported(series(policy)).splitlines()
    assert next(line for line in lines if line.startswith("EXDATE")) == f"EXDATE;TZID={ZONE}:20260403T090000"
    assert [line[-15:] for line in lines if line.startswith("RDATE")][:1] == added
    assert f"X-CTOTUI-HOLIDAYS;X-UNTIL=20310331:{policy}" in lines


@pytest.mark.parametrize("policy", ["skip SE", "shift SE"])
@pytest.mark.parametrize("start", [START, date(2026, 3, 27)])
def test_it_comes_back_as_the_rule_and_goes_out_again_as_the_same_bytes(policy: str, start: date) -> None:
    plan = series(policy, start=start, exdates=(start + timedelta(days=14),), rdates=(start + timedelta(days=3),))
    text = exported(plan)
    back = imported(text)
    (item,) = back.records(Item)
    assert (item.holidays, item.exdates, item.rdates) == (
        policy,
        (start + timedelta(days=14),),
        (start + timedelta(days=3),),
    )
    assert exported(back) == text
    assert starts(back) == starts(plan) == starts(imported(foreign(text)))
    again = counts(back, ics.read(text, ZONE), LATER)
    assert (again.new, again.changed, again.kept) == (0, 0, 0)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(["skip SE", "shift SE"]), st.sampled_from(["FREQ=WEEKLY", "FREQ=DAILY;COUNT=90"]))
def test_other_programs_see_what_we_show_whatever_was_taken_out_or_added(
    data: st.DataObject, policy: str, rule: str
) -> None:
    plan = series(policy, rule)
    shown = starts(plan)[:12]
    days = [START + timedelta(days=number) for number in range(40)]
    out, in_ = (tuple(data.draw(st.lists(st.sampled_from(days), max_size=3, unique=True))) for _ in range(2))
    plan = plan.put(replace(plan.records(Item)[0], exdates=out, rdates=in_))
    at = data.draw(st.sampled_from(shown))
    plan = plan.put(Occurrence(f"i00000001@{at:%Y-%m-%d}", "i00000001", at, cancelled=True))
    text = exported(plan)
    assert starts(imported(foreign(text))) == starts(plan)
    assert starts(imported(text)) == starts(plan)
    assert exported(imported(text)) == text


def test_an_edit_lets_the_dates_reach_further_and_a_rule_that_was_taken_away_stays_away() -> None:
    back = imported(exported(series("skip SE")))
    (item,) = back.records(Item)
    assert "X-UNTIL=20320813" in exported(update(back, item, LATER, title="Other"))
    assert "X-CTOTUI" not in exported(update(back, item, LATER, holidays=""))


def test_a_rule_that_does_not_give_the_dates_beside_it_is_not_taken() -> None:
    """Another program moved the series: the dates are what counts."""
    text = exported(series("skip SE"))
    for other in (
        text.replace(f"DTSTART;TZID={ZONE}:20260327", f"DTSTART;TZID={ZONE}:20260326"),
        text.replace("skip SE", "skip XX"),
        text.replace("skip SE", "never"),
        text.replace("X-UNTIL=20310331", "X-UNTIL=soon"),
    ):
        back = imported(other)
        assert back.records(Item)[0].holidays == ""
        assert starts(back) == starts(imported(foreign(other)))
        assert exported(imported(exported(back))) == exported(back)


def test_what_was_changed_in_the_rule_elsewhere_comes_in() -> None:
    plan = imported(exported(series("skip SE")))
    other = imported(exported(series("shift SE")), plan)
    assert other.records(Item)[0].holidays == "shift SE"
    assert starts(other) == starts(series("shift SE"))


def test_a_repeating_task_keeps_its_rule_too() -> None:
    item = Item("i00000001", "Water", repeat="FREQ=DAILY", day=date(2026, 4, 1), holidays="skip SE", created=NOW)
    text = exported(Plan({}).put(item))
    assert "EXDATE;VALUE=DATE:20260403" in text
    back = imported(text)
    assert (back.records(Item)[0].holidays, back.records(Item)[0].exdates) == ("skip SE", ())
    assert exported(back) == text
