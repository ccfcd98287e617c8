"""Completion of an unfinished token (K1)."""

import pytest

from ctotui.core.quickadd.complete import complete, replace
from ctotui.core.quickadd.line import Context, parse

TAGS = ("legal", "legacy", "två ord", "infra")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Fix #leg", ["#legal", "#legacy"]),
        ("Fix #LEG", ["#legal", "#legacy"]),
        ("Fix #två", ['#"två ord"']),
        ("Fix #", ["#legal", "#legacy", '#"två ord"', "#infra"]),
        ("Fix tag:inf", ["tag:infra"]),
        ("Fix @a", ["@anna"]),
        ("Fix >jo", [">johan"]),
        ("Fix >@jo", [">johan"]),
        ("Fix /in", ["/infra"]),
        ("Fix /work/st", ["/strategy"]),
        ("Fix /goals", ["/learn"]),
        ("Fix !h", ["!high", "!hög"]),
        ("Fix prio:ur", ["prio:urgent"]),
    ],
)
def test_an_unfinished_token_is_offered_its_completions(context: Context, text: str, offered: list[str]) -> None:
    assert complete(text, len(text), context, TAGS) == offered


@pytest.mark.parametrize(
    "text",
    ["", "Fix", "Fix ", "Fix #legal", "Fix @anna", "Fix /infra", "Fix #zzz", "Fix #leg ", "a:b", "Fix =9", 'Fix "#leg'],
)
def test_what_is_finished_or_no_token_is_offered_nothing_so_that_tab_flips_the_kind(context: Context, text) -> None:
    assert not complete(text, len(text), context, TAGS)


def test_only_the_token_before_the_cursor_counts(context: Context) -> None:
    assert complete("Fix #leg it", 8, context, TAGS) == ["#legal", "#legacy"]
    assert complete("Fix #leg it", 6, context, TAGS) == []
    assert complete("Fix #leg it", 11, context, TAGS) == []


def test_a_completion_replaces_the_token_and_leaves_the_rest() -> None:
    assert replace("Fix #leg it", 8, "#legal") == ("Fix #legal it", 10)
    assert replace("Fix it", 6, "#legal") == ("Fix it", 6)


def test_every_completion_is_read_as_what_it_stands_for(context: Context) -> None:
    for token in complete("#", 1, context, TAGS):
        assert parse(f"x {token}", context).tags[0] in TAGS
