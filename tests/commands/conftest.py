"""A desk over the demo day, without a screen."""

import pytest

from ctotui import demo
from tests.memory import MemoryDesk


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk(demo.build(), demo.settings(), demo.now())


@pytest.fixture
def empty_desk() -> MemoryDesk:
    return MemoryDesk()
