"""A data folder of a test's own, sessions on it, and its bytes."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctotui.core.model import Item
from ctotui.core.plan import Plan, update
from ctotui.core.state import Settings
from ctotui.disk.places import Paths
from ctotui.session import Session, fixed
from ctotui.store import KeepError

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


class Box:
    """Folders and the sessions that were opened on them."""

    def __init__(self, root: Path) -> None:
        self.paths = Paths(str(root / "data"), str(root / "config"), str(root / "state"))
        self.data = root / "data"
        self.state = root / "state"
        self.sessions: list[Session] = []

    def open(self, **options: object) -> Session:
        """A session at 2026-03-10 09:42 UTC."""
        session = Session.open(self.paths, Settings(zone="Europe/Stockholm"), fixed(NOW), **options)
        self.sessions.append(session)
        return session

    def close(self) -> None:
        for session in self.sessions:
            session.close()

    def bytes(self) -> dict[str, bytes]:
        """Every data file, without the lock."""
        found = (path for path in self.data.rglob("*") if path.is_file() and path.name != ".ctotui.lock")
        return {str(path.relative_to(self.data)): path.read_bytes() for path in found}

    def write(self, name: str, text: str) -> Path:
        """Put a file there by hand."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(0o600)
        for folder in (path.parent, self.data):
            folder.chmod(0o700)
        return path

    def text(self, name: str) -> str:
        return (self.data / name).read_bytes().decode()


@pytest.fixture
def box(tmp_path: Path):
    box = Box(tmp_path)
    yield box
    box.close()


@pytest.fixture
def boxes(tmp_path_factory: pytest.TempPathFactory):
    """Makes a new box a call, for tests that need many."""
    made: list[Box] = []

    def make() -> Box:
        made.append(Box(tmp_path_factory.mktemp("box")))
        return made[-1]

    yield make
    for box in made:
        box.close()


@pytest.fixture
def add() -> Callable[..., str]:
    """Adds an item: ``add(session, title, **fields)`` returns its id."""

    def add_item(session: Session, title: str, key: str = "", **fields: object) -> str:
        key = key or session.new_id("i")
        item = Item(key, title, created=NOW, modified=NOW, **fields)
        session.edit(f"Add {title}", lambda plan: plan.put(item))
        return key

    return add_item


@pytest.fixture
def change() -> Callable[..., None]:
    """Changes an item: ``change(session, id, **fields)``."""

    def change_item(session: Session, key: str, **fields: object) -> None:
        def edit(plan: Plan) -> Plan:
            return update(plan, plan.get(Item, key), NOW, **fields)

        session.edit("Change", edit)

    return change_item


def alive_temp_files(folder: Path) -> list[str]:
    return [name for _root, _dirs, names in os.walk(folder) for name in names if name.endswith(".tmp")]


def titles(session) -> set[str]:
    """Of the items in memory."""
    return {item.title for item in session.state.plan.records(Item)}


def refused(session, add) -> str:
    """What is said where nothing can be saved."""
    with pytest.raises(KeepError) as caught:
        add(session, "New")
    assert "New" not in titles(session)
    return str(caught.value)
