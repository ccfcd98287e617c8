"""Holidays on disk: kept tables, the settings, and the defaults of a machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ctotui.core import holidays as core
from ctotui.disk import holidays, locality
from ctotui.disk.config import load_settings


@pytest.fixture(autouse=True)
def _computed_again() -> Iterator[None]:
    yield
    core.use(core.computed)


def test_a_table_is_computed_once_and_then_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holidays.keep_in(str(tmp_path))
    made = core.table("SE", 2026, "sv")
    assert len(made) == 16
    [path] = tmp_path.glob("holidays/*")
    monkeypatch.setattr(core, "computed", lambda *_: pytest.fail("computed again"))
    core.table.cache_clear()
    assert core.table("SE", 2026, "sv") == made
    assert path.name == "SE-2026-sv.txt"


@pytest.mark.parametrize("text", ["", "# holidays 1\n2026-01-01 Old", "garbage", "# holidays\nno date"])
def test_an_old_or_broken_table_is_made_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays/SE-2026-sv.txt").write_text(text)
    holidays.keep_in(str(tmp_path))
    assert len(core.table("SE", 2026, "sv")) == 16


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "holidays").write_text("a file in the way")
    holidays.keep_in(str(tmp_path))
    assert len(core.table("SE", 2026, "sv")) == 16


@pytest.mark.parametrize(
    ("code", "known"), [("SE", True), ("DE-BY", True), ("US-CA", True), ("XX", False), ("DE-ZZ", False), ("SE-", False)]
)
def test_countries_are_known_without_the_library(code: str, known: bool) -> None:
    assert holidays.country_is_known(code) is known


@pytest.mark.parametrize(
    ("environ", "zone", "country"),
    [
        ({"LANG": "C.UTF-8"}, "Europe/Stockholm", "SE"),
        ({"LANG": "sv_SE.UTF-8"}, "UTC", "SE"),
        ({"LANG": "sv_FI.UTF-8"}, "Europe/Helsinki", ""),
        ({"LANG": "de_DE.UTF-8"}, "Europe/Berlin", ""),
    ],
)
def test_sweden_is_the_default_where_zone_or_locale_is_swedish(
    environ: dict[str, str], zone: str, country: str
) -> None:
    assert locality.holidays(environ, zone) == country


@pytest.mark.parametrize(
    ("line", "country", "hours"),
    [
        ('holidays = "DE-BY"', "DE-BY", (0, 0)),
        ('holidays = ""', "", (0, 0)),
        ('holidays = "se"\nholiday_hours = "08:00-12:00"', "SE", (480, 720)),
        ('holiday_hours = "usual"', "SE", None),
    ],
)
def test_settings_of_holidays(tmp_path: Path, line: str, country: str, hours: object) -> None:
    (tmp_path / "settings.toml").write_text(line)
    found, problems = load_settings(str(tmp_path / "settings.toml"), {"TZ": "Europe/Stockholm"})
    assert (found.holidays, found.holiday_hours, problems) == (country, hours, ())


def test_a_country_that_is_none_is_named_and_the_default_used(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('holidays = "Sweden"')
    found, [problem] = load_settings(str(tmp_path / "settings.toml"), {"TZ": "Europe/Stockholm"})
    assert found.holidays == "SE"
    assert 'a country or region such as "SE"' in str(problem)
