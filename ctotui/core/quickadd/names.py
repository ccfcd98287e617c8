"""Tags, people and lists by name."""

from collections.abc import Iterable

from ctotui.core.quickadd import lexicon
from ctotui.core.quickadd.context import Reader

_TRAILING = ",;.!?):"
_FORBIDDEN = frozenset(' "\\#@<>=~!,;()[]{}|`$*')


def plain(text: str) -> str:
    """The name that `text` after a sigil starts with, less the punctuation at its end; empty: it names nothing."""
    name = text.rstrip(_TRAILING)
    first = name[:1]
    starts = first.isalnum() or first == "_" or first > "\u00bf"
    return name if starts and name.isprintable() and _FORBIDDEN.isdisjoint(name) else ""


def tag(text: str) -> str:
    """A tag's name; ``#151`` of digits only is text (A12)."""
    name = plain(text)
    return "" if name.isdigit() else name


def handle(text: str) -> str:
    """A person's handle; it starts with a letter, so that ``>90ms`` and ``@2x`` stay text."""
    name = plain(text)
    return name if name[:1].isalpha() or name[:1] > "\u00bf" else ""


def known(name: str, people: Iterable[str]) -> str | None:
    """The known handle that `name` means, as it is written there."""
    lower = name.lower()
    found = None
    for person in people:
        if person == name:
            return person
        if found is None and person.lower() == lower:
            found = person
    return found


def with_known(reader: Reader, index: int) -> tuple[tuple[str, ...], int] | None:
    """The people after ``with`` at `index`: all must be known (A12), so that a title loses no words by surprise."""
    people: list[str] = []
    index += 1
    more = True
    while more and index < len(reader.words):
        key = reader.key(index)
        parts = key.rstrip(_TRAILING).split(",")
        found = [known(part.removeprefix("@"), reader.context.people) for part in parts]
        if not key or None in found:
            return None
        people += [person for person in found if person is not None]
        index += 1
        more = key.endswith(",")
        if reader.key(index) in lexicon.AND:
            index, more = index + 1, True
    return (tuple(people), index) if people and not more else None


def listed(name: str, lists: Iterable[str]) -> str | None:
    """The one list that ``/name`` means: an exact last segment, else a prefix of one, else a path (A12)."""
    folded = name.lower()
    paths = [(path, path.lower()) for path in lists] if folded else []
    for fits in (
        [path for path, lower in paths if lower.rpartition("/")[2] == folded],
        [path for path, lower in paths if lower.rpartition("/")[2].startswith(folded)],
        [path for path, lower in paths if lower == folded],
        [path for path, lower in paths if lower.startswith(folded)],
    ):
        if len(fits) == 1:
            return fits[0]
    return next((path for path, _ in paths if path == name), None)


def shortest(path: str, lists: Iterable[str]) -> str:
    """The last segment of `path` where that alone means it, else the path."""
    segment = path.rpartition("/")[2]
    return segment if listed(segment, lists) == path else path
