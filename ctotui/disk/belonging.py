"""In which months that are not in memory something of an item stands: blocks, and touched dates of its series."""

from collections.abc import Iterable

from ctotui.disk import files, layout
from ctotui.disk.files import Stamp


class Belonging:
    """Looks through the text of files, each once as long as it is the same."""

    def __init__(self, data: str) -> None:
        self._data = data
        self._found: dict[str, tuple[Stamp, frozenset[bytes]]] = {}

    def months(self, keys: Iterable[str], item: str) -> list[str]:
        """Those of `keys` whose file holds something that belongs to `item`."""
        return [key for key in keys if item.encode() in self._items(key)]

    def _items(self, key: str) -> frozenset[bytes]:
        import re

        path, known = layout.path_of(self._data, key), self._found.get(key)
        try:
            stamp = files.stamp(path)
            if stamp is not None and known is not None and stamp.same(known[0]) and not known[0].young:
                return known[1]
            content, stamp = files.read(path, files.LARGEST)
        except OSError:
            return frozenset()
        found = frozenset(re.findall(rb"""(?m)^[ \t"']*(?:item|series)[ \t"']*=[ \t]*["']([^"'\n]*)""", content))
        self._found[key] = stamp, found
        return found
