"""The program as a process: what it imports, its exit status, pipes and encodings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ctotui.cli.table import VERBS

ROOT = Path(__file__).parents[2]
EVIL = "Evil \x1b]0;owned\x07\x1b[31m\x9b2J‮abc [bold]markup[/] \u2028 end"


def _process(environ: dict[str, str], *words: str, **options) -> subprocess.CompletedProcess[bytes]:
    own = {**environ, "PYTHONPATH": str(ROOT), **options.pop("more", {})}
    argv = [sys.executable, *options.pop("flags", ()), "-m", "ctotui", *words]
    return subprocess.run(argv, env=own, capture_output=True, timeout=30, check=False, **options)


def _imported(environ: dict[str, str], *lines: str) -> set[str]:
    """Heavy modules that a process has imported once it has run all of `lines`, and what it asks for by name."""
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from ctotui.cli.run import run
for line in {lines!r}:
    status = run(line.split(), os.environ, lambda opening: 0, open(os.devnull, "w"), open(os.devnull, "w"))
    assert status in (0, 1), (line, status)
heavy = {{"textual", "asyncio", "rich", "pydantic", "icalendar", "dateutil", "platformdirs", "argparse"}}
print(*sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_no_command_imports_textual_asyncio_or_rich(environ, tmp_path) -> None:
    (tmp_path / "a.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    operands = {
        "add": "Thing ~30m",
        "log": "8-9 Call",
        "import": str(tmp_path / "a.ics"),
        "export": "--format json",
        "show": "zzz",
        "done": "zzz",
        "edit": "zzz x",
        "delete": "zzz",
        "move": "zzz +1h",
        "plan": "zzz",
        **dict.fromkeys(("fit", "ripple", "swap", "split", "join", "make-room", "spread"), "zzz"),
        "compress": "3h",
        "merge-driver": " ".join([str(tmp_path / "merged.toml")] * 3),
    }
    (tmp_path / "merged.toml").write_text("schema = 1\n")
    found = _imported(environ, *(f"{name} {operands.get(name, '')}" for name in VERBS))
    assert not found & {"textual", "asyncio", "rich", "argparse"}


def test_an_ordinary_add_needs_no_library_but_the_toml_parser(environ) -> None:
    _process(environ, "add", "First")
    assert _imported(environ, "add Second <fri ~30m", "list", "show zzz", "undo") == set()


def test_status_from_its_cache_imports_almost_nothing(environ) -> None:
    live = {name: value for name, value in environ.items() if name != "CTOTUI_NOW"}
    _process(live, "add", "Thing ~30m")
    _process(live, "start", "Thing")
    first = _process(live, "status")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[1:] = ['status']; before = set(sys.modules)\n"
        "from ctotui.__main__ import main\n"
        "assert main() == 0\n"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=live, capture_output=True, text=True, check=True)
    # The clock is the machine's, and a minute may begin between the two.
    shown = ("● Thing 0:00/0:30\n", "● Thing 0:01/0:30\n")
    assert first.stdout.decode() in shown
    assert done.stdout in shown
    imported = set(done.stderr.split())
    assert not imported & {"dataclasses", "typing", "re", "datetime", "tomli", "ctotui.session", "ctotui.core.model"}
    assert len(imported) < 12, imported


def test_status_sees_what_another_process_did(environ) -> None:
    live = {name: value for name, value in environ.items() if name != "CTOTUI_NOW"}
    assert _process(live, "status").stdout == b""
    _process(live, "start", "Thing")
    assert _process(live, "status").stdout.decode().startswith("● Thing 0:0")
    _process(live, "edit", _process(live, "list").stdout.decode().split()[0], "Other")
    assert _process(live, "status").stdout.decode().startswith("● Other 0:0")
    _process(live, "undo", "2")
    assert _process(live, "status").stdout == b""


@pytest.mark.parametrize(
    ("line", "status"),
    [("list", 0), ("show zzz", 1), ("lst", 2), ("list --jsn", 2), ("--now yesterday today", 2), ("--version", 0)],
)
def test_exit_status(environ, line: str, status: int) -> None:
    done = _process(environ, *line.split())
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert bool(done.stderr) == bool(status)


def test_a_wrong_line_shows_the_nearest_right_one(environ) -> None:
    done = _process(environ, "agnda", "--json")
    assert done.stderr.decode().splitlines() == [
        'ctotui: there is no command "agnda".',
        "ctotui: try: ctotui agenda --json",
    ]


def test_a_file_that_cannot_be_read_is_3_and_named_by_line(environ) -> None:
    _process(environ, "add", "Good one")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    broken = inbox.read_text() + '\n[[item]]\nid = "ibroken00"\ntitle = = "x"\n'
    inbox.write_text(broken)
    done = _process(environ, "list")
    assert done.returncode == 3
    assert b"Good one" in done.stdout
    line = broken[: broken.index("= =")].count("\n") + 1
    assert f"{inbox}:{line}:" in done.stderr.decode()
    doctor = _process(environ, "doctor")
    assert doctor.returncode == 3
    assert f"{inbox}:{line}:" in doctor.stdout.decode()
    assert _process(environ, "add", "Another").returncode in (0, 3)
    assert 'title = = "x"' in inbox.read_text()


def test_a_folder_that_cannot_be_made_is_4(environ, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = _process(environ, "add", "Thing", more={"CTOTUI_DATA": str(tmp_path / "file" / "data")})
    assert done.returncode == 4
    assert done.stderr.count(b"\n") == 1


def test_a_clock_that_stands_still_writes_only_where_it_is_told(environ) -> None:
    home = {name: value for name, value in environ.items() if name != "CTOTUI_DATA"}
    done = _process(home, "add", "Thing")
    assert done.returncode == 2
    assert b"--data" in done.stderr
    assert _process(home, "list").returncode == 0


def test_a_reader_that_goes_away_is_no_error(environ) -> None:
    environ = {**environ, "PYTHONPATH": str(ROOT)}
    lines = "\n".join(f"Thing number {number}" for number in range(200))
    command = f"{sys.executable} -m ctotui add - | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], env=environ, input=lines, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert _process(environ, "list").stdout.count(b"\n") == 200
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m ctotui history 200 | head -1; exit ${{PIPESTATUS[0]}}"],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1", "utf-8"])
def test_any_encoding_of_the_output_is_served(environ, encoding: str) -> None:
    own = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = _process(environ, "start", "Möte 漢字 ~30m", more=own)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    expected = {"ascii": b"* Mote ?? 0:00/0:30\n", "iso-8859-1": "* Möte ?? 0:00/0:30\n".encode("latin-1")}
    assert done.stdout == expected.get(encoding, "● Möte 漢字 0:00/0:30\n".encode())
    assert _process(environ, "list", "--json", more=own).returncode == 0


def test_an_evil_title_reaches_no_output_raw(ctotui) -> None:
    """Through every command that prints one: no control byte, no bidi override, no line separator."""
    added = ctotui("add", "--json", "--", EVIL + " tomorrow 9-10")
    short = added.json["items"][0]["short"]
    lines = [
        *(
            f"show {short}",
            "list",
            f"start {short}",
            "status",
            "entries",
            "stop --at 10:42",
            "agenda",
            "today",
            "history",
        ),
        *(f"show {short} --json", "list --json", "status --json", "entries --json", "agenda --json", "today --json"),
        *(f"move {short} +1h", f"plan {short} fri 10", "undo", "redo", f"edit {short} est:1h", "export --format json"),
        *(f"move {short} fri 10 --ripple", f"plan {short} mon 9 --dry-run", f"fit {short}", f"swap {short} {short}"),
        *(f"{verb} {short}{more}" for verb in ("split", "join", "carry", "make-room") for more in ("", " --json")),
        *(
            f"ripple {short}",
            f"pull {short}",
            f"spread {short}",
            "autoplan",
            "autoplan --json",
            "compress 1h",
            "absorb",
        ),
        *("list status:\x1b[31m", "show \x1b[31m", "move zzz \x9b", "agenda --from \x1b[2J", "list --\x1b[31m"),
        *("help \x1b[31m", "undo \x1b", "log 9-10 \x1b[31m", f"done {short}", f"delete {short}", "doctor", "paths"),
    ]
    seen = 0
    for line in lines:
        done = ctotui(*line.split(" "))
        seen += "Evil" in done.out
        assert all(char.isprintable() or char == "\n" for char in done.out + done.err), (line, done)
    assert seen > 15


def test_the_terminal_gets_no_control_byte_either(environ) -> None:
    """With a terminal on the other end, where lines are cut to its width."""
    import pty

    _process(environ, "add", "--", EVIL * 3)
    parent, child = pty.openpty()
    own = {**environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "ctotui", "list"], env=own, stdin=child, stdout=child, stderr=child, check=True
    )
    os.close(child)
    text = os.read(parent, 65536).decode().replace("\r\n", "\n")
    os.close(parent)
    assert "Evil" in text
    assert all(char.isprintable() or char == "\n" for char in text)


def test_input_that_is_not_utf8_is_taken_as_far_as_it_goes(environ) -> None:
    done = _process(
        environ, "add", "-", input=b"caf\xe9\r\nplain\n", more={"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    )
    assert done.returncode == 0, done.stderr
    assert [line.split("  ")[1] for line in done.stdout.decode().splitlines()] == ["caf�", "plain"]


def test_a_full_or_closed_output_is_a_sentence(environ) -> None:
    _process(environ, "add", "Thing")
    own = {**environ, "PYTHONPATH": str(ROOT)}
    for line, status in (("list > /dev/full", 4), ("export --format json > /dev/full", 4), ("list >&-", 0)):
        done = subprocess.run(
            f"{sys.executable} -m ctotui {line}", shell=True, env=own, capture_output=True, check=False
        )
        assert done.returncode == status, line
        assert done.stderr.count(b"\n") == bool(status), (line, done.stderr)


def test_a_disk_that_refuses_is_4_and_nothing_is_half_done(environ) -> None:
    _process(environ, "add", "Before")
    state = Path(environ["CTOTUI_STATE"])
    [log] = state.glob("*/log/*.toml")
    log.rename(log.with_name("aside"))
    log.mkdir()
    done = _process(environ, "add", "Lost")
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"Traceback" not in done.stderr
    log.rmdir()
    log.with_name("aside").rename(log)
    assert b"Lost" not in _process(environ, "list").stdout
