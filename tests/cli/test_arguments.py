"""The command line taken apart (cli.md)."""

import pytest

from ctotui.cli import help
from ctotui.cli.arguments import UsageError, parse
from ctotui.cli.table import VERBS


def test_options_may_stand_before_and_after_the_command() -> None:
    before = parse(["--json", "--data", "/d", "list", "#legal"], VERBS)
    after = parse(["list", "#legal", "--json", "--data=/d"], VERBS)
    assert before == after
    assert before.verb == "list"
    assert before.words == ("#legal",)
    assert before.values == {"--json": "yes", "--data": "/d"}


@pytest.mark.parametrize("operand", ["-15m", "-16:30", "-"])
def test_a_dash_and_a_digit_or_a_lone_dash_is_an_operand(operand: str) -> None:
    assert parse(["move", "4kq", operand], VERBS).words == ("4kq", operand)


def test_a_shift_back_is_a_value_of_an_option() -> None:
    assert parse(["stop", "--at", "-10m"], VERBS).values == {"--at": "-10m"}


def test_everything_after_two_dashes_is_text() -> None:
    assert parse(["add", "--", "--json", "is a flag"], VERBS).words == ("--json", "is a flag")


def test_no_command_opens_the_app() -> None:
    assert parse([], VERBS).verb == ""
    assert parse(["--demo"], VERBS).values == {"--demo": "yes"}


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("lst --json", "list --json"),
        ("list --jsn", "list --json"),
        ("agenda --form mon", "agenda --from mon"),
        ("agenda --form=mon", "agenda --from=mon"),
        ("undo 1 2", "undo 1"),
        ("done", "done ID"),
        ("agenda --from", "agenda --from DAY"),
        ("add fix -x flag", "add -- fix -x flag"),
        ("list --json=1", "list --json"),
        ("qqqqqq", "help"),
        ("--jsn", "--json"),
    ],
)
def test_a_wrong_line_names_the_nearest_right_one(line: str, nearest: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(line.split(), VERBS)
    assert raised.value.nearest == nearest
    assert raised.value.reason


def test_help_lists_every_command_and_fits_a_terminal() -> None:
    lines = help.overview()
    for name, verb in VERBS.items():
        assert any(line.startswith(f"  {name}") for line in lines), name
        assert all(len(line) <= 120 for line in help.of(verb)), name
    assert all(len(line) <= 100 for line in lines)


def test_every_command_has_a_function() -> None:
    from ctotui.cli.run import _function

    for name in VERBS:
        assert callable(_function(name))
