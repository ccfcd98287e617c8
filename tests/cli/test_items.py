"""add, list, show, done, edit, delete, undo, redo, history through a real data folder."""

import pytest


def test_add_says_the_id_and_how_it_was_read(ctotui) -> None:
    done = ctotui("add", "Review SLA contract tomorrow 14-15:30 #legal !high @anna ~90m every 2w")
    assert done.status == 0
    short, rest = done.out.rstrip("\n").split("  ", 1)
    assert len(short) == 3
    assert rest.startswith("meeting: Review SLA contract  Wed 11 Mar 14:00–15:30  #legal @anna repeats")
    assert "-/1:30" in rest


def test_add_as_json_is_the_item_that_was_made(ctotui, add) -> None:
    item = add("Infra budget <fri 90m !high #q2")
    assert item["title"] == "Infra budget"
    assert (item["estimate"], item["due"], item["priority"], item["tags"]) == (5400, "2026-03-13", "high", ["q2"])
    assert (item["kind"], item["status"], item["tracked"], "blocks" in item) == ("task", "next", 0, False)
    assert item["id"][1:].startswith(item["short"])
    assert ctotui("show", item["id"], "--json").json["items"] == [item]


def test_a_block_has_its_offset_and_zone(add) -> None:
    item = add("Plan Q2 1,5h mån 13:00")
    [block] = item["blocks"]
    assert (block["start"], block["end"]) == ("2026-03-16T13:00:00+01:00", "2026-03-16T14:30:00+01:00")
    assert (block["tz"], block["fixed"]) == ("Europe/Stockholm", False)


def test_add_reads_lines_from_the_standard_input(ctotui) -> None:
    done = ctotui("add", "-", stdin="One\n\n  \nTwo <fri\n")
    assert [line.split("  ")[1] for line in done.lines] == ["One", "Two"]
    assert len(ctotui("list").lines) == 2


def test_a_refused_line_keeps_those_before_it_and_says_why(ctotui) -> None:
    done = ctotui("add", "-", stdin="One\n<fri\nTwo\n")
    assert done.status == 1
    assert len(done.lines) == 1
    assert "title" in done.err
    assert [line.split("  ")[-1] for line in ctotui("list").lines] == ["One"]


def test_a_shell_can_use_words_for_the_sigils(add) -> None:
    item = add("Call vendor due:fri tag:legal prio:high est:30m")
    assert (item["due"], item["tags"], item["priority"], item["estimate"]) == ("2026-03-13", ["legal"], "high", 1800)


def test_list_shows_open_items_in_aligned_columns(ctotui, add) -> None:
    add("First <fri #legal")
    add("Second ~45m !urgent")
    done = ctotui("list")
    assert done.status == 0
    assert len(done.lines) == 2
    assert "First  due Fri 13 Mar #legal" in done.lines[0]
    assert "!!" in done.lines[1]
    assert "-/0:45" in done.lines[1]


def test_list_takes_a_query(ctotui, add) -> None:
    add("First <fri #legal")
    add("Second")
    found = ctotui("list", "#legal", "--json").json["items"]
    assert [item["title"] for item in found] == ["First"]
    assert ctotui("list", "not:#legal").lines[0].endswith("Second")


def test_an_empty_list_is_no_error(ctotui) -> None:
    assert (ctotui("list").status, ctotui("list").out) == (0, "")
    assert ctotui("list --json").json["items"] == []


def test_a_wrong_query_is_refused_with_the_right_values(ctotui) -> None:
    done = ctotui("list status:open")
    assert (done.status, done.out) == (1, "")
    assert "backlog" in done.err


def test_show_prints_every_field(ctotui, add) -> None:
    item = add("Renew TLS cert senast 2/4 >johan #ops ~2h")
    text = ctotui("show", item["short"]).out
    for part in (item["id"], "Renew TLS cert", "waiting", "johan", "#ops", "-/2:00", "Thu 2 Apr"):
        assert part in text


@pytest.mark.parametrize("command", ["show", "done", "delete", "plan", "move zzz +1h", "edit zzz x"])
def test_an_id_that_is_not_there_is_1_with_one_sentence(ctotui, command: str) -> None:
    done = ctotui(command if " " in command else f"{command} zzz")
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert '"zzz"' in done.err


def test_done_and_again_back_to_what_it_was(ctotui, add) -> None:
    short = add("Thing <fri")["short"]
    assert ctotui("done", short).lines == [f"{short}  Thing: done"]
    assert ctotui("list").out == ""
    assert ctotui("list is:closed").lines[0].startswith(short)
    assert ctotui("done", short, "--json").json["items"][0]["status"] == "next"


def test_done_on_a_series_finishes_the_next_occurrence(ctotui, add) -> None:
    short = add("Standup 9:00-9:15 every weekday @anna")["short"]
    assert ctotui("done", short).lines == [f"{short}  Standup (2026-03-11): done"]
    days = ctotui("agenda", "--json").json["instances"]
    assert [one["status"] for one in days if one["start"].startswith("2026-03-11")] == ["done"]
    assert all(one["recurring"] for one in days)


def test_edit_changes_only_what_is_given(ctotui, add) -> None:
    item = add("Infra budget <fri 90m #q2")
    after = ctotui("edit", item["short"], "est:2h", "--json").json["items"][0]
    assert after["estimate"] == 7200
    assert {**after, "estimate": 5400, "modified": ""} == {**item, "modified": ""}
    renamed = ctotui("edit", item["short"], "Infra budget Q2", "prio:high", "--json").json["items"][0]
    assert (renamed["title"], renamed["priority"], renamed["due"]) == ("Infra budget Q2", "high", "2026-03-13")


def test_edit_gives_a_block_a_new_time(ctotui, add) -> None:
    item = add("Deep work tomorrow 9-10")
    after = ctotui("edit", item["short"], "2026-03-12 14-15", "--json").json["items"][0]
    assert [(block["start"], block["id"]) for block in after["blocks"]] == [
        ("2026-03-12T14:00:00+01:00", item["blocks"][0]["id"])
    ]


def test_delete_takes_the_item_and_its_blocks(ctotui, add) -> None:
    short = add("Deep work tomorrow 9-10")["short"]
    assert ctotui("delete", short).lines == [f"{short}  Deep work: deleted"]
    assert ctotui("agenda --json").json["instances"] == []
    assert ctotui("show", short).status == 1


def test_an_item_with_tracked_time_is_dropped_instead(ctotui, add) -> None:
    short = add("Worked on")["short"]
    assert ctotui("log", "9-10", short).status == 0
    assert "dropped" in ctotui("delete", short).out
    assert ctotui("show", short, "--json").json["items"][0]["status"] == "dropped"


def test_undo_and_redo_walk_the_history(ctotui, add) -> None:
    add("One")
    add("Two")
    assert [line.split("  ")[-1] for line in ctotui("history").lines] == ["Add Two", "Add One"]
    assert ctotui("undo 2").lines == ["Undone: Add Two.", "Undone: Add One."]
    assert ctotui("list").out == ""
    assert ctotui("redo").lines == ["Redone: Add One."]
    assert [line.split("  ")[-1] for line in ctotui("list").lines] == ["One"]
    undone = [step["undone"] for step in ctotui("history --json").json["steps"] if step["label"] == "Add Two"]
    assert undone == [True]


def test_nothing_to_undo_is_1(ctotui) -> None:
    done = ctotui("undo")
    assert done.status == 1
    assert done.err
    assert ctotui("undo x").status == 2
    assert ctotui("undo 0").status == 2


def test_after_undo_the_files_are_byte_equal(ctotui, add, environ) -> None:
    from pathlib import Path

    def files() -> dict[str, bytes]:
        root = Path(environ["CTOTUI_DATA"])
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.toml")}

    short = add("Keep me tomorrow 9-10 #x")["short"]
    before = files()
    for line in (f"edit {short} est:2h", f"move {short} +1h", f"done {short}", f"delete {short}", "add Another fri 10"):
        assert ctotui(line).status == 0, line
        assert ctotui("undo").status == 0
        assert files() == before, line


def test_an_ambiguous_id_lists_the_candidates(ctotui, environ) -> None:
    from pathlib import Path

    assert ctotui("add Seed").status == 0
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    records = "".join(f'\n[[item]]\nid = "iabc{n}00000"\ntitle = "Twin {n}"\n' for n in (1, 2))
    inbox.write_text(inbox.read_text() + records)
    done = ctotui("show abc")
    assert done.status == 1
    assert "Twin 1" in done.err
    assert "Twin 2" in done.err
    assert ctotui("show abc1").status == 0
