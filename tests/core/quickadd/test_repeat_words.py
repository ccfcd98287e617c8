"""What `e` shows of a repetition reads back as the same; what has no words stands as the raw rule."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.model import Item
from ctotui.core.quickadd.line import Context, parse
from ctotui.core.quickadd.write import line

CONTEXT = Context(datetime(2026, 3, 10, 10, 42), lean="written", holidays="SE")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if (interval := draw(st.integers(1, 4))) > 1:
        parts.append(f"INTERVAL={interval}")
    if frequency == "WEEKLY":
        named = draw(st.sets(st.sampled_from(DAYS), max_size=4))
        parts += [f"BYDAY={','.join(day for day in DAYS if day in named)}"] if named else []
    if frequency == "MONTHLY":
        nth, day = draw(st.sampled_from([1, 2, 3, 4, 5, -1, -2])), draw(st.sampled_from(DAYS))
        parts.append(draw(st.sampled_from([f"BYDAY={nth}{day}", "BYMONTHDAY=1,15", "BYMONTHDAY=31", "BYMONTHDAY=-1"])))
    if frequency == "YEARLY":
        parts.append(draw(st.sampled_from(["BYMONTH=12;BYMONTHDAY=24", "BYYEARDAY=100"])))
    parts.append(draw(st.sampled_from(["", "COUNT=10", "UNTIL=20360630", "UNTIL=20360630T070000Z"])))
    return ";".join(part for part in parts if part)


@settings(max_examples=150, deadline=None)
@given(rules(), st.sampled_from(["", "skip SE", "shift SE", "skip DE-BY"]))
def test_a_repetition_reads_back_as_the_same(rule: str, holidays: str) -> None:
    written = line(Item("i1", "Fix it", repeat=rule, holidays=holidays, day=date(2026, 3, 10)), None, CONTEXT)
    found = parse(written, CONTEXT)
    assert (found.title, found.repeat, found.holidays, found.problems) == ("Fix it", rule, holidays, ())


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20260630", "every 2 weeks on mon,wed until 2026-06-30"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last fri"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,22;COUNT=3", "every month on the 1st and 22nd 3 times"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "every year on 24 dec"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"),
        ("FREQ=YEARLY;BYYEARDAY=100", "repeat:FREQ=YEARLY;BYYEARDAY=100"),
    ],
)
def test_words_of_a_rule(rule: str, words: str) -> None:
    assert line(Item("i1", "Fix", repeat=rule), None, CONTEXT) == f"Fix {words}"


def test_what_comes_after_it_was_done_reads_back() -> None:
    written = line(Item("i1", "Fix", again="2mo"), None, CONTEXT)
    assert (written, parse(written, CONTEXT).again) == ("Fix 2 months after done", "2mo")


def test_the_line_of_a_country_that_is_not_the_users_names_it() -> None:
    item = Item("i1", "Fix", repeat="FREQ=DAILY", holidays="shift DE")
    assert line(item, None, CONTEXT) == "Fix every day shift to next DE working day"
