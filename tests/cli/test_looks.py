"""``--ascii`` and ``--color`` choose the look of one run, over the settings (X2)."""

import io
import os
from collections.abc import Callable

import pytest

from ctotui.cli.opening import Opening
from ctotui.cli.run import run
from ctotui.disk.settings import TABLE
from ctotui.ui.environment import prepare_environment


@pytest.fixture
def opened(environ) -> Callable[..., Opening]:
    """What the app is opened with."""

    def call(*words: str) -> Opening:
        found: list[Opening] = []
        status = run(words, environ, lambda opening: found.append(opening) or 0, io.StringIO(), io.StringIO())
        assert status == 0
        return found[0]

    return call


def _set(environ: dict[str, str], text: str) -> None:
    os.makedirs(environ["CTOTUI_CONFIG"])
    with open(f"{environ['CTOTUI_CONFIG']}/settings.toml", "w") as file:
        file.write(text)


def test_the_app_opens_in_the_look_that_was_asked_for(opened, environ) -> None:
    _set(environ, 'color = "256"\n')
    assert (opened().settings.ascii, opened().settings.color) == (False, "256")
    for words in (("--ascii", "--color", "mono"), ("--color=mono", "--demo", "--ascii")):
        settings = opened(*words).settings
        assert (settings.ascii, settings.color) == (True, "mono")


@pytest.mark.parametrize("mode", ["auto", "truecolor", "256", "16", "mono"])
def test_every_value_of_the_setting_is_one_of_the_option(opened, ctotui, mode: str) -> None:
    assert opened("--color", mode).settings.color == mode
    assert mode in TABLE["color"].form
    assert mode in next(line for line in ctotui("--help").lines if "--color" in line)


def test_a_colour_that_is_none_is_said_with_those_there_are(ctotui) -> None:
    wrong = ctotui("--color pink")
    assert wrong.status == 2
    assert '--color takes "auto", "truecolor", "256", "16" or "mono"' in wrong.err
    assert "try: ctotui --color mono" in wrong.err


def test_a_command_prints_ascii_only_to_people_and_to_programs(ctotui) -> None:
    ctotui("start", "Möte hos Ångström ~30m")
    for words in ("status", "today", "list", "list --json", "show zzz", "help"):
        done = ctotui(*words.split(), "--ascii")
        assert (done.out + done.err).isascii(), words
    assert ctotui("status", "--ascii").out == "* Mote hos Angstrom 0:00/0:30\n"
    assert ctotui("list", "--json", "--ascii").json == ctotui("list", "--json").json


@pytest.mark.parametrize(("color", "kept"), [("256", False), ("16", False), ("auto", True), ("mono", True)])
def test_colours_that_were_chosen_win_over_no_color(color: str, kept: bool) -> None:
    environ = {"NO_COLOR": "1"}
    prepare_environment(environ, color)
    assert ("NO_COLOR" in environ) == kept
