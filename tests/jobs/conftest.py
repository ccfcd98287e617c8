"""The demo day written once a module; each replay has a copy of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.replay import Replay, open_demo


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders that hold the demo day as ``ctotui --demo`` makes them."""
    root = tmp_path_factory.mktemp("demo")
    open_demo(root).close()
    return root


@pytest.fixture
def replay(template: Path, tmp_path: Path) -> Iterator[Replay]:
    """A copy of it, opened."""
    made = Replay(Path(shutil.copytree(template, tmp_path / "copy")))
    yield made
    made.session.close()
