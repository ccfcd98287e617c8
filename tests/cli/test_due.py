"""``ctotui due``, for cron."""

import sys
import time
from pathlib import Path

from tests.cli.conftest import Run


def test_due_prints_what_is_overdue_and_soon(ctotui: Run, add) -> None:
    add("Budget infra due:2026-03-06")
    add("Renew TLS cert senast 12/3")
    add("Later due:2026-04-01")
    add("Scorecards to:sara follow:2026-03-10")
    done = ctotui("due")
    assert done.status == 0
    assert [(line.split()[0], line.split()[2]) for line in done.lines] == [
        ("overdue", "Budget"),
        ("today", "Scorecards"),
        ("soon", "Renew"),
    ]
    assert "due Fri 6 Mar" in done.lines[0]
    assert done.lines[1].endswith("follow up Tue 10 Mar  >sara")
    assert [one["why"] for one in ctotui("due --json").json["items"]] == ["overdue", "follow-up", "soon"]


def test_due_is_one_where_nothing_is(ctotui: Run) -> None:
    done = ctotui("due")
    assert (done.status, done.out) == (1, "")
    assert ctotui("due --json").json["items"] == []


def test_notify_prints_each_reminder_once(ctotui: Run, add) -> None:
    add("Standup 11:00-11:30 with:anna")
    assert ctotui("due --notify").status == 1
    first = ctotui("due --notify", now="2026-03-10T10:56:00+01:00")
    assert (first.status, first.lines) == (0, ["in 4m: Standup 11:00"])
    assert ctotui("due --notify", now="2026-03-10T10:57:00+01:00").status == 1
    again = ctotui("due --notify --json", now="2026-03-10T10:58:00+01:00")
    assert again.json["reminders"] == []


def test_notify_gives_the_cleaned_text_to_the_command_and_no_shell(ctotui: Run, add, environ) -> None:
    out = Path(environ["HOME"]).parent / "notified"
    script = Path(environ["HOME"]).parent / "notify.py"
    script.write_text(f"import sys\nopen({str(out)!r}, 'a').write(sys.argv[1] + '|' + sys.argv[2] + '\\n')\n")
    folder = Path(environ["CTOTUI_CONFIG"])
    folder.mkdir(parents=True)
    command = f"notify_command = ['{sys.executable}', '{script}', 'ctotui']\n"
    (folder / "settings.toml").write_text(command)
    add("Stand\x1b[31mup; $(touch x) 11:00-11:30 with:anna")
    ctotui("due --notify")
    done = ctotui("due --notify", now="2026-03-10T10:56:00+01:00")
    assert done.status == 0
    deadline = time.monotonic() + 10
    while not (out.exists() and out.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert out.read_text() == "ctotui|in 4m: Stand␛[31mup; $(touch x) 11:00\n"


def test_a_command_that_is_not_there_is_said(ctotui: Run, add, environ) -> None:
    folder = Path(environ["CTOTUI_CONFIG"])
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('notify_command = "no-such-program --flag"\n')
    add("Standup 11:00-11:30 with:anna")
    ctotui("due --notify")
    done = ctotui("due --notify", now="2026-03-10T10:56:00+01:00")
    assert (done.status, done.lines) == (0, ["in 4m: Standup 11:00"])
    assert "notify_command no-such-program cannot be run" in done.err
