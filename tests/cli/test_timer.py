"""log, start, stop, status, entries (T1-T5)."""

from pathlib import Path

import pytest


def test_start_and_stop_track_an_item(ctotui, add) -> None:
    short = add("SLA contract ~90m")["short"]
    started = ctotui("start", short)
    assert started.lines == ["● SLA contract 0:00/1:30"]
    assert ctotui("status", now="2026-03-10T11:18:30+01:00").lines == ["● SLA contract 0:36/1:30"]
    stopped = ctotui("stop", now="2026-03-10T11:18:30+01:00")
    assert stopped.lines == [f"Tue 10 Mar  10:42–11:18  0:36  {short}  SLA contract"]
    assert (ctotui("status").out, ctotui("status").status) == ("", 0)
    assert ctotui("show", short, "--json").json["items"][0]["tracked"] == 36 * 60


def test_switching_closes_the_running_entry_in_the_same_second(ctotui, add) -> None:
    one, two = add("One")["short"], add("Two")["short"]
    ctotui("start", one)
    ctotui("start", two, now="2026-03-10T11:00:05+01:00")
    first, second = ctotui("entries", "--json", now="2026-03-10T11:30+01:00").json["entries"]
    assert first["end"] == second["start"] == "2026-03-10T11:00:05+01:00"
    assert "end" not in second
    assert first["tz"] == "Europe/Stockholm"


def test_start_twice_on_one_item_is_refused(ctotui, add) -> None:
    short = add("One")["short"]
    ctotui("start", short)
    again = ctotui("start", short, now="2026-03-10T11:00+01:00")
    assert (again.status, again.out) == (1, "")
    assert "already runs" in again.err


def test_start_with_other_text_makes_an_item(ctotui) -> None:
    assert ctotui("start", "Answer the auditor ~30m").lines == ["● Answer the auditor 0:00/0:30"]
    [item] = ctotui("list --json").json["items"]
    assert (item["title"], item["status"]) == ("Answer the auditor", "doing")
    assert ctotui("undo").status == 0
    assert ctotui("list").out == ""


def test_start_with_the_title_of_an_open_item_takes_that_one(ctotui, add) -> None:
    add("Answer the auditor")
    ctotui("start", "answer", "the", "auditor")
    assert len(ctotui("list --json").json["items"]) == 1


def test_start_alone_takes_what_is_planned_now_else_what_ran_last(ctotui, add) -> None:
    assert ctotui("start").status == 1
    add("Planned today 10:30-11:30")
    assert "Planned" in ctotui("start").out
    ctotui("stop", now="2026-03-10T11:00+01:00")
    assert "Planned" in ctotui("start", now="2026-03-10T15:00+01:00").out


def test_stop_at_an_earlier_time(ctotui, add) -> None:
    short = add("One")["short"]
    ctotui("start", short)
    done = ctotui("stop", "--at", "-10m", now="2026-03-10T11:30+01:00")
    assert "10:42–11:20  0:38" in done.out
    ctotui("start", short, now="2026-03-10T12:00+01:00")
    assert "12:00–12:20" in ctotui("stop", "--at", "12:20", now="2026-03-10T12:30+01:00").out


@pytest.mark.parametrize("at", ["13:00", "09:00", "fri", "smurf"])
def test_stop_refuses_a_time_that_cannot_be(ctotui, add, at: str) -> None:
    ctotui("start", add("One")["short"])
    done = ctotui("stop", "--at", at, now="2026-03-10T11:30+01:00")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert ctotui("status", now="2026-03-10T11:30+01:00").out


def test_under_a_minute_is_discarded_and_can_be_brought_back(ctotui, add) -> None:
    ctotui("start", add("One")["short"])
    done = ctotui("stop", now="2026-03-10T10:42:30+01:00")
    assert done.lines == ["One: less than a minute, discarded"]
    assert ctotui("entries").out == ""
    ctotui("undo")
    assert ctotui("status").lines == ["● One 0:00"]


def test_stop_without_a_timer_is_refused(ctotui) -> None:
    done = ctotui("stop")
    assert (done.status, done.err) == (1, "ctotui: No timer runs.\n")


def test_log_makes_an_item_that_is_done(ctotui) -> None:
    done = ctotui("log", "9-10", "hiring", "call", "#talent")
    assert done.status == 0
    assert "Tue 10 Mar  09:00–10:00  1:00" in done.out
    assert done.out.rstrip().endswith("hiring call")
    assert ctotui("list").out == ""
    [item] = ctotui("list is:closed --json").json["items"]
    assert (item["title"], item["tags"], item["tracked"]) == ("hiring call", ["talent"], 3600)


def test_log_on_an_item_by_id(ctotui, add) -> None:
    short = add("One")["short"]
    ctotui("log", "yesterday 9-10", short)
    [entry] = ctotui("entries", "--from", "yesterday", "--json").json["entries"]
    assert entry["start"] == "2026-03-09T09:00:00+01:00"
    assert ctotui("show", short, "--json").json["items"][0]["tracked"] == 3600


def test_log_over_tracked_time_or_in_the_future_is_refused(ctotui) -> None:
    ctotui("log 9-10 One")
    for line in ("log 9:30-9:45 Two", "log today 11-12 Two", "log Two", "log 9-10"):
        done = ctotui(line)
        assert (done.status, done.out) == (1, ""), line
        assert done.err.count("\n") == 1, line
    assert len(ctotui("entries --json").json["entries"]) == 1


def test_entries_are_those_of_the_range_with_a_sum(ctotui) -> None:
    ctotui("log yesterday 22:30-23:30 Late")
    ctotui("log 9-10 Call #talent")
    ctotui("log 8-8:30 Mail")
    assert [line.split("  ")[-1] for line in ctotui("entries").lines] == ["Mail", "Call", "1:30 in all"]
    assert next(line.split("  ")[-1] for line in ctotui("entries --from mon").lines) == "Late"
    assert next(line.split("  ")[-1] for line in ctotui("entries --to today").lines) == "Late"
    assert ctotui("entries --from 2025-01-01 --to 2025-02-01").out == ""


def test_an_empty_or_unreadable_range_is_refused(ctotui) -> None:
    for line in (
        "entries --from 2026-03-10 --to 2026-03-10",
        "entries --from smurf",
        "entries --from 2026-03-10 --to 2026-03-09",
    ):
        done = ctotui(line)
        assert (done.status, done.out) == (1, ""), line
        assert done.err, line


def test_many_years_of_entries_are_read_and_their_items_named(ctotui, environ) -> None:
    """More months than a question may ask for one by one, of an item that lies in the archive."""
    assert ctotui("log 2014-01-02 09:00-10:00 Old work").status == 0
    [item] = ctotui("list is:closed --json").json["items"]
    folder = Path(environ["CTOTUI_DATA"]) / "entries"
    for number in range(1, 80):
        month = f"{2014 + number // 12}-{number % 12 + 1:02}"
        (folder / f"{month}.toml").write_text(
            f'schema = 1\n\n[[entry]]\nid = "nold{number:05}"\nitem = "{item["id"]}"\n'
            f'start = {month}-02T09:00:00Z\nend = {month}-02T10:00:00Z\nzone = "Europe/Stockholm"\n'
        )
    done = ctotui("entries --from 2013-01-01")
    assert len(done.lines) == 81
    assert all("Old work" in line for line in done.lines[:-1])
    assert done.lines[-1] == "80:00 in all"
    assert ctotui("show", item["id"], "--json").json["items"][0]["tracked"] == 80 * 3600
    assert len(ctotui("export --format json").json["entries"]) == 80
