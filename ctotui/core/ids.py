"""Ids and short ids (M9, storage-and-time 2.1)."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from ctotui.core.errors import PlanError
from ctotui.core.memo import by_shards
from ctotui.core.model import CLOSED, LETTERS, Item
from ctotui.core.plan import Plan, Shard
from ctotui.core.text import clean

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base32, lower case."""
LEAST = 3
"""Characters of the shortest short id."""


def form(letter: str, random: bytes) -> str:
    """The id that five random bytes make: the letter of the record and 8 characters, 40 bits."""
    number = int.from_bytes(random[:5])
    return letter + "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))


def short(plan: Plan, key: str) -> str:
    """What is shown for an item: the shortest prefix, without its letter, that no other open item shares.

    Of a block or occurrence address ``i…@…`` the item part is shortened.
    """
    item, at, start = key.partition("@")
    return f"{shortened(item[1:], open_names(plan))}{at}{start}"


def open_names(plan: Plan) -> tuple[str, ...]:
    """Ids of the open items in memory without their letter, sorted."""
    return _names(_shards(plan))


def shortened(own: str, known: Sequence[str]) -> str:
    """The shortest prefix of an id without its letter that is none of the others among `known`, which is sorted.

    It is one character more than the id shares with its neighbours in order.
    """
    at = bisect_left(known, own)
    after = at + 1 if at < len(known) and known[at] == own else at
    shared = max((_common(own, name) for name in (*known[max(at - 1, 0) : at], *known[after : after + 1])), default=0)
    return own[: max(LEAST, shared + 1)]


def meant(typed: str, known: Sequence[str]) -> str:
    """Id, without its letter, of the one among the sorted `known` that a short or whole id means; empty: none does."""
    own = typed.removeprefix(LETTERS[Item])
    at = bisect_left(known, own)
    found = known[at : at + 2]
    if own and found[:1] == (own,):
        return own
    fits = [name for name in found if name.startswith(own)] if len(own) >= LEAST else []
    return fits[0] if len(fits) == 1 else ""


def resolve(plan: Plan, text: str, whole: bool = True) -> str:
    """Id of the item, or address of the occurrence, that a typed short id means.

    An open item first; what none matches is looked up among the closed ones. Raises PlanError where there is none or
    more than one, listing them, and NotLoaded while the archive is not in memory; not `whole`: what is in memory is all
    that can be meant.
    """
    typed, at, start = text.strip().lower().partition("@")
    found = _match(plan, typed, True) or _match(plan, typed, False, whole)
    if not found:
        raise PlanError(f'There is no item "{clean(text)}". `ctotui list` shows the ids.')
    if len(found) > 1:
        raise PlanError(f'"{clean(text)}" could be {_candidates(plan, found)}. Type more of it.')
    return f"{found[0]}{at}{start.upper()}"


def is_open(plan: Plan, text: str) -> bool:
    """Whether `text` names exactly one open item: what decides between an id and a title (cli.md, ``start``)."""
    typed = text.strip().lower().partition("@")[0]
    return len(_match(plan, typed, True)) == 1


def _match(plan: Plan, typed: str, open_ones: bool, whole: bool = True) -> list[str]:
    """Ids of the items that `typed` is the full id or, at three characters or more, a prefix of."""
    if not typed:
        return []
    if not open_ones and whole:
        plan.all("items/archive/")
    shards = [shard for _key, shard in plan.loaded()]
    found: dict[str, None] = {}
    for shard in shards:
        names = shard.derive(_open if open_ones else _ended)
        for key in names:
            if key.lower() == typed or key[1:].lower() == typed:
                return [key]
            if len(typed) >= LEAST and key[1:].lower().startswith(typed):
                found[key] = None
    return list(found)


def _candidates(plan: Plan, keys: list[str]) -> str:
    named = []
    for key in keys[:5]:
        item = plan.find(key)
        shared = max((_common(key[1:], other[1:]) for other in keys if other != key), default=0)
        name = key[1:][: max(len(short(plan, key)), shared + 1)]
        named.append(f"{name} {clean(item.title) if isinstance(item, Item) else ''}".strip())
    more = f" or {len(keys) - 5} more" if len(keys) > 5 else ""
    return ", ".join(named) + more


def _open(shard: Shard) -> list[str]:
    return [key for key, item in shard.items() if isinstance(item, Item) and item.status not in CLOSED]


def _ended(shard: Shard) -> list[str]:
    return [key for key, item in shard.items() if isinstance(item, Item) and item.status in CLOSED]


@by_shards("")
def _shards(plan: Plan) -> tuple[Shard, ...]:
    return tuple(shard for _key, shard in plan.loaded() if shard.derive(_open))


@lru_cache(maxsize=4)
def _names(shards: tuple[Shard, ...]) -> tuple[str, ...]:
    return tuple(sorted({key[1:] for shard in shards for key in shard.derive(_open)}))


def _common(one: str, two: str) -> int:
    size = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        size += 1
    return size
