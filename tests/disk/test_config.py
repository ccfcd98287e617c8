"""settings.toml and keys.toml: what is wrong is named by line, what is right is used (M12)."""

from pathlib import Path

import pytest

from ctotui.core.state import Settings
from ctotui.disk import locality, settings
from ctotui.disk.config import load_keys, load_settings

ENV = {"TZ": "Europe/Stockholm", "LANG": "sv_SE.UTF-8"}


def _file(folder: Path, text: str | bytes, name: str = "settings.toml") -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_no_file_gives_the_defaults_and_the_language_and_zone_of_the_machine(tmp_path: Path) -> None:
    found, problems = load_settings(str(tmp_path / "settings.toml"), ENV)
    assert found == Settings(language="sv", zone="Europe/Stockholm", holidays="SE")
    assert problems == ()


def test_every_setting_is_read_from_its_form(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        """\
slot = 30
hours = ["Mon-Thu 8-17", "Fri 08:00-15.30"]
holidays = "US-CA"
holiday_hours = "8-12"
lunch = "11:30-12:15"
reserve = 0.2
buffer = 0
focus = ["tis 9-11", "Fri-Sat 13:00-24:00"]
week_start = "sunday"
language = "en"
zone = "America/New_York"
wip_doing = 5
theme = "mono"
ascii = true
mouse = "off"
cursor = "real"
which_key_delay = 1
color = "256"
""",
    )
    found, problems = load_settings(path, ENV)
    assert problems == ()
    assert found == Settings(
        slot=30,
        hours=((480, 1020),) * 4 + ((480, 930), (0, 0), (0, 0)),
        holidays="US-CA",
        holiday_hours=(480, 720),
        lunch=(690, 735),
        reserve=0.2,
        buffer=0,
        focus=((1, 540, 660), (4, 780, 1440), (5, 780, 1440)),
        week_start=6,
        language="en",
        zone="America/New_York",
        wip_doing=5,
        theme="mono",
        ascii=True,
        mouse=False,
        cursor="real",
        which_key_delay=1.0,
        color="256",
    )


def test_the_table_has_every_field_of_the_settings_and_only_those() -> None:
    assert set(settings.TABLE) == set(Settings.__slots__)


def test_written_defaults_are_the_defaults(tmp_path: Path) -> None:
    found_here = ("language", "zone", "holidays")
    written = [f"{row.name} = {row.default}" for row in settings.TABLE.values() if row.name not in found_here]
    found, problems = load_settings(_file(tmp_path, "\n".join(written)), {"TZ": "UTC"})
    assert problems == ()
    assert found == Settings()


@pytest.mark.parametrize(
    "line",
    [
        "slot = 7", "slot = true", 'slot = "15"', 'hours = "8-17"', 'hours = "Mon 17-8"', 'hours = "Mon 08:00-25:00"',
        "hours = [8, 17]", 'lunch = "noon"', "lunch = 12:00:00", "reserve = 2", "reserve = nan", "buffer = -1",
        'focus = "Tue"', 'week_start = "x"', 'week_start = "t"', 'language = "de"', 'zone = "Europe/Stokholm"',
        'zone = "../../etc/passwd"', 'zone = ""', "wip_doing = 0", 'theme = "../x"', 'ascii = "maybe"', "mouse = 1",
        'cursor = "block"', "which_key_delay = -1", 'color = "88"', 'color = ["16"]', "slot = {a = 1}",
    ],
)  # fmt: skip
def test_a_bad_value_keeps_its_default_and_the_rest_is_loaded(tmp_path: Path, line: str) -> None:
    found, problems = load_settings(
        _file(tmp_path, f"# a comment\n  {line}\nlunch_ = 1\nreserve_ = 2\n{line.partition('=')[0]}_ok = 1\n"),
        {"TZ": "UTC"},
    )
    assert found == Settings()
    first = problems[0]
    assert (first.line, first.column) == (2, 3)
    assert str(first).startswith(f"settings.toml:2:3: {line.partition(' ')[0]} = ")
    assert "The default, " in str(first)


def test_hours_of_areas_are_read_one_by_one_and_a_bad_one_costs_only_itself(tmp_path: Path) -> None:
    text = """\
hours = "Mon-Thu 8-17, Fri 8-15"
[area_hours]
personal = "Mon-Fri 17:00-21:00, Sat-Sun 09:00-20:00"
Goals = ["Sat 9-12", "Sun 10-11"]
work = "Mon 8-9"
"a/b" = "Mon 8-9"
other = "Mon 17-8"
"""
    found, problems = load_settings(_file(tmp_path, text), ENV)
    assert found.hours == ((480, 1020),) * 4 + ((480, 900), (0, 0), (0, 0))
    assert found.area_hours == (
        ("personal", ((1020, 1260),) * 5 + ((540, 1200),) * 2),
        ("goals", ((0, 0),) * 5 + ((540, 720), (600, 660))),
    )
    assert [str(problem).partition(". ")[0] for problem in problems] == [
        "settings.toml:5:1: work has the hours of the setting hours",
        "settings.toml:6:1: area_hours.a/b is no area",
        "settings.toml:7:1: area_hours.other cannot be used: it takes days and spans",
    ]
    none, problems = load_settings(_file(tmp_path, 'area_hours = "Mon 8-17"\n'), ENV)
    assert none.area_hours == ()
    assert str(problems[0]).startswith("settings.toml:1:1: area_hours is not a table. Write a line [area_hours]")


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    _found, problems = load_settings(_file(tmp_path, 'slot = 30\ntema = "mono"\nqqq = 1\n'), ENV)
    assert [str(problem) for problem in problems] == [
        "settings.toml:2:1: there is no setting tema. Did you mean theme?",
        'settings.toml:3:1: there is no setting qqq. See "ctotui help settings" for all of them.',
    ]


def test_a_line_that_is_no_toml_is_passed_over_and_named(tmp_path: Path) -> None:
    found, problems = load_settings(_file(tmp_path, "slot = 30\nbuffer = = 3\nwip_doing = 7\nlunch =\n"), ENV)
    assert (found.slot, found.wip_doing, found.buffer) == (30, 7, 5)
    assert [problem.line for problem in problems] == [2, 4]
    assert "passed over" in str(problems[0])


@pytest.mark.parametrize(
    "raw", [b"slot = 30 # \xff\xfe", b"\x00\x01\x02", b"x = " + b"[" * 5000, b'a = """' * 3, b"\xef\xbb\xbf["]
)
def test_a_broken_file_is_a_sentence_never_a_crash(tmp_path: Path, raw: bytes) -> None:
    found, problems = load_settings(_file(tmp_path, raw), {"TZ": "UTC"})
    assert found == Settings()
    assert problems
    assert all(str(problem).isprintable() for problem in problems)


def test_a_file_that_is_a_folder_is_a_sentence(tmp_path: Path) -> None:
    found, problems = load_settings(str(tmp_path), ENV)
    assert found.slot == 15
    assert "cannot be read" in str(problems[0])


def test_keys_are_read_bare_quoted_dotted_and_as_lists(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        """\
[keys]
"block.grab" = "M"
item.done = ["X", "D"]
"app.quit" = ""
"app.help" = []
"block.ripple" = "r   f"
""",
        "keys.toml",
    )
    chords, problems = load_keys(path)
    assert problems == ()
    assert chords == {
        "block.grab": ("M",),
        "item.done": ("X", "D"),
        "app.quit": (),
        "app.help": (),
        "block.ripple": ("r f",),
    }


def test_what_of_keys_cannot_be_used_is_named_by_line(tmp_path: Path) -> None:
    text = '"block.grab" = "M"\n[keys]\n"item.done" = 3\n"app.quit" = [1]\n"app.help" = "h"\nx = =\n'
    chords, problems = load_keys(_file(tmp_path, text, "keys.toml"))
    assert chords == {"app.help": ("h",)}
    assert [problem.line for problem in problems] == [1, 3, 4, 6]
    assert all(str(problem).startswith("keys.toml:") for problem in problems)


def test_keys_that_are_no_table_are_a_sentence(tmp_path: Path) -> None:
    chords, problems = load_keys(_file(tmp_path, "keys = 3\n", "keys.toml"))
    assert chords == {}
    assert "not a table" in str(problems[0])


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_TIME": "sv_SE"}, "sv"),
    ],
)
def test_the_language_comes_from_the_locale(environ: dict[str, str], language: str) -> None:
    assert locality.language(environ) == language


def test_the_zone_comes_from_tz_then_the_link_then_the_name_file(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    assert locality.zone({"TZ": ":Asia/Kolkata"}, str(link)) == "Asia/Kolkata"
    assert locality.zone({}, str(link)) == "UTC"
    (tmp_path / "timezone").write_text("Australia/Lord_Howe\n")
    assert locality.zone({"TZ": "nonsense"}, str(link)) == "Australia/Lord_Howe"
    link.symlink_to("/usr/share/zoneinfo/Europe/Stockholm")
    assert locality.zone({}, str(link)) == "Europe/Stockholm"


def test_a_default_needs_neither_pydantic_nor_a_parser(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from ctotui.disk.config import load_settings; "
        f"load_settings({str(tmp_path / 'settings.toml')!r}, {{}}); "
        "print(sorted({'pydantic', 'tomli', 'textual', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
