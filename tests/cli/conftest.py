"""Runs command lines in this process, on a data folder of the test's own and with a clock that stands still."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ctotui.cli.run import run

NOW = "2026-03-10T10:42:00+01:00"
"""Tuesday, as the screens show it."""


@dataclass(frozen=True)
class Result:
    """What a command line came to."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        value = json.loads(self.out)
        assert value["schema"] == 1
        return value


class Stream(io.StringIO):
    """A pipe that says it is UTF-8."""

    encoding = "utf-8"  # type: ignore[assignment]


Run = Callable[..., Result]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The environment of the runs."""
    folders = {f"CTOTUI_{name.upper()}": str(tmp_path / name) for name in ("data", "config", "state")}
    return {**folders, "CTOTUI_NOW": NOW, "TZ": "Europe/Stockholm", "LANG": "C", "HOME": str(tmp_path / "home")}


@pytest.fixture
def ctotui(environ: dict[str, str]) -> Run:
    """``ctotui("add", "Title")``; `now`, `stdin` and `encoding` are keywords, a single string is split at spaces."""

    def call(*words: str, now: str = "", stdin: str = "") -> Result:
        argv = words[0].split() if len(words) == 1 else list(words)
        out, err = Stream(), Stream()
        own = {**environ, "CTOTUI_NOW": now} if now else environ
        status = run(argv, own, lambda _opening: 77, out, err, io.StringIO(stdin))
        return Result(status, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def add(ctotui: Run) -> Callable[[str], dict[str, Any]]:
    """Adds an item, and gives it back as JSON."""

    def call(text: str) -> dict[str, Any]:
        done = ctotui("add", "--json", "--", text)
        assert done.status == 0, done.err
        item: dict[str, Any] = done.json["items"][0]
        return item

    return call
