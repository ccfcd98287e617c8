"""One moment, lists and people for all goldens: Tue 2026-03-10 10:42 in Stockholm, as in the design's table."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime

import pytest

from ctotui.core.quickadd.line import Context, parse

Reading = Callable[..., dict[str, object]]


@pytest.fixture(scope="session")
def context() -> Context:
    return Context(
        now=datetime(2026, 3, 10, 10, 42),
        zone="Europe/Stockholm",
        lists=("work/infra", "work/strategy", "work/business", "work/talent", "goals/learn", "personal"),
        people=("anna", "johan"),
    )


@pytest.fixture(scope="session")
def reading(context: Context) -> Reading:
    """All that a line says: every field that is not empty, but for tokens, `given`, and the kind where it is a task."""

    def read(text: str, *, as_text: frozenset[int] = frozenset(), flip_kind: bool = False, **changes: object) -> dict:
        parsed = parse(text, replace(context, **changes), as_text=as_text, flip_kind=flip_kind)
        said = {field.name: getattr(parsed, field.name) for field in fields(parsed)}
        hidden = ("tokens", "given", *(["kind"] if parsed.kind == "task" else []))
        return {name: value for name, value in said.items() if value and name not in hidden}

    return read
