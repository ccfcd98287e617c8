"""Runs a program in a pty and times what it sends: bytes are stamped as they are read, and looked at afterwards."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Probe:
    """A program in a terminal of `size` (columns, rows)."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (80, 24), truecolour: bool = True
    ) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        base = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        colour = {"COLORTERM": "truecolor"} if truecolour else {}
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**base, **colour, **env},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> "Probe":
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._master, keys.encode())

    def read(self, timeout: float) -> bytes:
        """What comes within `timeout` seconds, stamped; nothing where nothing comes."""
        if not select.select([self._master], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return b""
        self.chunks.append((time.perf_counter(), data))
        return data

    def settled(self, text: str = "", quiet: float = 0.15, deadline: float = 30.0) -> float:
        """Wait until `text` was sent and then nothing for `quiet` seconds; the moment of the last byte."""
        end = time.perf_counter() + deadline
        wanted = text.encode()
        while time.perf_counter() < end:
            data = self.read(quiet)
            if not data and self.chunks and wanted in b"".join(part for _at, part in self.chunks):
                return self.chunks[-1][0]
        raise TimeoutError(f"{text!r} did not come; last output: {self.raw()[-400:]!r}")

    def answer(self, keys: str, quiet: float = 0.08) -> tuple[float, int]:
        """Seconds from a key to the last byte that it caused, and how many bytes."""
        before = len(self.chunks)
        start = time.perf_counter()
        self.send(keys)
        while not self.read(2.0 if len(self.chunks) == before else quiet):
            if len(self.chunks) == before:
                return 0.0, 0
            break
        while self.read(quiet):
            pass
        sent = self.chunks[before:]
        return sent[-1][0] - start, sum(len(part) for _at, part in sent)

    def raw(self) -> bytes:
        """All that was sent."""
        return b"".join(part for _at, part in self.chunks)

    def memory(self) -> int:
        """Resident memory, kB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        return 0
