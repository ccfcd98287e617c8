"""Broken files of the user, and hostile titles, in the running program: a sentence, and the rest works (issue 2)."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.ui.pty import Terminal

OURS = re.compile(
    rb"\x1b\[[?=>]?[0-9;]*[A-Za-z$]+|\x1b\[[0-9;]*\$p|\x1b[=>78]|\x1b\([B0]|\r|\n|\x08|\x1b\]10;\?\x1b\\|\x0f|\x1b\[>[0-9;]*u"
)
"""All that the program itself sends besides text."""


def config(tmp_path: Path, name: str, text: str) -> Path:
    """Write a file of the config folder."""
    path = tmp_path / "config" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("settings.toml", "slot = 7\n", "slot"),
        ("settings.toml", "slot = \n", "settings.toml"),
        ("settings.toml", 'zone = "Mars/Olympus"\n', "zone"),
        ("settings.toml", 'theme = "nowhere"\n', "nowhere"),
        ("settings.toml", "nonsense = 1\n", "nonsense"),
        ("keys.toml", "[keys\n", "keys.toml"),
        ("keys.toml", '[keys]\n"item.done" = "s"\n', "is both"),
        ("keys.toml", '[keys]\n"no.such" = "s"\n', "no.such"),
        ("keys.toml", '[keys]\n"item.done" = "ctrl+alt+del"\n', "no key"),
        ("keys.toml", "keys = 3\n", "keys"),
    ],
)
def test_a_broken_config_file_is_a_sentence_and_the_app_runs(app, tmp_path, name, text, said):
    path = config(tmp_path, name, text)
    terminal = app("--demo", wait="Review SLA")
    assert said in terminal.screen()[-2]
    assert terminal.screen()[-2].startswith(" !")
    terminal.send("2")
    terminal.wait_for("[2 Week]")
    assert path.read_text(encoding="utf-8") == text


def test_a_broken_theme_is_a_sentence_and_the_usual_one_is_shown(app, tmp_path):
    config(tmp_path, "settings.toml", 'theme = "mine"\n')
    config(tmp_path, "themes/mine.toml", 'text = "not a colour"\n')
    terminal = app("--demo", wait="Review SLA")
    assert 'Theme "mine" is not used' in terminal.screen()[-2]


def test_a_key_of_ones_own_works_and_is_shown_in_the_hints(app, tmp_path):
    config(tmp_path, "keys.toml", '[keys]\n"item.add" = "N"\n')
    terminal = app("--demo", wait="Review SLA")
    assert " N add" in terminal.screen()[-1]
    terminal.send("N")
    terminal.wait_for("╭─ Add")


def test_a_broken_data_file_is_named_kept_and_the_rest_is_shown(app, shell, tmp_path):
    shell("add", "First 14:00")
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.toml")}
    broken = next(path for path in before if b"First" in before[path])
    broken.write_bytes(before[broken] + b"\n[[item\n")
    terminal = app()
    terminal.wait_for(broken.name)
    terminal.send("aSecond 15:00\r")
    terminal.wait_for("Second")
    terminal.settle()
    assert broken.read_bytes().startswith(before[broken])
    assert b"[[item\n" in broken.read_bytes()


@pytest.mark.parametrize("said", ["25:99", "2026-13-45", "fri fri fri", "\x1b[2J", "99999999999"])
def test_a_time_that_is_none_is_a_sentence(app, said):
    terminal = app("--demo", wait="Review SLA")
    terminal.send("t")
    terminal.wait_for("╭─ Go to")
    terminal.send(f"\x1b[200~{said}\x1b[201~\r")
    terminal.wait_for("× ")
    terminal.send("\x1b")
    terminal.wait_for(lambda terminal: "╭─ Go to" not in terminal.text())


def test_a_calendar_that_is_none_imports_nothing(app, tmp_path):
    (tmp_path / "bad.ics").write_bytes(b"\x00\xff not a calendar \x1b[2J")
    terminal = app(wait="found: 1")
    terminal.send("\r")
    terminal.wait_for("bad.ics")
    terminal.send("\r")
    terminal.wait_for("no event and no task")
    assert "0 new, 1 refused" in terminal.screen()[-2]
    assert "Start:" in terminal.text(), "nothing came in"


HOSTILE = ("\x1b]0;owned\x07", "\x1b[2J\x1b[31mred", "\x9b2J", "[/x][bold]b[/bold]", "\u202erev", "\x07\x08\x7f\x00")


def stray(sent: bytes) -> list[str]:
    """Control characters in what was sent, besides those of the program's own sequences."""
    text = OURS.sub(b"", sent).decode("utf-8")
    return [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\u200d"]


@pytest.fixture
def hostile_folder(shell, tmp_path) -> None:
    """A data folder with titles that attack a terminal, as a hand or an import may have written them."""
    for number, _ in enumerate(HOSTILE):
        shell("add", f"TITLE{number} today {11 + number}:00 #tag")
    for path in (tmp_path / "data").rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        for number, title in enumerate(HOSTILE):
            text = text.replace(f'"TITLE{number}"', json.dumps(f"T{number} {title}"))
        path.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("hostile_folder")
def test_hostile_titles_never_reach_the_terminal_raw(app):
    terminal: Terminal = app(wait="T3 [/x][bold]b[/bold]")
    terminal.settle()
    for keys in (
        "j",
        "\r",
        "\x1b",
        "m",
        "j",
        "\x1b",
        "s",
        "2",
        "3",
        "\r",
        "\x1b",
        "4",
        "1",
        ":T",
        "\x1b",
        "e",
        "\x1b",
        "?",
    ):
        terminal.send(keys)
        terminal.settle(0.1)
    terminal.send("\x1b")
    terminal.settle()
    terminal.send("dd")
    terminal.wait_for("T0")
    terminal.send("Q")
    assert terminal.exit_status() == 0
    assert stray(bytes(terminal.raw)) == []
    assert terminal.restored()
