"""Completion of an unfinished ``# @ > / !`` token (K1): what `tab` offers while a line is typed."""

from collections.abc import Iterable

from ctotui.core.quickadd import lexicon
from ctotui.core.quickadd.context import Context
from ctotui.core.quickadd.names import handle, listed, shortest, tag
from ctotui.core.quickadd.words import quote, split

MOST = 9


def complete(text: str, cursor: int, context: Context, tags: Iterable[str]) -> list[str]:
    """Whole tokens that the one before the `cursor` may become, the likeliest first; none: nothing is unfinished.

    `tags` are the known ones, most used first.
    """
    start, sigil, begun = _unfinished(text, cursor)
    field = lexicon.SIGILS.get(sigil) or lexicon.WORD_FORMS.get(sigil)
    if start < 0 or field is None:
        return []
    choices = [sigil + choice for choice in _choices(field, begun.lower(), context, tags)]
    return [] if choices == [text[start:cursor]] else choices[:MOST]


def replace(text: str, cursor: int, token: str) -> tuple[str, int]:
    """`text` with the unfinished token before the `cursor` replaced, and the new cursor."""
    start = _unfinished(text, cursor)[0]
    if start < 0:
        return text, cursor
    return text[:start] + token + text[cursor:], start + len(token)


def _unfinished(text: str, cursor: int) -> tuple[int, str, str]:
    """Start, sigil and what follows it, of the word that ends at the cursor; -1 where there is none."""
    words = split(text[:cursor])
    word = words[-1] if words else None
    if word is None or word.end != cursor or not word.key or word.value is not None:
        return -1, "", ""
    size = word.key.find(":") + 1 if word.key[0].isalpha() else 1
    sigil = word.key[:size]
    after = text[cursor : cursor + 1]
    finished = sigil not in lexicon.SIGILS and sigil not in lexicon.WORD_FORMS
    return (-1, "", "") if finished or after.strip() else (word.start, sigil, word.text[size:])


def _choices(field: str, begun: str, context: Context, tags: Iterable[str]) -> list[str]:
    if field == "tag":
        return [_quoted(name, tag(name)) for name in tags if name.lower().startswith(begun)]
    if field in ("who", "to"):
        begun = begun.removeprefix("@")
        return [_quoted(name, handle(name)) for name in context.people if name.lower().startswith(begun)]
    if field == "list":
        return _lists(begun, context.lists)
    if field == "prio":
        return [word for word in lexicon.PRIORITY_WORDS if word.startswith(begun)]
    return []


def _lists(begun: str, lists: tuple[str, ...]) -> list[str]:
    """Those whose last segment starts so, then those whose path does; none where the word already means one."""
    lower = [(path, path.lower()) for path in lists]
    found = [path for path, folded in lower if folded.rpartition("/")[2].startswith(begun)]
    found += [path for path, folded in lower if folded.startswith(begun) and path not in found]
    names = [shortest(path, lists) for path in found]
    exact = listed(begun, lists)
    return [] if exact and begun in (exact.lower(), exact.lower().rpartition("/")[2]) else names


def _quoted(name: str, plain: str) -> str:
    return name if name == plain else quote(name)
