"""One table, one meaning a key (K1), and what keys.toml may say of it."""

import pytest

from ctotui.commands import keymap
from ctotui.commands.command import TABLE
from ctotui.commands.every import TABLE as WHOLE
from ctotui.commands.keymap import build


def test_no_two_commands_of_one_place_share_a_key() -> None:
    assert WHOLE is TABLE
    assert build().problems == []


def test_every_command_says_what_it_does_in_one_sentence() -> None:
    for command in TABLE.values():
        assert command.help.endswith("."), command.id
        assert command.help[0].isupper(), command.id
        assert command.run is not None


def test_contexts_and_places_exist() -> None:
    assert keymap.check_contexts() == []


def test_every_key_can_be_typed_on_any_terminal() -> None:
    """K2: printable ASCII and a few names; never Ctrl-H I J M, S Q Z, A B."""
    for command in TABLE.values():
        for chord in command.keys:
            for key in chord.split(" "):
                assert key in keymap.NAMED or (len(key) == 1 and key.isascii()), (command.id, key)


def test_a_rebound_command_leaves_its_old_key() -> None:
    made = build({"item.done": ("X",)})
    assert made.lookup("NORMAL", "today", ("X",)) is TABLE["item.done"]
    assert made.lookup("NORMAL", "today", ("x",)) is None
    assert made.label(TABLE["item.done"]) == "X"
    assert made.problems == []


def test_a_conflict_is_reported_and_the_users_key_wins() -> None:
    made = build({"item.done": ("a",)})
    assert made.lookup("NORMAL", "today", ("a",)) is TABLE["item.done"]
    assert any("item.add" in problem and "item.done" in problem for problem in made.problems)


def test_an_empty_list_unbinds() -> None:
    assert build({"item.done": ()}).lookup("NORMAL", "today", ("x",)) is None


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"item.dome": ("x",)}, "Did you mean item.done"),
        ({"item.done": ("ctrl+alt+x",)}, "is no key"),
        ({"item.done": ("d",)}, "starts with it"),
    ],
)
def test_what_cannot_be_used_is_named(overrides: dict[str, tuple[str, ...]], words: str) -> None:
    assert any(words in problem for problem in build(overrides).problems)


def test_a_chord_is_shown_short() -> None:
    assert [keymap.shown(text) for text in ("r f", "d d", "ctrl+r", "enter", "m")] == ["rf", "dd", "^R", "⏎", "m"]
