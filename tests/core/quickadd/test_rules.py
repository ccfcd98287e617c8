"""The rules A1 to A12, each by name."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from ctotui.core.quickadd.line import Context, last_token, parse

FRI = date(2026, 3, 13)


# A1


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Call tomorrow the vendor", "Call the vendor"),
        ("imorgon ring", "ring"),
        ("Ring 14:00 leverantören", "Ring leverantören"),
        ("Ring kl 14 leverantören", "Ring leverantören"),
        ("Do 2026-03-14 it", "Do it"),
        ("Run in 3 days the job", "Run the job"),
        ("#tag first", "first"),
        ("every 2w sync", "sync"),
        ("senast fre svara", "svara"),
        ("with anna sync", "sync"),
    ],
)
def test_a1_strong_tokens_count_anywhere(reading, text: str, title: str) -> None:
    assert reading(text)["title"] == title


@pytest.mark.parametrize(
    "text",
    [
        "Fri drinks",
        "Read 2/4 books",
        "Prepare v34 plan",
        "Ship 9-11 units",
        "Run 90m load",
        "Call March office",
        "mån möte",
    ],
)
def test_a1_weak_tokens_are_text_before_other_text(reading, text: str) -> None:
    assert reading(text) == {"title": text, "status": "backlog"}


def test_a1_weak_tokens_count_in_the_trailing_run_of_recognised_tokens(reading) -> None:
    said = reading("Plan mån 13-14 90m #q2 @anna !h")
    assert said["title"] == "Plan"
    assert (said["start"], said["estimate"]) == (datetime(2026, 3, 16, 13), 90)


def test_a1_a_leading_weekday_is_text_though_its_time_is_strong(reading) -> None:
    assert reading("mån 13:00 budget")["title"] == "mån budget"


def test_a1_a_quoted_word_ends_the_trailing_run(reading) -> None:
    assert reading('Plan fri "x" tomorrow')["title"] == "Plan fri x"


# A2


@pytest.mark.parametrize(
    ("text", "title", "field", "value"),
    [
        ("Fix !h it !l", "Fix !h it", "priority", "low"),
        ("Fix ~1h it ~2h", "Fix ~1h it", "estimate", 120),
        ("Fix today it tomorrow", "Fix today it", "day", date(2026, 3, 11)),
        ("Fix /infra it /talent", "Fix /infra it", "list", "work/talent"),
        ("Fix >anna it >johan", "Fix >anna it", "owner", "johan"),
        ("Fix <fri it <v13", "Fix <fri it", "due", date(2026, 3, 23)),
        ("Fix every day it every week", "Fix every day it", "repeat", "FREQ=WEEKLY"),
        ("Fix 13:00 it 14:00", "Fix 13:00 it", "start", datetime(2026, 3, 10, 14)),
        ("Fix tomorrow fri", "Fix tomorrow", "day", FRI),
        ("Fix tomorrow 13:00 2026-03-14T15:00", "Fix tomorrow 13:00", "start", datetime(2026, 3, 14, 15)),
    ],
)
def test_a2_the_last_of_a_one_valued_field_wins_and_the_others_are_text(reading, text, title, field, value) -> None:
    said = reading(text)
    assert (said["title"], said[field]) == (title, value)


def test_a2_the_longest_reading_wins(reading) -> None:
    assert reading("Fix 12-14 mars")["end"] == date(2026, 3, 15)
    assert reading("Fix 12/3/2027")["day"] == date(2027, 3, 12)
    assert reading("Fix 1 h 30 min")["estimate"] == 90


# A3


@pytest.mark.parametrize("text", ["Call 9", "Call fri 10", "Buy 1530", "Call 9.30", "Order 14 tomorrow"])
def test_a3_a_bare_number_is_never_a_time(reading, text: str) -> None:
    assert "start" not in reading(text)


def test_a3_a_range_is_a_time_in_the_trailing_run_only(reading) -> None:
    assert reading("Call 11-12")["start"] == datetime(2026, 3, 10, 11)
    assert "start" not in reading("Call 11-12 people")


@pytest.mark.parametrize("text", ["Won 2-1", "Lost 0-0", "Fix 15-14"])
def test_a3_bare_numbers_that_make_no_range_are_text(reading, text: str) -> None:
    assert reading(text) == {"title": text, "status": "backlog"}


# A4


def test_a4_a_day_without_time_is_planned_and_no_deadline(reading) -> None:
    assert reading("Fix fri") == {"title": "Fix", "status": "next", "day": FRI}
    assert reading("Fix <fri") == {"title": "Fix", "status": "next", "due": FRI}


# A5


def test_a5_a_time_without_day_is_today_or_tomorrow_where_it_has_passed(reading) -> None:
    assert reading("Fix 10:42")["start"] == datetime(2026, 3, 10, 10, 42)
    said = reading("Fix 10:41")
    assert said["start"] == datetime(2026, 3, 11, 10, 41)
    assert said["notes"] == ("10:41 has passed, so tomorrow",)


def test_a5_a_weekday_is_strictly_after_today(reading) -> None:
    assert reading("Fix tis")["day"] == date(2026, 3, 17)


def test_a5_a_passed_time_on_a_named_day_stays_and_is_told(reading) -> None:
    said = reading("Fix today 9:00")
    assert (said["start"], said["notes"]) == (datetime(2026, 3, 10, 9), ("Tue 10 Mar 09:00 has passed",))


def test_a_series_starts_on_a_day_of_its_rule(reading) -> None:
    assert reading("Standup every mon 9:00")["start"] == datetime(2026, 3, 16, 9)
    said = reading("Standup every mon,thu 2026-03-14 9:00")
    assert (said["start"], said["notes"]) == (datetime(2026, 3, 16, 9), ("The repetition starts on Mon 16 Mar",))


# A6


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Fix 13:00", 60),
        ("Fix 13:00 90m", 90),
        ("mtg: Fix 13:00", 30),
        ("Fix 13:00 @anna", 30),
        ("Fix 13:00 @anna ~1h", 60),
    ],
)
def test_a6_a_start_without_end_takes_the_estimate_else_an_hour_or_half_for_a_meeting(reading, text, minutes) -> None:
    said = reading(text)
    assert (said["end"] - said["start"]).total_seconds() == minutes * 60


def test_a6_range_and_estimate_may_differ(reading) -> None:
    said = reading("Fix 13-14:30 ~3h")
    assert (said["end"], said["estimate"]) == (datetime(2026, 3, 10, 14, 30), 180)


def test_a6_the_defaults_are_the_callers(reading) -> None:
    assert reading("Fix 13:00", default_block=45)["end"] == datetime(2026, 3, 10, 13, 45)


# A7


def test_a7_time_and_person_make_a_fixed_meeting_and_tab_flips_it(reading) -> None:
    assert reading("SLA @anna 14:00")["kind"] == "meeting"
    assert reading("SLA @anna 14:00")["fixed"] is True
    flipped = reading("SLA @anna 14:00", flip_kind=True)
    assert "kind" not in flipped
    assert "fixed" not in flipped
    assert reading("SLA 14:00", flip_kind=True)["kind"] == "meeting"
    assert reading("bug: SLA 14:00 @anna", flip_kind=True)["kind"] == "bug"


@pytest.mark.parametrize("text", ["SLA @anna fri", "SLA 14:00", "SLA 14:00 >anna", "SLA @anna 12-14 mars"])
def test_a7_otherwise_it_is_a_task(reading, text: str) -> None:
    assert "kind" not in reading(text)


# A8


def test_a8_both_languages_in_one_line(reading) -> None:
    said = reading("Granska SLA tomorrow kl 14 !hög every week")
    assert (said["title"], said["priority"], said["repeat"]) == ("Granska SLA", "high", "FREQ=WEEKLY")


def test_a8_the_last_token_turns_into_text_and_stays_text_while_typing_on(context) -> None:
    text = "Fix it fri 14:00"
    last = last_token(parse(text, context))
    assert last is not None
    assert text[last.start : last.end] == "14:00"
    parsed = parse(f"{text} now #x", context, as_text=frozenset({last.start}))
    assert (parsed.title, parsed.start, parsed.tags) == ("Fix it fri 14:00 now", None, ("x",))


def test_a8_a_token_of_several_words_turns_into_text_as_a_whole(context) -> None:
    text = "Fix it kl 11-12"
    last = last_token(parse(text, context))
    assert last is not None
    assert parse(text, context, as_text=frozenset({last.start})).title == text


def test_a8_a_kind_turns_into_text_too(context) -> None:
    assert parse("bug: Fix", context, as_text=frozenset({0})).title == "bug: Fix"


def test_a8_nothing_recognised_has_no_last_token(context) -> None:
    assert last_token(parse("Fix it", context)) is None


@pytest.mark.parametrize("word", ["/nowhere", "/", "/etc/hosts", "list:nowhere"])
def test_a8_an_unresolved_list_stays_text(reading, word: str) -> None:
    assert reading(f"Fix {word}")["title"] == f"Fix {word}"


def test_a8_a_list_that_is_ambiguous_stays_text_and_its_path_does_not(reading) -> None:
    lists = ("work/infra", "goals/infra")
    assert reading("Fix /infra", lists=lists)["title"] == "Fix /infra"
    assert reading("Fix /goals/infra", lists=lists)["list"] == "goals/infra"


def test_a8_an_unknown_person_is_offered(reading) -> None:
    assert reading("Fix @bob >eva @anna")["unknown_people"] == ("bob", "eva")


# A9


@pytest.mark.parametrize(
    ("text", "start"), [("", "Type"), ("   ", "Type"), ("tomorrow 14:00", "Add a title"), ('""', "Type")]
)
def test_a9_an_empty_title_is_a_problem(reading, text: str, start: str) -> None:
    assert reading(text)["problems"][0].startswith(start)


def test_a9_a_line_of_changes_needs_no_title(reading) -> None:
    assert "problems" not in reading("!high", lean="written", needs_title=False)


@pytest.mark.parametrize("text", ["Fix 2026-03-29 02:30", "Fix 2026-03-29 01:00-02:30", "Fix due 2026-03-29T02:30"])
def test_a9_a_time_that_the_clocks_skip_is_refused(reading, text: str) -> None:
    (problem,) = reading(text)["problems"]
    assert problem.startswith("02:30 does not exist on Sun 29 Mar 2026")


def test_a9_only_typed_times_are_refused_a_length_runs_over_the_gap(reading) -> None:
    said = reading("Fix 2026-03-29 01:30")
    assert said["end"] == datetime(2026, 3, 29, 3, 30)
    assert "problems" not in said


def test_a9_an_ambiguous_time_is_taken(reading) -> None:
    said = reading("Fix 2026-10-25 02:30")
    assert said["start"] == datetime(2026, 10, 25, 2, 30)
    assert "problems" not in said


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "UTC", "\0", "../etc"])
def test_a9_without_a_zone_that_has_gaps_every_time_exists(reading, zone: str) -> None:
    assert "problems" not in reading("Fix 2026-03-29 02:30", zone=zone)


@pytest.mark.parametrize("text", ["Fix 15:00-14:00", "Fix 14:00-14:00", "Fix 2026-03-12T14:00/2026-03-11T15:00"])
def test_an_end_before_the_start_is_a_problem(reading, text: str) -> None:
    assert "ends before it starts" in reading(text)["problems"][0]


# A10


def test_a10_past_weekdays_and_dates_are_the_last_ones(reading) -> None:
    assert reading("Call fri 9-10", lean="past")["start"] == datetime(2026, 3, 6, 9)
    assert reading("Call 2/4 9-10", lean="past")["start"] == datetime(2025, 4, 2, 9)
    assert reading("Call yesterday 9-10", lean="past")["start"] == datetime(2026, 3, 9, 9)
    assert reading("Ring igår 9-10", lean="past")["start"] == datetime(2026, 3, 9, 9)
    assert reading("Ring för 2 dagar sedan 9-10", lean="past")["start"] == datetime(2026, 3, 8, 9)
    assert reading("Call v10 9-10", lean="past")["start"] == datetime(2026, 3, 2, 9)


def test_a10_yesterday_is_a_word_of_the_past_only(reading) -> None:
    assert reading("Review yesterday numbers")["title"] == "Review yesterday numbers"


def test_a10_a_leading_range_is_strong_in_the_past_only(reading) -> None:
    assert reading("9-10 call", lean="past")["title"] == "call"
    assert reading("call 9-10 times", lean="past")["title"] == "call 9-10 times"
    assert reading("9-10 call")["title"] == "9-10 call"


def test_a10_a_past_time_that_is_still_to_come_was_yesterday(reading) -> None:
    said = reading("Call 14-15", lean="past")
    assert (said["start"], said["notes"]) == (datetime(2026, 3, 9, 14), ("14:00 is still to come today, so yesterday",))


def test_a10_what_is_logged_is_over(reading) -> None:
    assert "reaches into the future" in reading("Call 10-12", lean="past")["problems"][0]
    assert reading("Call 10:15", lean="past")["end"] == datetime(2026, 3, 10, 10, 42)
    assert reading("Call", lean="past")["problems"] == ("Say when it was, or how long until now: 9-10, or 45m.",)


def test_a10_a_logged_length_ends_now(reading) -> None:
    said = reading("Call 45m", lean="past")
    assert (said["start"], said["end"]) == (datetime(2026, 3, 10, 9, 57), datetime(2026, 3, 10, 10, 42))


def test_a10_as_written_nothing_is_moved(reading) -> None:
    assert reading("Call 9:00", lean="written")["start"] == datetime(2026, 3, 10, 9)
    assert reading("Call 9:00", lean="written", day=FRI)["start"] == datetime(2026, 3, 13, 9)
    assert reading("Call 2/2", lean="written")["day"] == date(2026, 2, 2)
    assert "day" not in reading("Call every mon", lean="written")
    assert "status" not in reading("Call fri", lean="written")


# A11


def test_a11_every_sigil_has_a_word_form(reading) -> None:
    words = reading("Fix to:johan due:fri tag:legal prio:h est:90m list:infra with:anna")
    assert words == reading("Fix >johan <fri #legal !h =90m /infra @anna")


def test_a11_a_word_form_without_a_value_that_fits_is_text_and_says_why(reading) -> None:
    assert reading("Fix est:soon")["notes"] == ("est:soon is text: an estimate is like 45m or 1h30",)
    assert reading("Fix =90")["notes"] == ("=90 is text: a duration needs a unit, like =90m",)
    assert reading("Fix tag: x")["title"] == "Fix tag: x"


# A12


@pytest.mark.parametrize(
    "text", ["Lunch with bob", "Lunch with anna and bob", "Lunch with anna,bob", "Fix with", "Kaffe med"]
)
def test_a12_with_counts_only_for_people_who_are_all_known(reading, text: str) -> None:
    assert reading(text) == {"title": text, "status": "backlog"}


@pytest.mark.parametrize(
    "text", ["Fix #151", "Fix #", "Latency >90ms", "Use @2x", "a <b> c", "x >= 3", "Buy ~5", "wow !", "wow !!"]
)
def test_a12_what_only_looks_like_a_sigil_is_text(reading, text: str) -> None:
    assert reading(text)["title"] == text


def test_a12_quotes_are_dropped_and_keep_words_as_text(reading) -> None:
    assert reading('Read "due tomorrow 14:00" fri')["title"] == "Read due tomorrow 14:00"
    assert reading('"two  spaces" it')["title"] == "two  spaces it"
    assert reading('"Quoted", he said')["title"] == "Quoted, he said"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (r"say \"hi\" now", 'say "hi" now'),
        (r'"a \"b\" c"', 'a "b" c'),
        ('an open "quote here', 'an open "quote here'),
        ('5" disk', '5" disk'),
        (r"C:\dir\x", r"C:\dir\x"),
        (r'"C:\dir\\"', "C:\\dir\\"),
    ],
)
def test_a12_a_backslash_makes_a_quotation_mark_literal(reading, text: str, title: str) -> None:
    assert reading(text)["title"] == title


# What `ctotui edit` relies on


def test_given_names_exactly_the_fields_that_were_written(context) -> None:
    edit = replace(context, lean="written", needs_title=False)
    assert parse("!high", edit).given == {"priority"}
    assert parse("New title", edit).given == {"title"}
    assert parse("fri", edit).given == {"day"}
    assert parse("fri 14:00", edit).given == {"start", "end"}
    assert parse("mtg: X #a @b >c =1h <fri every day /infra", edit).given == {
        *("title", "kind", "tags", "people", "owner", "estimate", "due", "repeat", "list"),
    }


def test_tokens_cover_the_text_in_order_with_a_value_for_people(context) -> None:
    text = "möte: Granska SLA imorgon 14-15:30 #x med anna 90m varannan vecka"
    parsed = parse(text, context)
    assert [(text[token.start : token.end], token.field, token.label) for token in parsed.tokens] == [
        ("möte:", "kind", "meeting"),
        ("Granska SLA", "title", ""),
        ("imorgon", "day", "Wed 11 Mar"),
        ("14-15:30", "time", "14:00–15:30"),
        ("#x", "tag", "x"),
        ("med anna", "who", "anna"),
        ("90m", "est", "1:30"),
        ("varannan vecka", "repeat", "every 2 weeks"),
    ]


def test_a10_a_range_leads_a_past_line_after_a_day_too(context: Context) -> None:
    read = parse("2014-01-02 9-10 Old work", replace(context, lean="past"))
    assert (read.title, str(read.start), str(read.end)) == ("Old work", "2014-01-02 09:00:00", "2014-01-02 10:00:00")
