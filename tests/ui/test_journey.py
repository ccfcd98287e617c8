"""The system comes to another zone while the app is open (S9)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctotui import app
from ctotui.cli.opening import Opening
from ctotui.core.agenda import on_day
from ctotui.core.model import Block, Item
from ctotui.core.state import Settings
from ctotui.disk import locality
from ctotui.disk.places import Paths
from ctotui.session import fixed

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The program, not on a screen, in Stockholm; a test moves the system's zone with `go`."""
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    folders = [tmp_path / name for name in ("data", "config", "state")]
    for folder in folders:
        folder.mkdir()
    made = app.Planner(Opening(Paths(*map(str, folders)), Settings(zone="Europe/Stockholm"), fixed(NOW)))
    start = datetime(2026, 3, 10, 14)
    made.session.edit(
        "Add",
        lambda plan: plan.put(
            Item("i00000001", "Call"),
            Block("b00000001", "i00000001", start, start.replace(hour=15), zone="Europe/Stockholm"),
            Block("b00000002", "i00000001", start, start.replace(hour=15)),
        ),
    )
    yield made
    made.session.close()


def test_the_link_that_a_journey_changes_is_read_anew(
    planner: app.Planner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without TZ; what the system changes is /etc/localtime."""
    zones = tmp_path / "zoneinfo"
    link = tmp_path / "localtime"
    link.symlink_to(zones / "Europe" / "Stockholm")
    monkeypatch.delenv("TZ")
    read = locality.zone
    monkeypatch.setattr(locality, "zone", lambda environ: read(environ, str(link)))
    planner.session.look(message=None)
    planner._poll()
    assert planner.session.state.view.message is None
    link.unlink()
    link.symlink_to(zones / "Asia" / "Kathmandu")
    planner._poll()
    message = planner.session.state.view.message
    assert message is not None
    assert message.text == "Zone now Asia/Kathmandu: nothing that has one moved, times are shown anew."
    assert len(message.text) < 80, "whole on a narrow terminal"


def go(planner: app.Planner, zone: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The system is in `zone` from now on; what the status row says then."""
    monkeypatch.setenv("TZ", zone)
    planner.session.look(message=None)
    planner._poll()
    message = planner.session.state.view.message
    return message.text if message else ""


def test_a_journey_shows_other_times_and_moves_nothing(
    planner: app.Planner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.toml")}
    moment = planner.session.state.view.moment
    assert go(planner, "Europe/Stockholm", monkeypatch) == ""
    assert "Zone now America/New_York" in go(planner, "America/New_York", monkeypatch)
    state = planner.session.state
    assert state.settings.zone == "America/New_York"
    assert (moment.hour - state.view.moment.hour) == 5
    found = {one.id: one.start.hour for one in on_day(state.plan, state.today, "America/New_York")}  # type: ignore[union-attr]
    assert found == {"b00000001": 9, "b00000002": 14}
    assert {path: path.read_bytes() for path in files} == files
    assert go(planner, "America/New_York", monkeypatch) == "", "it is said once"
    assert "Zone now Europe/Stockholm" in go(planner, "Europe/Stockholm", monkeypatch)
    assert planner.session.state.view.moment == moment


def test_a_zone_that_is_set_stays(planner: app.Planner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config" / "settings.toml").write_text('zone = "Europe/Stockholm"\n')
    assert go(planner, "America/New_York", monkeypatch) == ""
    assert planner.session.state.settings.zone == "Europe/Stockholm"
