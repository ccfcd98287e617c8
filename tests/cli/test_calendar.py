"""today, agenda, move, plan."""

import pytest


@pytest.fixture
def week(add) -> dict[str, str]:
    """Short ids of a small week."""
    lines = {
        "past": "Retro 2026-03-09 15-16 @anna",
        "now": "Review today 10-11:30",
        "next": "Deep work tomorrow 9-11",
        "series": "Standup 9:00-9:15 every weekday @anna",
        "days": "Offsite 2026-03-12 to 2026-03-13",
        "todo": "Infra budget ~45m <fri",
    }
    return {name: add(line)["short"] for name, line in lines.items()}


def _titles(result) -> list[str]:
    return [one["title"] for one in result.json["instances"]]


def test_agenda_is_half_open_and_holds_what_overlaps(ctotui, add) -> None:
    add("Night 2026-03-10 22:00-02:00")
    add("Midnight 2026-03-11 00:00-01:00")
    assert _titles(ctotui("agenda --from 2026-03-10 --to 2026-03-11 --json")) == ["Night"]
    assert _titles(ctotui("agenda --from 2026-03-11 --to 2026-03-12 --json")) == ["Night", "Midnight"]
    assert _titles(ctotui("agenda --from 2026-03-12 --to 2026-03-13 --json")) == []


@pytest.mark.usefixtures("week")
def test_an_instance_as_json(ctotui) -> None:
    [one] = [one for one in ctotui("agenda --json").json["instances"] if one["title"] == "Deep work"]
    assert {key: value for key, value in one.items() if key != "id"} == {
        "title": "Deep work",
        "kind": "task",
        "start": "2026-03-11T09:00:00+01:00",
        "end": "2026-03-11T11:00:00+01:00",
        "all_day": False,
        "tz": "Europe/Stockholm",
        "fixed": False,
        "recurring": False,
        "status": "next",
    }


@pytest.mark.usefixtures("week")
def test_an_occurrence_is_named_by_its_series_and_day(ctotui) -> None:
    found = [one for one in ctotui("agenda --json").json["instances"] if one["title"] == "Standup"]
    assert [one["id"].partition("@")[2] for one in found][:2] == ["2026-03-11", "2026-03-12"]
    assert all(one["recurring"] and one["fixed"] for one in found)


def test_agenda_for_people_has_a_heading_a_day(ctotui, week) -> None:
    lines = ctotui("agenda --from today --to 2026-03-12").lines
    assert lines[0] == "Tue 10 Mar  today"
    assert "10:00–11:30" in lines[1]
    assert lines[1].split()[1:3] == [week["now"], "Review"]
    assert "Wed 11 Mar" in lines


def test_a_range_that_is_empty_or_endless_is_refused(ctotui) -> None:
    for line in ("agenda --from 2026-03-10 --to 2026-03-10", "agenda --to 9999-12-31", "agenda --from 2026-02-30"):
        done = ctotui(line)
        assert (done.status, done.out) == (1, ""), line
        assert done.err.count("\n") == 1, line


@pytest.mark.usefixtures("week")
def test_today_has_the_calendar_and_the_list(ctotui) -> None:
    done = ctotui("today")
    assert done.status == 0
    assert done.lines[0].startswith("Tue 10 Mar  v11  ")
    assert any("10:00–11:30" in line for line in done.lines)
    found = ctotui("today --json").json
    assert found["day"] == "2026-03-10"
    assert _titles(ctotui("today --json")) == ["Review"]
    assert "Review" in [item["title"] for item in found["items"]]


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        (["+45m"], "2026-03-11T09:45", "2026-03-11T11:45"),
        (["-15m"], "2026-03-11T08:45", "2026-03-11T10:45"),
        (["1530"], "2026-03-11T15:30", "2026-03-11T17:30"),
        (["fri", "10"], "2026-03-13T10:00", "2026-03-13T12:00"),
        (["-16:30"], "2026-03-11T09:00", "2026-03-11T16:30"),
        (["2026-03-20", "14:00"], "2026-03-20T14:00", "2026-03-20T16:00"),
    ],
)
def test_move_takes_what_m_t_takes(ctotui, week, when: list[str], start: str, end: str) -> None:
    [one] = ctotui("move", week["next"], *when, "--json").json["instances"]
    assert (one["start"], one["end"]) == (f"{start}:00+01:00", f"{end}:00+01:00")


def test_move_says_where_it_stands_and_what_it_overlaps(ctotui, week) -> None:
    done = ctotui("move", week["next"], "today", "11")
    assert done.lines == [f"{week['next']}  Deep work: Tue 10 Mar 11:00–13:00; overlaps Review (flexible) by 30m"]


def test_move_of_a_series_moves_its_next_occurrence_only(ctotui, week) -> None:
    [one] = ctotui("move", week["series"], "10:00", "--json").json["instances"]
    assert one["start"] == "2026-03-11T10:00:00+01:00"
    starts = [one["start"] for one in ctotui("agenda --json").json["instances"] if one["title"] == "Standup"]
    assert starts[1] == "2026-03-12T09:00:00+01:00"


def test_a_named_occurrence_is_moved(ctotui, week) -> None:
    [one] = ctotui("move", f"{week['series']}@2026-03-13", "10:00", "--json").json["instances"]
    assert one["start"] == "2026-03-13T10:00:00+01:00"
    assert ctotui("move", f"{week['series']}@2026-03-14", "10:00").status == 1
    assert ctotui("move", f"{week['series']}@smurf", "10:00").status == 1


def _standups(ctotui) -> list[str]:
    found = ctotui("agenda --from 2026-03-10 --to 2026-03-18 --json").json["instances"]
    return [one["start"][5:16] for one in found if one["title"] == "Standup"]


def test_this_and_following_or_all_are_moved_where_asked(ctotui, week) -> None:
    """M5; --this is the default."""
    [one] = ctotui("move", f"{week['series']}@2026-03-13", "10:00", "--following", "--json").json["instances"]
    assert one["start"] == "2026-03-13T10:00:00+01:00"
    assert _standups(ctotui) == ["03-11T09:00", "03-12T09:00", "03-13T10:00", "03-16T10:00", "03-17T10:00"]
    assert ctotui("undo").status == 0
    told = ctotui("move", f"{week['series']}@2026-03-13", "10:00", "--all")
    assert told.lines == [f"{week['series']}  Standup: Fri 13 Mar 10:00–10:15"]
    assert _standups(ctotui) == ["03-11T10:00", "03-12T10:00", "03-13T10:00", "03-16T10:00", "03-17T10:00"]


def test_a_named_occurrence_is_deleted_alone_or_with_those_that_follow(ctotui, week) -> None:
    key = f"{week['series']}@2026-03-13"
    assert ctotui("delete", key).lines == [f"{week['series']}  Standup: only 2026-03-13 taken off"]
    assert _standups(ctotui) == ["03-11T09:00", "03-12T09:00", "03-16T09:00", "03-17T09:00"]
    ctotui("delete", f"{week['series']}@2026-03-16", "--following")
    assert _standups(ctotui) == ["03-11T09:00", "03-12T09:00"]
    ctotui("delete", f"{week['series']}@2026-03-12", "--all")
    assert _standups(ctotui) == []


def test_an_occurrence_is_edited_alone_or_with_those_that_follow(ctotui, week) -> None:
    ctotui("edit", f"{week['series']}@2026-03-13", "2026-03-13 10:00-10:15")
    assert _standups(ctotui)[2:4] == ["03-13T10:00", "03-16T09:00"]
    ctotui("edit", f"{week['series']}@2026-03-16", "--following", "Daily")
    assert _standups(ctotui) == ["03-11T09:00", "03-12T09:00", "03-13T10:00"]
    refused = ctotui("edit", f"{week['series']}@2026-03-12", "prio:high")
    assert (refused.status, "cannot have its own priority" in refused.err) == (1, True)


def test_which_occurrences_is_said_once_and_of_an_occurrence(ctotui, week) -> None:
    assert ctotui("delete", f"{week['series']}@2026-03-13", "--following", "--all").status == 2
    assert ctotui("delete", week["todo"], "--all").status == 1


def test_a_block_is_moved_by_its_id(ctotui, week) -> None:
    block = ctotui("show", week["next"], "--json").json["items"][0]["blocks"][0]["id"]
    assert ctotui("move", block, "+1h").status == 0
    assert ctotui("show", week["next"], "--json").json["items"][0]["blocks"][0]["start"].startswith("2026-03-11T10:00")


@pytest.mark.parametrize("when", ["smurf", "90", "25:00", "2026-02-30", "+1y1", "1530 1630 1730"])
def test_a_wrong_time_is_a_sentence_and_changes_nothing(ctotui, week, when: str) -> None:
    before = ctotui("agenda --json").out
    done = ctotui("move", week["next"], *when.split())
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert ctotui("agenda --json").out == before


def test_what_is_not_on_the_calendar_cannot_be_moved(ctotui, week) -> None:
    done = ctotui("move", week["todo"], "+1h")
    assert done.status == 1
    assert f"ctotui plan {week['todo']}" in done.err


def test_plan_takes_the_earliest_free_time(ctotui, week) -> None:
    [one] = ctotui("plan", week["todo"], "--json").json["instances"]
    assert (one["start"], one["end"]) == ("2026-03-10T12:45:00+01:00", "2026-03-10T13:30:00+01:00")
    again = ctotui("plan", week["todo"])
    assert (again.status, again.out) == (1, "")
    assert "planned already" in again.err


def test_plan_at_a_time_uses_the_estimate(ctotui, week) -> None:
    assert ctotui("plan", week["todo"], "thu", "14:00").lines == [
        f"{week['todo']}  Infra budget: Thu 12 Mar 14:00–14:45"
    ]


def test_plan_on_a_day_takes_free_time_of_that_day(ctotui, week) -> None:
    assert "Infra budget: Fri 13 Mar " in ctotui("plan", week["todo"], "fri").out
    done = ctotui("plan", week["todo"], "sat")
    assert done.status == 1
    assert "the next is Mon 16 Mar" in done.err
