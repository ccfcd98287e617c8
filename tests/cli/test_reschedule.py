"""The rescheduling verbs from a shell, on the demo day: Tuesday 2026-03-10, 10:42 (section 6, I1, I14)."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from ctotui import demo
from ctotui.session import Session
from tests.cli.conftest import Run
from tests.commands.keyboard import Keys
from tests.memory import MemoryDesk

ROOT = Path(__file__).parents[2]
LATE = "2026-03-10T11:52:00+01:00"
"""Review SLA contract runs, and is 22 minutes past its block."""
Bytes = dict[str, bytes]


@pytest.fixture
def shell(ctotui: Run) -> Run:
    """``shell("ripple 155")`` on the demo day."""

    def call(line: str, now: str = ""):
        return ctotui(*line.split(), "--demo", now=now)

    return call


@pytest.fixture
def folder(environ, shell: Run):
    """The bytes of every file of the demo folder."""
    shell("today")

    def read() -> Bytes:
        base = Path(environ["CTOTUI_DATA"] + "-demo")
        return {str(path.relative_to(base)): path.read_bytes() for path in sorted(base.rglob("*")) if path.is_file()}

    return read


def steps(shell: Run, count: int = 1) -> list[str]:
    return [step["label"] for step in shell(f"history {count} --json").json["steps"]]


def spans(result) -> list[tuple[str, str, str]]:
    """Title, and the times before and after, of every change."""

    def span(value: dict[str, str] | None) -> str:
        return f"{value['start'][5:16]} {value['end'][5:16]}" if value else ""

    return [(one["title"], span(one.get("from")), span(one.get("to"))) for one in result.json["changes"]]


BEFORE = {
    "ripple 155": ["move 155 14:45"],
    "join 144": ["split 144"],
    "pull 144": ["move 156 15:15", "move 155 16:15"],
    "pull --from 13:30": ["move 144 14:00", "move 156 16:30"],
    "fit 155": ["move 155 fri 15:00"],
}
"""What has to be done first so that a verb has something to do."""

LINES = [
    "move 155 14:45",
    "move 155 14:45 --ripple",
    "move 156 13:45 --swap",
    "move 155 wed 10:30 --fit",
    "move 214@2026-03-11 9:30 --following",
    "plan 158",
    "plan 158 fri 14:00",
    "fit 155",
    "fit 158",
    "ripple 155",
    "swap 144 155",
    "swap 144",
    "pull 144",
    "pull --from 13:30",
    "pull --day tomorrow",
    "compress 45m",
    "compress 45m --day tomorrow --from 10:00",
    "split 144",
    "split 144 3",
    "split 144 14:15",
    "join 144",
    "carry",
    "carry 155 156",
    "carry 158",
    "carry 155 --next-week",
    "carry --day yesterday",
    "make-room 158",
    "spread 160 --accept",
    "autoplan --until fri --accept",
    "autoplan 158 151 --accept",
]


@pytest.mark.parametrize("line", LINES)
def test_a_dry_run_stores_nothing_says_what_then_happens_and_is_undone_whole(shell: Run, folder, line: str) -> None:
    """I14, I1: the same changes, but for ids of blocks that are not made yet."""
    for before in BEFORE.get(line, ()):
        assert shell(before).status == 0
    kept, known = folder(), steps(shell, 20)
    tried = shell(f"{line} --dry-run --json")
    assert tried.status == 0, tried.err
    assert tried.json["dry_run"] is True
    assert tried.json["changes"]
    assert shell(f"{line} --dry-run").status == 0
    assert (folder(), steps(shell, 20)) == (kept, known)

    done = shell(f"{line} --json").json
    assert done["dry_run"] is False
    assert len(done["changes"]) == len(tried.json["changes"])
    for one, shown in zip(done["changes"], tried.json["changes"], strict=True):
        made = {"id", "item"} - shown.keys() if "from" not in one else set()
        assert {name: value for name, value in one.items() if name not in made} == shown
    assert folder() != kept
    assert len(steps(shell, 20)) == len(known) + 1
    assert shell("undo").status == 0
    assert folder() == kept


@pytest.mark.parametrize(
    ("line", "title", "keys"),
    [
        ("move 155 14:30", "RFC-12 review", "m t 1 4 : 3 0 enter enter"),
        ("move 155 fri 9", "RFC-12 review", "m t f r i space 9 enter enter"),
        ("move 155 -17:00", "RFC-12 review", "m t - 1 7 : 0 0 enter enter"),
        ("move 156 13:45 --swap", "Infra budget Q2", "m t 1 3 : 4 5 enter w enter"),
        ("fit 144", "Q2 roadmap draft", "r f"),
        ("swap 144", "Q2 roadmap draft", "r w"),
        ("pull 148", "Decide IAM vendor@11", "r p"),
        ("compress 45m --from 13:00", "1:1 Anna", "r c ctrl+u 4 5 m enter"),
        ("split 144", "Q2 roadmap draft", "r x enter"),
        ("carry 155", "RFC-12 review", "r t"),
        ("carry 155 --next-week", "RFC-12 review", "r n"),
        ("make-room 144", "Q2 roadmap draft", "r b enter"),
        ("spread 144 --accept", "Q2 roadmap draft", "r s Y"),
        ("autoplan 144 --accept", "Q2 roadmap draft", "r a Y"),
        ("autoplan --accept", "Q2 roadmap draft", "P Y"),
    ],
)
def test_a_step_is_called_and_does_what_the_keys_make_of_it(shell: Run, line: str, title: str, keys: str) -> None:
    desk = MemoryDesk(demo.build(), demo.settings(), demo.now())
    desk.look(pane="today", part="calendar")
    hands = Keys(desk)
    name, _, day = title.partition("@")
    hands.stand(name, int(day or 10))
    for key in keys.split():
        hands.type(" ") if key == "space" else hands(key)
    done = shell(f"{line} --json")
    assert done.status == 0, done.err
    assert steps(shell) == hands.steps[-1:]
    for one in done.json["changes"]:
        if "from" in one and "to" in one:
            block = desk.state.plan.find(one["id"])
            assert one["to"]["start"][:16] == f"{block.start:%Y-%m-%dT%H:%M}"


def test_a_move_with_ripple_pushes_what_it_hits(shell: Run) -> None:
    done = shell("move 144 14:00 --ripple --json")
    assert spans(done) == [
        ("Q2 roadmap draft", "03-10T13:30 03-10T15:00", "03-10T14:00 03-10T15:30"),
        ("Infra budget Q2", "03-10T15:00 03-10T15:30", "03-10T16:00 03-10T16:30"),
        ("RFC-12 review", "03-10T16:00 03-10T16:30", "03-10T16:30 03-10T17:00"),
        ("Shutdown", "03-10T16:30 03-10T16:45", ""),
    ]
    assert done.json["changes"][1]["why"] == "pushed by Q2 roadmap draft"
    assert done.json["changes"][1]["minutes"] == 60
    assert [one["spilled"] for one in done.json["changes"]] == [False, False, False, True]
    assert [one["start"] for one in done.json["instances"]] == ["2026-03-10T14:00:00+01:00"]


def test_what_is_said_is_of_the_plan_that_was_kept(shell: Run, monkeypatch) -> None:
    """Another process moves a block while the verb is worked out: the verb runs again, and that run is told."""
    edit = Session.edit

    def late(session: Session, label: str, verb, *arguments):
        monkeypatch.setattr(Session, "edit", edit)
        assert shell("move 156 15:45").status == 0
        return edit(session, label, verb, *arguments)

    monkeypatch.setattr(Session, "edit", late)
    done = shell("swap 144 156 --json")
    assert spans(done) == [
        ("Infra budget Q2", "03-10T15:45 03-10T16:15", "03-10T13:30 03-10T14:00"),
        ("Q2 roadmap draft", "03-10T13:30 03-10T15:00", "03-10T14:45 03-10T16:15"),
    ]
    assert steps(shell, 2) == ["Swap Q2 roadmap draft", "Move Infra budget Q2 to 15:45"]


def test_a_change_as_json(shell: Run) -> None:
    [one] = shell("carry 155 --json").json["changes"]
    assert re.fullmatch("b[0-9a-z]{8}", one.pop("id"))
    assert re.fullmatch("i155[0-9a-z]{5}", one.pop("item"))
    assert one == {
        "title": "RFC-12 review",
        "from": {"start": "2026-03-10T16:00:00+01:00", "end": "2026-03-10T16:30:00+01:00"},
        "to": {"start": "2026-03-11T08:30:00+01:00", "end": "2026-03-11T09:00:00+01:00"},
        "minutes": -450 + 1440,
        "spilled": False,
        "why": "what was left of it",
    }


def test_a_verb_says_a_row_a_block_and_which_day_is_too_full(shell: Run) -> None:
    assert shell("make-room 158").lines == [
        "Make room for FinOps post: 1 new, 1 lost its time",
        "  158  Tue 10 Mar 16:30–17:00  new            FinOps post  (the room that was made)",
        "  146  Tue 10 Mar 16:30–16:45  lost its time  Shutdown  (last in the order of auto-plan)",
        "Tue 10 is now +1h00 over: drop Delegation round (0:30) and RFC-12 review (0:30).",
    ]
    assert shell("swap 144 156 --dry-run").lines == [
        "Swap Q2 roadmap draft (dry run): 2 moved",
        "  156  Tue 10 Mar 15:00–15:30 → 13:30–14:00  -1h30  Infra budget Q2",
        "  144  Tue 10 Mar 13:30–15:00 → 14:00–15:30  +30m   Q2 roadmap draft",
    ]


def test_a_proposal_is_only_shown_until_it_is_accepted(shell: Run, folder) -> None:
    kept = folder()
    shown = shell("spread 160")
    assert shown.status == 0
    assert shown.lines[0] == "Spread Perf reviews Q1: 3 proposed, nothing stored; --accept stores them"
    assert shown.lines[1].startswith("  160  Mon 16 Mar 08:30–09:30  new  Perf reviews Q1  (lightest day with room")
    assert shell("autoplan --until fri --json").json["dry_run"] is True
    assert folder() == kept
    assert shell("spread 160 --accept --dry-run").lines[1:] == shown.lines[1:]
    assert folder() == kept
    assert shell("spread 160 --accept").lines == ["Spread Perf reviews Q1: 3 planned", *shown.lines[1:]]
    assert folder() != kept


def test_autoplan_lists_what_found_no_time_and_what_has_no_estimate(shell: Run, ctotui: Run) -> None:
    """I17."""
    ctotui("add", "Think about it today", "--demo")
    found = shell("autoplan --json").json
    assert found["dry_run"] is True
    assert [one["title"] for one in found["unestimated"]] == ["Think about it"]
    unplaced = {one["title"]: one["minutes"] for one in found["unplaced"]}
    assert unplaced["Perf reviews Q1"] == 180
    assert all(one["why"] for one in found["unplaced"])
    lines = shell("autoplan").lines
    assert "without time:" in lines
    assert lines[-2:][0] == "without an estimate, so never planned:"
    assert lines[-1].endswith("Think about it")


def test_autoplan_of_nothing_is_no_error_and_of_a_named_item_is_one(shell: Run, ctotui: Run) -> None:
    assert ctotui("autoplan").lines == ["Auto-plan Tue 10: nothing is left to plan."]
    refused = shell("autoplan 171")
    assert (refused.status, refused.out) == (1, "")
    assert "ctotui edit 171 est:1h" in refused.err


def test_a_slip_is_shown_three_ways_and_absorbed_by_one(shell: Run, folder) -> None:
    assert shell("absorb").status == 1
    kept = folder()
    shown = shell("absorb --json", now=LATE).json
    assert (shown["minutes"], shown["dry_run"]) == (30, True)
    assert [way["way"] for way in shown["ways"]] == ["ripple", "compress", "carry"]
    assert folder() == kept
    lines = shell("absorb", now=LATE).lines
    assert lines[0] == "Absorb 30m of Review SLA contract: nothing stored; one of these options does it"
    assert folder() == kept

    for way in shown["ways"]:
        before = folder()
        done = shell(f"absorb --{way['way']} --json", now=LATE)
        assert done.json["changes"] == way["changes"]
        assert steps(shell) == [f"Absorb 30m of Review SLA contract: {way['way']}"]
        shell("undo")
        assert folder() == before


def test_the_slip_is_absorbed_by_the_step_of_the_key(shell: Run) -> None:
    desk = MemoryDesk(demo.build(), demo.settings(), demo.now() + timedelta(minutes=70))
    desk.look(pane="today", part="calendar")
    hands = Keys(desk)
    hands("R", "tab", "enter")
    shell("absorb --compress", now=LATE)
    assert steps(shell) == hands.steps[-1:]


def test_what_is_left_of_a_day_is_carried_as_one_step(shell: Run) -> None:
    done = shell("carry --json")
    assert [one["title"] for one in done.json["changes"]].count("Review SLA contract") == 2
    assert steps(shell, 2)[0] == "Carry 6 of them to tomorrow"
    again = shell("carry")
    assert again.lines == ["Nothing of Tue 10 Mar is left to carry."]
    assert again.status == 0


def test_an_item_without_a_block_is_carried_to_a_day(shell: Run) -> None:
    assert shell("carry 158 --dry-run").lines == [
        "Carry FinOps post to tomorrow (dry run): 1 planned for a day",
        "  158  on Wed 11 Mar  FinOps post",
    ]
    [one] = shell("carry 158 --json").json["changes"]
    assert (one["title"], one["day"], "id" in one) == ("FinOps post", "2026-03-11", False)


def test_blocks_are_named_by_their_own_ids(shell: Run) -> None:
    [_past, one] = shell("show 144 --json").json["items"][0]["blocks"]
    assert f"({one['id']})" in shell("show 144").out
    shell(f"split {one['id']} 2")
    keys = [block["id"] for block in shell("show 144 --json").json["items"][0]["blocks"][1:]]
    assert spans(shell(f"join {' '.join(reversed(keys))} --json"))[0][2] == "03-10T13:30 03-10T15:00"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ripple zzz", "There is no item"),
        ("ripple 158", "ctotui plan 158"),
        ("swap 144 203", "CloudCo vendor call is fixed and does not swap"),
        ("swap 144 144", "cannot swap with itself"),
        ("move 156 15:30 --swap", "CloudCo vendor call is fixed"),
        ("compress 3h", "1h is the most"),
        ("compress 45", "has no unit"),
        ("split 144 99", "type 2 to 48"),
        ("split 144 9:00", "not inside"),
        ("split 214@2026-03-11", "stays in one piece"),
        ("join 144", "nothing to join it with"),
        ("join 144 156", "two items"),
        ("spread 171", "no estimate"),
        ("carry 131", "is done"),
        ("carry --day fri", "still to come"),
        ("fit 203", "fixed"),
        ("autoplan --day yesterday", "is over"),
        ("autoplan --day fri --until thu", "name a later --until"),
        ("autoplan --until 2030-01-01", "more than a year"),
        ("autoplan 131", "is done"),
        ("pull --day someday", "is not a day"),
        ("pull --from smurf", "not understood as a time"),
    ],
)
def test_a_refusal_is_the_sentence_of_the_rule_and_changes_nothing(shell: Run, folder, line: str, words: str) -> None:
    kept = folder()
    for tried in (f"{line} --dry-run", line, f"{line} --json"):
        done = shell(tried)
        assert (done.status, done.out) == (1, ""), done
        assert words in done.err
        assert done.err.count("\n") == 1
    assert folder() == kept


@pytest.mark.parametrize(
    ("line", "nothing"),
    [
        ("move 155 16:00", "155  RFC-12 review: Tue 10 Mar 16:00–16:30; it stands there already"),
        ("ripple 155", "Nothing that may move overlaps it: nothing had to give way."),
        ("pull 144", "There is no gap after Tue 10 Mar 15:00 that a block could close."),
        ("carry 214@2026-03-11", "Triage + plan stands there, or later, already."),
        ("carry --day sun", "Nothing of Sun 8 Mar is left to carry."),
    ],
)
def test_where_nothing_has_to_change_that_is_said_and_is_no_step(shell: Run, line: str, nothing: str) -> None:
    line = line.replace("sun", "2026-03-08")
    known = steps(shell, 20)
    assert (shell(line).status, shell(line).lines) == (0, [nothing])
    assert shell(f"{line} --json").json["changes"] == []
    assert steps(shell, 20) == known


@pytest.mark.parametrize(
    "line",
    [
        "move 155 15 --ripple --fit",
        "pull 144 --from 13:00",
        "carry 155 --day today",
        "absorb --ripple --carry",
        "swap 1 2 3",
        "ripple",
        "compress",
    ],
)
def test_a_wrong_line_is_2_and_shows_a_right_one(shell: Run, line: str) -> None:
    done = shell(line)
    assert (done.status, done.out) == (2, "")
    assert "try: ctotui " in done.err


def test_a_clock_that_stands_still_may_look_at_what_would_be(ctotui: Run, environ) -> None:
    """``--now`` over data that was not named writes nothing, and a dry run or a proposal does not either (cli.md)."""
    ctotui("add", "--", "Deep work ~1h")
    home = {name: value for name, value in environ.items() if name != "CTOTUI_DATA"}
    home["XDG_DATA_HOME"] = str(Path(environ["HOME"]) / "share")
    argv = [sys.executable, "-m", "ctotui"]
    own = {**home, "PYTHONPATH": str(ROOT)}
    for words, status in (("autoplan", 0), ("carry --dry-run", 0), ("autoplan --accept", 2), ("carry", 2)):
        done = subprocess.run([*argv, *words.split()], env=own, capture_output=True, check=False)
        assert done.returncode == status, (words, done.stderr)


def test_as_a_process_in_ascii(environ) -> None:
    own = {**environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    argv = [sys.executable, "-m", "ctotui", "--demo", "swap", "144", "156"]
    done = subprocess.run(argv, env=own, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"15:00-15:30 -> 13:30-14:00  -1h30  Infra budget Q2" in done.stdout
    refused = subprocess.run([*argv[:4], "compress", "9h"], env=own, capture_output=True, check=False)
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"Compress cannot free 9h" in refused.stderr


def test_a_narrow_terminal_gets_a_reason_in_a_line_of_its_own(shell: Run, monkeypatch) -> None:
    monkeypatch.setattr("ctotui.cli.printing._width", lambda _out: 80)
    assert shell("spread 144").lines == [
        "Spread Q2 roadmap draft: 1 proposed, nothing stored; --accept stores it",
        "  144  Mon 16 Mar 08:30–09:00  new  Q2 roadmap draft",
        "       (lightest day with room for 30m, plan 0h30 of 7h00)",
    ]
