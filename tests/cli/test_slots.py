"""``ctotui slots``."""

from tests.cli.conftest import Run


def test_slots_are_printed_with_their_reasons(ctotui: Run, add) -> None:
    add("Long task tomorrow 10-12")
    done = ctotui("slots", "90m", "before", "thu,", "mornings")
    assert done.lines == [
        "Wed 11 Mar 08:00–09:30  earliest; lightest day, plan 2h00 of 7h00; leaves only 30m of its gap; "
        "no meetings that day"
    ]


def test_slots_as_json_are_instants_with_reasons(ctotui: Run) -> None:
    found = ctotui("slots", "1h", "--before", "fri", "--json").json["slots"]
    assert found[0]["start"] == "2026-03-10T10:45:00+01:00"
    assert found[0]["end"] == "2026-03-10T11:45:00+01:00"
    assert found[0]["reasons"][0] == "earliest"
    assert len(found) == 3


def test_no_slot_is_refused_with_the_longest(ctotui: Run) -> None:
    done = ctotui("slots 9h")
    assert done.status == 1
    assert "longest is 4h15" in done.err


def test_a_word_that_means_nothing_is_named(ctotui: Run) -> None:
    done = ctotui("slots 90m foo")
    assert done.status == 1
    assert '"foo" says nothing about a time' in done.err
