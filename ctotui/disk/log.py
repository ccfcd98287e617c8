"""The log of a data folder on this device: write-ahead log, and the only undo stack (storage-and-time 2.2).

``log/<device>.toml`` holds a ``[[txn]]`` a step, with the exact bytes of each block before and after and a CRC32 as
its last line, and an ``[[applied]]`` once the files say the same. All strings stand on one line, so that ``\\n[[``
never occurs inside one. Written under the folder's lock.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from zlib import crc32

from ctotui.disk import files
from ctotui.disk.toml import inline, text_of
from ctotui.store import KeepError

_TXN = b"\n[[txn]]\n"
_APPLIED = b"\n[[applied]]\n"
_WINDOW = 1 << 16
_LARGE = 1 << 18
"""Bytes below which a log does not hold too many steps."""


class Image(NamedTuple):
    """One block of one file, before and after a step; None: it was not there."""

    file: str
    """Key of the shard."""
    id: str
    """Of the record; empty: the head of the file."""
    previous: str
    """Id of the block that it stands, or stood, behind; empty: the head."""
    before: str | None
    after: str | None

    def inverse(self) -> "Image":
        """The image that takes this one back."""
        return Image(self.file, self.id, self.previous, self.after, self.before)


class Header(NamedTuple):
    """A transaction without its images."""

    id: str
    at: datetime
    label: str
    does: str
    """``do``, ``undo`` or ``redo``."""
    of: str
    """Id of the step that an undo or redo is of, or that a do goes on with: a run of nudges is one step."""


class Transaction(NamedTuple):
    """One step as it was made."""

    header: Header
    images: tuple[Image, ...]


def encode(transaction: Transaction) -> bytes:
    """The text of a transaction, CRC last."""
    header = transaction.header
    lines = [f"id = {inline(header.id)}", f"at = {text_of(header.at)}", f"label = {inline(header.label)}"]
    lines += [f"does = {inline(header.does)}", f"of = {inline(header.of)}", "images = ["]
    for image in transaction.images:
        pairs = {"file": image.file, "id": image.id, "previous": image.previous}
        texts = {"before": image.before, "after": image.after}
        lines.append(f"    {inline(pairs | {key: text for key, text in texts.items() if text is not None})},")
    body = _TXN + "\n".join([*lines, "]", ""]).encode()
    return body + f"crc = {crc32(body)}\n".encode()


def decode(piece: bytes) -> Transaction | None:
    """The transaction of one piece of the log, None where it is torn or damaged."""
    import tomli

    body, mark, rest = piece.rpartition(b"crc = ")
    checksum, newline, _torn_mark = rest.partition(b"\n")
    if not mark or not newline or checksum != str(crc32(body)).encode():
        return None
    table = tomli.loads(body.decode())["txn"][0]
    header = Header(table["id"], table["at"].astimezone(UTC), table["label"], table["does"], table["of"])
    images = (
        Image(found["file"], found["id"], found["previous"], found.get("before"), found.get("after"))
        for found in table["images"]
    )
    return Transaction(header, tuple(images))


def header_of(piece: bytes) -> Header | None:
    """As `decode`, without the images and the check."""
    import tomli

    try:
        table = tomli.loads(piece.partition(b"\nimages = [")[0].decode())["txn"][0]
        return Header(table["id"], table["at"].astimezone(UTC), table["label"], table["does"], table["of"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


@dataclass(slots=True)
class StackStep:
    """A step of the undo stack."""

    header: Header
    """Its own id; label and time of what it came to."""
    pieces: list[bytes]
    """The pieces of the log that say how it was last done, nudge by nudge, or undone."""
    undone: bool = False
    lost: bool = False
    """It was undone, and something else was done since: it cannot be redone."""

    def transaction(self) -> Transaction | None:
        """What did or undid it last, None where that is damaged."""
        images: list[Image] = []
        for piece in self.pieces:
            found = decode(piece)
            if found is None:
                return None
            images += found.images
        return Transaction(self.header, tuple(images))

    def go_on(self, header: Header, piece: bytes) -> None:
        """Add a nudge that goes on with it."""
        self.header = self.header._replace(label=header.label, at=header.at)
        self.pieces.append(piece)


class Log:
    """One device's log of one data folder."""

    def __init__(self, folder: str, device: str) -> None:
        self.path = os.path.join(folder, f"{device}.toml")
        self._descriptor: int | None = None
        self._inode = -1
        self._clean_size = -1
        """Size at which every transaction in the file is known to be applied."""
        self._refused: int | None = None
        """Size that the file must be cut back to: what stands behind was refused."""

    def append(self, transaction: Transaction) -> None:
        """Make a step durable. Raises OSError, and then nothing is in the log."""
        self._write(encode(transaction), durable=True)

    def applied(self, key: str) -> None:
        """Say that the files hold the step `key`."""
        self._write(_APPLIED + f"id = {inline(key)}\n".encode(), durable=False)
        self._clean_size = os.stat(self.path).st_size

    def _write(self, data: bytes, durable: bool) -> None:
        descriptor = self._open()
        size = os.fstat(descriptor).st_size
        try:
            files.write_all(descriptor, data)
            if durable:
                files.sync(descriptor, data_only=True)
        except OSError:
            self._refused = size
            self._trim()
            raise

    def _trim(self) -> None:
        """Cut off what was refused; where even that fails, before the next write. Its descriptor is not used again."""
        if self._refused is None:
            return
        self.close()
        try:
            os.ftruncate(self._open(), self._refused)
            self._refused = None
        except OSError:
            return

    def _open(self) -> int:
        """The log, open for appending; anew where another process compacted it."""
        found = files.stamp(self.path)
        if self._descriptor is not None and found is not None and found.inode == self._inode:
            return self._descriptor
        self.close()
        new = found is None
        if new:
            files.make_folder(os.path.dirname(self.path))
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._inode = os.fstat(self._descriptor).st_ino
        if new:
            files.sync_folder(os.path.dirname(self.path))
        return self._descriptor

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def clean(self) -> bool:
        """Whether the last line says `applied`: a look at the end of the file."""
        found = files.stamp(self.path)
        if found is None or found.size == 0:
            return True
        if found.size == self._clean_size and found.inode == self._inode:
            return True
        return _is_applied(self._last_piece())

    def untouched(self) -> bool:
        """Whether nothing was written to it since this process last said `applied`."""
        found = files.stamp(self.path)
        return found is not None and (found.size, found.inode) == (self._clean_size, self._inode)

    def _last_piece(self) -> bytes:
        window = _WINDOW
        with open(self.path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            while True:
                file.seek(max(0, size - window))
                tail = file.read()
                start = max(tail.rfind(_TXN), tail.rfind(_APPLIED))
                if start >= 0 or window >= size:
                    return tail[max(0, start) :]
                window *= 4

    def waiting(self) -> Transaction | None:
        """As `unapplied`, for a look without the lock: nothing is cut off. Raises OSError."""
        if self.clean():
            return None
        piece = self._last_piece()
        return decode(piece) if piece.startswith(_TXN) else None

    def unapplied(self) -> Transaction | None:
        """The step whose files a crash or a full disk left behind, if any; a torn end is cut off."""
        self._trim()
        while not self.clean():
            piece = self._last_piece()
            found = decode(piece) if piece.startswith(_TXN) else None
            if found is not None:
                return found
            descriptor = self._open()
            os.ftruncate(descriptor, os.fstat(descriptor).st_size - len(piece))
        return None

    def steps(self) -> list[StackStep]:
        """Every step, oldest first. Raises KeepError where the log cannot be read."""
        found: list[StackStep] = []
        by_id: dict[str, StackStep] = {}
        for piece in self._pieces():
            header = header_of(piece) if piece.startswith(_TXN) else None
            if header is None:
                continue
            before = by_id.get(header.of)
            if header.does == "do" and before is not None and before is found[-1] and not before.undone:
                before.go_on(header, piece)
            elif header.does == "do":
                for step in found:
                    step.lost |= step.undone
                by_id[header.id] = StackStep(header, [piece])
                found.append(by_id[header.id])
            elif before is not None:
                before.pieces = [piece]
                before.undone = header.does == "undo"
        return found

    def next_step(self, does: str) -> StackStep | None:
        """The step that an ``undo`` or ``redo`` is of, None where there is none. Raises KeepError."""
        stack = [step for step in self.steps() if not step.lost]
        done = next((index for index in range(len(stack) - 1, -1, -1) if not stack[index].undone), -1)
        at = done if does == "undo" else done + 1
        return stack[at] if 0 <= at < len(stack) else None

    def _pieces(self) -> Iterator[bytes]:
        try:
            data, _stamp = files.read(self.path)
        except FileNotFoundError:
            return
        except OSError as error:
            what = f"The log {self.path} cannot be read ({error.strerror})"
            raise KeepError(f"{what}: nothing can be taken back until you have the right to read it.") from None
        start = 0
        while start < len(data):
            end = data.find(b"\n[[", start + 1)
            end = len(data) if end < 0 else end
            yield data[start:end]
            start = end

    def renew(self) -> None:
        """Put the same log in another file, as compaction does: who has it open sees that. Raises OSError."""
        try:
            data, _stamp = files.read(self.path)
        except FileNotFoundError:
            return
        self.close()
        files.replace(self.path, data)

    def compact(self, now: datetime) -> bool:
        """Drop what is past its time (`compaction`), if it is worth it. Held under the lock. Raises OSError."""
        from ctotui.disk.compaction import compacted

        if not self.clean():
            return False
        kept = compacted(list(self._pieces()), now)
        if kept is None:
            return False
        self.close()
        files.replace(self.path, b"".join(kept))
        return True

    def overgrown(self, now: datetime) -> bool:
        """Whether `compact` would have something to do: a look at the start of the file, at all of it where large."""
        from ctotui.disk.compaction import overgrown

        found = files.stamp(self.path)
        if found is None:
            return False
        with open(self.path, "rb") as file:
            return overgrown(file.read(_WINDOW if found.size < _LARGE else -1), now)


def _is_applied(piece: bytes) -> bool:
    return piece.startswith(_APPLIED) and piece.endswith(b'"\n')


def device() -> str:
    """Name of this machine, as a file name: a state folder may lie on a volume that several mount."""
    import platform

    name = os.uname().nodename if hasattr(os, "uname") else platform.node()
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in name)[:60] or "device"
