"""What was written by hand into the files of a data folder while no ctotui ran, and has to go out to the calendars.

Remembered of each file is its stamp, as a poll compares it, the checksum of its content and which items of calendars
stand in it, from a moment when all of that had gone out. Only a file that is another is read at the next start.
"""

from collections.abc import Mapping

from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.plan import Shard
from ctotui.disk import files, layout
from ctotui.disk.files import Stamp
from ctotui.disk.folder import Folder
from ctotui.disk.known import fingerprint
from ctotui.disk.vdir import Kept, Memory

_PLACES = ("items/", "calendar/")


class Meanwhile:
    """The files of one data folder, against what is remembered of them."""

    def __init__(self, folder: Folder, memory: Memory) -> None:
        self._folder = folder
        self._memory = memory
        self._noted: dict[str, tuple[Stamp | None, str]] = {}
        """Stamp and fingerprint of what was noted last."""

    def changed(self) -> list[str]:
        """Ids of the items of calendars that may have been changed, in memory now; none where nothing is remembered.

        What stood in a file that is not there (yet) counts as unchanged: a sync tool may be on its way (2.3).
        """
        known = self._memory.shards()
        if not known:
            return []
        others = [key for key in self._folder.plan.shards if key.startswith(_PLACES) and self._is_other(key, known)]
        self._folder.load(others)
        sound = {sheet.key for sheet in self._folder.sheets.sound}
        found: dict[str, None] = {}
        for key in others:
            found.update(dict.fromkeys(self._items(self._folder.plan.shard(key))))
            if key in known and key in sound:
                found.update(dict.fromkeys(known[key].items))
        return list(found)

    def _is_other(self, key: str, known: Mapping[str, Kept]) -> bool:
        path, old = layout.path_of(self._folder.data, key), known.get(key)
        try:
            stamp = files.stamp(path)
            if stamp is None or (old is not None and stamp.same(old.stamp)):
                return False
            return old is None or fingerprint(files.read(path)[0]) != old.print
        except OSError:
            return False

    def note(self) -> None:
        """Remember the files that were read, or changed since: all that they say has gone out."""
        known: dict[str, Kept] | None = None
        now: dict[str, Kept] = {}
        for sheet in self._folder.sheets.sound:
            seen = (sheet.stamp, sheet.print)
            if sheet.stamp is None or not sheet.key.startswith(_PLACES) or self._noted.get(sheet.key) == seen:
                continue
            self._noted[sheet.key] = seen
            stamp = sheet.stamp._replace(mtime=0, young=True) if sheet.stamp.young else sheet.stamp
            items = tuple(key for key in self._items(sheet.shard) if key in self._memory.by_item)
            known = self._memory.shards() if known is None else known
            if known.get(sheet.key) != Kept(stamp, sheet.print, items):
                now[sheet.key] = Kept(stamp, sheet.print, items)
        if now:
            self._memory.keep_shards(now)

    def _items(self, shard: Shard) -> list[str]:
        """Items of calendars in a shard, and those that something in it belongs to."""
        found: dict[str, None] = {}
        for record in shard.values():
            if isinstance(record, Item) and (record.calendar or record.id in self._memory.by_item):
                found[record.id] = None
            elif isinstance(record, Block | Occurrence):
                key = record.item if isinstance(record, Block) else record.series
                if key in self._memory.by_item:
                    found[key] = None
        return list(found)
