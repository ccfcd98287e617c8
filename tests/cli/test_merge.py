"""``ctotui merge-driver`` with a real git, and the set-up that ``ctotui paths --git`` prints (storage-and-time 2.3)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def git(environ, tmp_path):
    """Runs git in the data folder, which is set up as `ctotui paths --git` says."""
    data = Path(environ["CTOTUI_DATA"])
    own = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "GIT_CONFIG_NOSYSTEM": "1"}
    own |= {f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def call(*words: str, status: int = 0) -> str:
        done = subprocess.run(["git", "-C", str(data), *words], env=own, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    data.mkdir(parents=True)
    call("init", "-q", "-b", "main")
    done = subprocess.run(
        [sys.executable, "-m", "ctotui", "paths", "--git"], env={**own, **environ}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == 2
    subprocess.run(done.stdout, shell=True, check=True, env=own)
    return call


def commit(git, label: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", label)


def ids(ctotui) -> dict[str, str]:
    return {one["title"]: one["id"] for one in ctotui("list", "is:all", "--json").json["items"]}


def test_two_diverged_folders_merge_by_record(git, ctotui, environ):
    ctotui("add", "Alpha")
    ctotui("add", "Beta")
    ctotui("add", "Gamma")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    inbox.write_text(inbox.read_text().replace('title = "Alpha"', 'title = "Alpha"  # mine'))
    commit(git, "base")
    key = ids(ctotui)
    git("checkout", "-q", "-b", "laptop")
    ctotui("edit", key["Alpha"], "tag:laptop", "prio:high", now="2026-03-10T11:00:00+01:00")
    ctotui("edit", key["Beta"], "Beta laptop", now="2026-03-10T11:05:00+01:00")
    ctotui("add", "Laptop item", now="2026-03-10T11:10:00+01:00")
    ctotui("start", key["Gamma"], now="2026-03-10T11:15:00+01:00")
    commit(git, "laptop")
    git("checkout", "-q", "main")
    ctotui("edit", key["Alpha"], "est:2h", "tag:desk", now="2026-03-10T11:20:00+01:00")
    ctotui("edit", key["Beta"], "Beta desk", now="2026-03-10T11:25:00+01:00")
    ctotui("add", "Desk item", now="2026-03-10T11:30:00+01:00")
    ctotui("start", key["Alpha"], now="2026-03-10T11:35:00+01:00")
    commit(git, "desk")
    said = git("merge", "-q", "--no-edit", "laptop")
    assert '"Beta desk": title was "Beta laptop" on one side; "Beta desk", changed later, stays.' in said
    assert "Two timers ran" in said
    shown = ctotui("list", "--json").json["items"]
    assert {one["title"] for one in shown} == {"Alpha", "Beta desk", "Gamma", "Laptop item", "Desk item"}
    alpha = next(one for one in shown if one["title"] == "Alpha")
    assert (set(alpha["tags"]), alpha["priority"], alpha["estimate"]) == ({"laptop", "desk"}, "high", 7200)
    assert "# mine" in inbox.read_text()
    assert ctotui("status", now="2026-03-10T12:00:00+01:00").out.startswith("● Alpha")
    assert git("status", "--porcelain") == ""


def test_what_no_rule_decides_is_left_between_marks_and_said(git, ctotui, environ):
    ctotui("add", "Alpha")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    commit(git, "base")
    git("checkout", "-q", "-b", "other")
    inbox.write_text(inbox.read_text().replace('"Alpha"', "= broken"))
    commit(git, "broken")
    git("checkout", "-q", "main")
    inbox.write_text(inbox.read_text().replace('"Alpha"', '"Changed"'))
    commit(git, "changed")
    said = git("merge", "-q", "--no-edit", "other", status=1)
    assert "items/inbox.toml was not merged: " in said
    assert "<<<<<<< ours\n" in inbox.read_text()
    assert '"Changed"' in inbox.read_text()
    assert git("status", "--porcelain").startswith("UU items/inbox.toml")


def test_a_file_that_is_no_text_is_refused_in_a_sentence(ctotui, tmp_path):
    for name, data in (("o", b""), ("a", b"schema = 1\n"), ("b", b"\xff\xfe")):
        (tmp_path / name).write_bytes(data)
    done = ctotui("merge-driver", *(str(tmp_path / name) for name in "oab"), "items/x.toml")
    assert done.status == 1
    assert "items/x.toml is not UTF-8 text in one version" in done.err
    assert (tmp_path / "a").read_bytes() == b"schema = 1\n"


def test_a_missing_file_is_a_sentence(ctotui, tmp_path):
    done = ctotui("merge-driver", *(str(tmp_path / name) for name in "oab"))
    assert done.status == 4
    assert "No such file" in done.err
