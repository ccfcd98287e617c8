"""Random one-character corruptions of a ten-year folder: never a crash, never a lost byte (issue 3; storage 1.4).

Each changes one character of one file in one of four ways. Then the folder is opened, every file is read, every screen
is drawn, a record is added to the damaged file's folder and taken back, and the damaged file must be what it was to the
byte. By hand, with the distribution of the records that were hidden:

    python -m tests.disk.corruptions --times 300 --seed 1
"""

import argparse
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ctotui.commands.every import TABLE  # noqa: F401  (the keymap needs every command)
from ctotui.commands.keymap import Keymap, build
from ctotui.core.model import TABLES
from ctotui.core.state import PANES, Settings
from ctotui.disk import layout
from ctotui.disk.places import Paths
from ctotui.disk.reader import read_content
from ctotui.session import Session, fixed
from ctotui.store import KeepError
from ctotui.ui.glyphs import UNICODE
from ctotui.ui.screen import compose

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
ALPHABET = "\"'[]{}=#\\\n\r\t -+.,:/0123456789azTZ\0\x1b\x7féÅ漢\u202e"


@dataclass(frozen=True)
class Corruption:
    """One changed character, and what became of it."""

    key: str
    """Shard of the file."""
    what: str
    hidden: int
    """Records of the file that are not shown."""
    of: int
    changed: bool
    """The records that are shown say something else than before (a letter of a title)."""
    readonly: bool
    named: bool
    """A banner names the file."""
    seconds: float


def corrupted(data: bytes, pick: random.Random) -> tuple[bytes, str]:
    """`data` with one character replaced, deleted, put in, or one byte set at random."""
    way = pick.choice(("replace", "delete", "insert", "byte"))
    if way == "byte":
        at = pick.randrange(len(data))
        return data[:at] + bytes([pick.randrange(256)]) + data[at + 1 :], way
    text = data.decode()
    at = pick.randrange(len(text))
    kept = text[at + 1 :] if way != "insert" else text[at:]
    put = "" if way == "delete" else pick.choice(ALPHABET)
    return (text[:at] + put + kept).encode(), f"{way} {put!r}"


def run(paths: Paths, times: int, seed: int) -> Iterator[Corruption]:
    """Corrupt one file after another of the folder at `paths`, each put right again. AssertionError: a byte lost."""
    pick = random.Random(seed)
    keymap = build()
    keys = layout.keys(paths.data)
    for _time in range(times):
        key = pick.choice(keys)
        path = Path(layout.path_of(paths.data, key))
        sound = path.read_bytes()
        spoilt, what = corrupted(sound, pick)
        if spoilt == sound:
            continue
        before = read_content(str(path), sound, trusted=True).records
        path.write_bytes(spoilt)
        start = time.perf_counter()
        try:
            yield _survived(paths, key, spoilt, before, what, start, keymap)
        finally:
            path.write_bytes(sound)


def _survived(
    paths: Paths, key: str, spoilt: bytes, before: dict, what: str, start: float, keymap: Keymap
) -> Corruption:
    path = Path(layout.path_of(paths.data, key))
    session = Session.open(paths, Settings(zone="Europe/Stockholm"), fixed(NOW))
    shard = session.folder.load([key])[key]
    session.store.update(plan=session.folder.plan)
    for pane in PANES:
        session.look(pane=pane)
        session.ask(lambda state: compose(state, 120, 40, UNICODE, keymap, ()))
    named = any(f"{key}.toml" in banner for banner in session.folder.banners)
    readonly = _edit_beside(session, key)
    seconds = time.perf_counter() - start
    session.close()
    assert path.read_bytes() == spoilt, f"{key}: {what}: bytes lost"
    renamed = len([name for name in shard if name not in before])
    hidden = [name for name in before if name not in shard][renamed:]
    changed = renamed > 0 or any(shard[name] != record for name, record in before.items() if name in shard)
    assert named or not hidden, f"{key}: {what}: {hidden} hidden and nothing said"
    return Corruption(key, what, len(hidden), len(before), changed, readonly, named, seconds)


def _edit_beside(session: Session, key: str) -> bool:
    """Add a record to the file and take it back; whether that was refused."""
    shard = session.folder.plan.shard(key)
    pattern = next(iter(shard.values()), None)
    if pattern is None:
        return True
    from dataclasses import replace

    letter = next(kind for kind in TABLES.values() if type(pattern) is kind)
    name = session.new_id(
        {"Item": "i", "Block": "b", "Entry": "n", "List": "l", "Person": "p"}.get(letter.__name__, "i")
    )
    changes = (
        {"path": "beside"} if hasattr(pattern, "path") else {"handle": "beside"} if hasattr(pattern, "handle") else {}
    )
    try:
        session.edit("Beside", lambda plan: plan.put(replace(pattern, id=name, **changes)))
    except KeepError:
        return True
    session.undo()
    return False


def main() -> None:
    """Print the distribution."""
    from tests.bench.data import folder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", default="ten", choices=("year", "ten"))
    chosen = parser.parse_args()
    root = Path(tempfile.mkdtemp())
    try:
        found = list(run(folder(root, chosen.size), chosen.times, chosen.seed))
    finally:
        shutil.rmtree(root)
    hidden = sorted(one.hidden for one in found)
    harmed = [one for one in found if one.named]
    print(f"{len(found)} corruptions, {len(harmed)} named in a banner, no crash, no byte lost")
    print("hidden records:", ", ".join(f"{number}: {times}×" for number, times in sorted(Counter(hidden).items())))
    print(f"median {hidden[len(hidden) // 2]}, 90 % {hidden[len(hidden) * 9 // 10]}, most {hidden[-1]}")
    print(
        f"only read afterwards: {sum(one.readonly for one in found)}; shown otherwise: {sum(o.changed for o in found)}"
    )
    print(f"seconds at most: {max(one.seconds for one in found):.2f}")
    for one in sorted(found, key=lambda one: -one.hidden)[:5]:
        print(f"  {one.key}: {one.what}: {one.hidden} of {one.of}")


if __name__ == "__main__":
    main()
