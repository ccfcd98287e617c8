"""A golden for each production of the grammar, in both languages."""

from datetime import date, datetime, timedelta

import pytest

from ctotui.core.quickadd.line import Context, parse

T, M = datetime, 3
NOW = datetime(2026, 3, 10, 10, 42)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("task", "task"), ("bug", "bug"), ("inc", "incident"), ("mtg", "meeting"), ("rel", "release"),
        ("goal", "goal"),
        ("con", "contract"), ("doc", "doc"), ("uppgift", "task"), ("bugg", "bug"), ("möte", "meeting"),
        ("mål", "goal"), ("avtal", "contract"), ("BUG", "bug"), ("Mo\u0308te", "meeting"),
    ],
)  # fmt: skip
def test_kind(reading, word: str, kind: str) -> None:
    assert reading(f"{word}: Login fails").get("kind", "task") == kind
    assert reading(f"{word}: Login fails")["title"] == "Login fails"


@pytest.mark.parametrize("text", ["Fix bug: login", "bug:login", '"bug:" login', "bug login", "ärende: login"])
def test_a_kind_counts_only_as_the_first_word(reading, text: str) -> None:
    assert reading(text) == {"title": text.replace('"', ""), "status": "backlog"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("#legal", {"tags": ("legal",)}), ("#SOC-2", {"tags": ("SOC-2",)}), ("#å", {"tags": ("å",)}),
        ("#a #b #a", {"tags": ("a", "b")}), ("#legal,", {"tags": ("legal",)}),
        ('#"two words"', {"tags": ("two words",)}),
        ("tag:legal", {"tags": ("legal",)}), ('#"151"', {"tags": ("151",)}),
        ("@anna", {"people": ("anna",)}), ("@Anna", {"people": ("anna",)}), ("with anna", {"people": ("anna",)}),
        ("med anna, johan", {"people": ("anna", "johan")}), ("with:anna,johan", {"people": ("anna", "johan")}),
        ("@anna @johan @anna", {"people": ("anna", "johan")}), ("med anna och johan", {"people": ("anna", "johan")}),
        ("@bob", {"people": ("bob",), "unknown_people": ("bob",)}),
        (">johan", {"owner": "johan", "status": "waiting"}), (">@johan", {"owner": "johan", "status": "waiting"}),
        ("to:johan", {"owner": "johan", "status": "waiting"}),
        (">bob", {"owner": "bob", "status": "waiting", "unknown_people": ("bob",)}),
        ("/infra", {"list": "work/infra"}), ("/str", {"list": "work/strategy"}),
        ("/goals/learn", {"list": "goals/learn"}),
        ("/INFRA", {"list": "work/infra"}), ("list:infra", {"list": "work/infra"}),
        ("/goals", {"list": "goals/learn"}),
        ("!u", {"priority": "urgent"}), ("!brådskande", {"priority": "urgent"}), ("!b", {"priority": "urgent"}),
        ("!h", {"priority": "high"}), ("!hög", {"priority": "high"}), ("!n", {"priority": "normal"}),
        ("!l", {"priority": "low"}), ("!låg", {"priority": "low"}), ("prio:low", {"priority": "low"}),
        ("!URGENT", {"priority": "urgent"}),
        ("~90m", {"estimate": 90}), ("=90m", {"estimate": 90}), ("=1h30", {"estimate": 90}),
        ("=1:30", {"estimate": 90}),
        ("~1,5h", {"estimate": 90}), ("~2t", {"estimate": 120}), ("=1 tim 30 min", {"estimate": 90}),
        ("2h", {"estimate": 120}),
        ("est:45m", {"estimate": 45}), ("45 min", {"estimate": 45}), ("1 h 15 min", {"estimate": 75}),
        ("1h15m", {"estimate": 75}),
    ],
)  # fmt: skip
def test_sigils_and_their_word_forms(reading, typed: str, said: dict[str, object]) -> None:
    assert reading(f"Fix it {typed}") == {"title": "Fix it", "status": "backlog", **said}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", 10), ("idag", 10), ("i dag", 10), ("tomorrow", 11), ("tmr", 11), ("imorgon", 11), ("i morgon", 11),
        ("Imorgon", 11), ("övermorgon", 12), ("2026-03-14", 14), ("in 3 days", 13), ("om 3 dagar", 13), ("in 3d", 13),
        ("in 2 weeks", 24), ("om 2 veckor", 24), ("om 2 v", 24), ("om en vecka", 17),
        ("fri", 13), ("Friday", 13), ("fre", 13), ("fredag", 13), ("on fri", 13), ("på fredag", 13), ("tue", 17),
        ("next fri", 20), ("nästa fredag", 20), ("next tue", 17), ("next sun", 22), ("v13", 23), ("w13", 23),
        ("v12", 16),
        ("v11", 10), ("fre v13", 27), ("v13 fre", 27), ("12/3", 12), ("12 mars", 12), ("12 mar", 12), ("mar 12", 12),
        ("12 mars 2026", 12), ("12/3/2026", 12), ("12th march", 12), ("den 12:e mars", 12), ("on 2026-03-14", 14),
    ],
)  # fmt: skip
def test_day(reading, typed: str, day: int) -> None:
    assert reading(f"Fix it {typed}") == {"title": "Fix it", "status": "next", "day": date(2026, M, day)}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("9/3", date(2027, 3, 9)), ("10/3", date(2026, 3, 10)), ("3 feb", date(2027, 2, 3)),
        ("29/2", date(2028, 2, 29)),
        ("v10", date(2027, 3, 8)), ("v53", date(2026, 12, 28)), ("in 1 month", date(2026, 4, 10)),
        ("om 1 år", date(2027, 3, 10)), ("in 12 mo", date(2027, 3, 10)), ("2026-01-01", date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_a_day_that_has_passed_is_next_years_but_an_iso_date_is_what_it_says(reading, typed: str, day: date) -> None:
    assert reading(f"Fix it {typed}")["day"] == day


@pytest.mark.parametrize(
    "typed",
    ["31/2", "30 feb", "v2", "v54", "2026-02-30", "2026-3-1", "0/1", "1/13", "12/3/26", "99999-01-01", "in days",
     "in 3 boxes", "om", "next", "nästa projekt", "på", "i", "on 9", "v٣٤", "²/3", "1/²", "32 mars", "in 99999 days",
     "in 9999 years", "12 marsh", "mar", "may", "fri-day", "vfr"],
)  # fmt: skip
def test_what_is_no_day_stays_in_the_title(reading, typed: str) -> None:
    assert reading(f"Fix {typed}") == {"title": f"Fix {typed}", "status": "backlog"}


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("14-15:30", T(2026, M, 10, 14), T(2026, M, 10, 15, 30)), ("13-14", T(2026, M, 10, 13), T(2026, M, 10, 14)),
        ("14:00–15:30", T(2026, M, 10, 14), T(2026, M, 10, 15, 30)), ("14:00", T(2026, M, 10, 14), T(2026, M, 10, 15)),
        ("14:00 - 15:30", T(2026, M, 10, 14), T(2026, M, 10, 15, 30)),
        ("kl 14", T(2026, M, 10, 14), T(2026, M, 10, 15)),
        ("kl. 14.30", T(2026, M, 10, 14, 30), T(2026, M, 10, 15, 30)),
        ("at 14 till 16", T(2026, M, 10, 14), T(2026, M, 10, 16)),
        ("14:00 to 15:30", T(2026, M, 10, 14), T(2026, M, 10, 15, 30)),
        ("13.30-14.30", T(2026, M, 10, 13, 30), T(2026, M, 10, 14, 30)),
        ("2pm", T(2026, M, 10, 14), T(2026, M, 10, 15)), ("2:30 pm", T(2026, M, 10, 14, 30), T(2026, M, 10, 15, 30)),
        ("2-3pm", T(2026, M, 10, 14), T(2026, M, 10, 15)), ("11-1pm", T(2026, M, 10, 11), T(2026, M, 10, 13)),
        ("11am-1", T(2026, M, 10, 11), T(2026, M, 10, 13)), ("12-1pm", T(2026, M, 10, 12), T(2026, M, 10, 13)),
        ("12pm", T(2026, M, 10, 12), T(2026, M, 10, 13)), ("12am", T(2026, M, 11, 0), T(2026, M, 11, 1)),
        ("22:00-01:00", T(2026, M, 10, 22), T(2026, M, 11, 1)), ("22-24:00", T(2026, M, 10, 22), T(2026, M, 11, 0)),
        ("2026-03-12 14:00", T(2026, M, 12, 14), T(2026, M, 12, 15)),
        ("2026-03-12T14:00", T(2026, M, 12, 14), T(2026, M, 12, 15)),
        ("2026-03-12T14:00/2026-03-14T10:30", T(2026, M, 12, 14), T(2026, M, 14, 10, 30)),
        ("10:42", T(2026, M, 10, 10, 42), T(2026, M, 10, 11, 42)),
        ("12-14 mars", date(2026, M, 12), date(2026, M, 15)), ("12/3-14/3", date(2026, M, 12), date(2026, M, 15)),
        ("mon-wed", date(2026, M, 16), date(2026, M, 19)), ("tors-fre", date(2026, M, 12), date(2026, M, 14)),
        ("2026-03-12/2026-03-12", date(2026, M, 12), date(2026, M, 13)),
        ("fri 14:00", T(2026, M, 13, 14), T(2026, M, 13, 15)),
        ("14:00 fri", T(2026, M, 13, 14), T(2026, M, 13, 15)), ("fri 13-14", T(2026, M, 13, 13), T(2026, M, 13, 14)),
    ],
)  # fmt: skip
def test_time(reading, typed: str, start: object, end: object) -> None:
    said = reading(f"Fix it {typed}")
    said.pop("notes", None)
    assert said == {"title": "Fix it", "status": "next", "start": start, "end": end}


@pytest.mark.parametrize(
    "typed",
    ["25:00", "9:60", "9.30", "at", "kl", "at noonish", "24:00", "9-", "-9", "9:5", "²:00", "12:00:61", "1:2:3:4",
     "99999999:00", "0pm", "13pm", "9-25", "14:00-15:30-16", "2026-03-12T25:00", "14-mars"],
)  # fmt: skip
def test_what_is_no_time_stays_in_the_title(reading, typed: str) -> None:
    assert reading(f"Fix {typed}") == {"title": f"Fix {typed}", "status": "backlog"}


@pytest.mark.parametrize(
    ("typed", "rule", "day"),
    [
        ("every day", "FREQ=DAILY", 10), ("every 3 days", "FREQ=DAILY;INTERVAL=3", 10),
        ("varje dag", "FREQ=DAILY", 10),
        ("every 2w", "FREQ=WEEKLY;INTERVAL=2", 10), ("varje vecka", "FREQ=WEEKLY", 10),
        ("every 2 v", "FREQ=WEEKLY;INTERVAL=2", 10),
        ("every mo", "FREQ=MONTHLY", 10), ("varje månad", "FREQ=MONTHLY", 10), ("varje år", "FREQ=YEARLY", 10),
        ("every y", "FREQ=YEARLY", 10),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 10),
        ("varje vardag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 10),
        ("every mon,wed", "FREQ=WEEKLY;BYDAY=MO,WE", 11), ("varje mån,ons", "FREQ=WEEKLY;BYDAY=MO,WE", 11),
        ("every tue", "FREQ=WEEKLY;BYDAY=TU", 10),
        ("every wed, mon and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", 11), ("varannan dag", "FREQ=DAILY;INTERVAL=2", 10),
        ("varannan vecka", "FREQ=WEEKLY;INTERVAL=2", 10), ("varannan månad", "FREQ=MONTHLY;INTERVAL=2", 10),
        ("varannan fredag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", 13), ("every other week", "FREQ=WEEKLY;INTERVAL=2", 10),
        ("repeat:2w", "FREQ=WEEKLY;INTERVAL=2", 10), ("repeat:FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO", 37),
        ("every 2 weeks on Mon, Wed until 30 Jun", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20260630", 11),
        ("varannan vecka på mån, ons", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", 11),
        ("every month on the last Fri", "FREQ=MONTHLY;BYDAY=-1FR", 27),
        ("varje månad sista fredagen", "FREQ=MONTHLY;BYDAY=-1FR", 27),
        ("every 3rd Tue", "FREQ=MONTHLY;BYDAY=3TU", 17), ("every last fri", "FREQ=MONTHLY;BYDAY=-1FR", 27),
        ("every 3rd week", "FREQ=WEEKLY;INTERVAL=3", 10), ("var tredje vecka", "FREQ=WEEKLY;INTERVAL=3", 10),
        ("var 14:e dag", "FREQ=DAILY;INTERVAL=14", 10), ("every 15th", "FREQ=MONTHLY;BYMONTHDAY=15", 15),
        ("every day 10 times", "FREQ=DAILY;COUNT=10", 10), ("varje dag, 10 gånger", "FREQ=DAILY;COUNT=10", 10),
        ("every week t.o.m. 30 juni", "FREQ=WEEKLY;UNTIL=20260630", 10),
        ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", 15),
        ("varje månad den 1:a och 15:e", "FREQ=MONTHLY;BYMONTHDAY=1,15", 15),
        ("every month on the last weekday", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 31),
        ("every month on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1", 31),
        ("every year on 24 mar", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24", 24),
        ("varje år den 24 mars", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24", 24),
        ("every 2 months on the 2nd wed, 3 times", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE;COUNT=3", 11),
        ("every weekday until 2026-04-01 5 times", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", 10),
    ],
)  # fmt: skip
def test_repeat(reading, typed: str, rule: str, day: int) -> None:
    assert reading(f"Fix it {typed}") == {
        "title": "Fix it",
        "status": "next",
        "repeat": rule,
        "day": date(2026, M, 1) + timedelta(days=day - 1),
    }


@pytest.mark.parametrize(
    ("typed", "holidays"),
    [
        ("every mon not on holidays", "skip SE"), ("every mon, except holidays", "skip SE"),
        ("varje mån ej helgdagar", "skip SE"), ("every mon not on DE-BY holidays", "skip DE-BY"),
        ("every month on the 25th shift to next working day", "shift SE"),
        ("varje månad den 25:e flytta till nästa arbetsdag", "shift SE"),
        ("repeat:FREQ=DAILY;BYDAY=MO not on holidays", "skip SE"),
    ],
)  # fmt: skip
def test_what_a_rule_does_on_holidays(typed: str, holidays: str) -> None:
    parsed = parse(f"Fix it {typed} #x", Context(NOW, holidays="SE"))
    assert (parsed.title, parsed.holidays, parsed.problems) == ("Fix it", holidays, ())
    assert parsed.repeat
    assert {"repeat", "holidays"} <= parsed.given


def test_holidays_of_nobody_are_asked_for() -> None:
    [problem] = parse("Fix it every mon not on holidays", Context(NOW)).problems
    assert 'holidays = "SE"' in problem
    [problem] = parse("Fix it every mon not on XX holidays", Context(NOW)).problems
    assert "no table of holidays" in problem


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("3 weeks after done", "3w"), ("every 3 weeks after done", "3w"), ("3 veckor efter klar", "3w"),
        ("10d after done", "10d"), ("every month after done", "1mo"), ("en månad efter klar", ""),
    ],
)  # fmt: skip
def test_what_comes_again_after_it_was_done(typed: str, again: str) -> None:
    parsed = parse(f"Water plants {typed}", Context(NOW))
    assert (parsed.again, parsed.repeat) == (again, "")
    assert (parsed.title == "Water plants") == bool(again)


def test_a_rule_that_never_happens_is_refused_as_it_is_typed() -> None:
    assert "never happens" in parse("Fix it every day until 1/3/2025", Context(NOW)).problems[0]
    assert "cannot be read" in parse("Fix it repeat:FREQ=WEEKLY;BYDAY=XX", Context(NOW)).problems[0]


@pytest.mark.parametrize(
    "typed", ["every", "every thing", "every 0 days", "varannan gång", "every 99999 days", "every 2 fri", "varje 1,5 v"]
)
def test_what_is_no_repetition_stays_in_the_title(reading, typed: str) -> None:
    said = reading(f"Fix {typed} up")
    assert said == {"title": f"Fix {typed} up", "status": "backlog"}


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("due fri", date(2026, M, 13)), ("by friday", date(2026, M, 13)), ("before 2/4", date(2026, 4, 2)),
        ("senast imorgon", date(2026, M, 11)),
        ("innan v13", date(2026, M, 23)), ("deadline 12 mars", date(2026, M, 12)), ("<fri", date(2026, M, 13)),
        ("<next fri", date(2026, M, 20)),
        ("<2026-04-01", date(2026, 4, 1)), ("<12 mars", date(2026, M, 12)), ("due:fri", date(2026, M, 13)),
        ("due by fri", date(2026, M, 13)),
        ("<i morgon", date(2026, M, 11)), ("due in 3 days", date(2026, M, 13)),
        ("<2026-03-12T14:00", T(2026, M, 12, 14)),
        ("by fri 14:00", T(2026, M, 13, 14)), ("senast fre kl 9", T(2026, M, 13, 9)),
        ("before 14:00", T(2026, M, 10, 14)),
    ],
)  # fmt: skip
def test_due(reading, typed: str, due: object) -> None:
    assert reading(f"Fix it {typed} at once") == {"title": "Fix it at once", "status": "next", "due": due}


def test_a_range_after_a_deadline_is_a_block_not_its_clock(reading) -> None:
    said = reading("Fix it due fri 13-14:30")
    assert (said["due"], said["start"]) == (date(2026, M, 13), T(2026, M, 10, 13))


def test_day_and_follow_up_can_be_named_beside_a_block_and_an_owner(reading) -> None:
    said = reading("Fix it >johan day:fri follow:2026-03-20 14:00")
    assert (said["day"], said["follow_up"], said["start"]) == (date(2026, M, 13), date(2026, M, 20), T(2026, M, 10, 14))
