"""Ctrl-C while a step is being kept waits until it is: a step is stored whole or not at all (storage-and-time 2.2)."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held() -> Iterator[None]:
    """Let Ctrl-C wait for the end of the block, and raise KeyboardInterrupt there; where it is ignored, it stays so."""
    import signal
    import threading

    before = signal.getsignal(signal.SIGINT)
    if before in (signal.SIG_IGN, None) or threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = list[int]()
    signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
