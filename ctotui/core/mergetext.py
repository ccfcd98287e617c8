"""Three-way merge of sequences and texts: sets in order, checklists, notes by diff3 (storage-and-time 2.3).

All are the same from both sides (`clock` turned round), and give their result again when it is merged with either side.
`clock` is above 0 where `ours` was modified later, below where `theirs` was, 0 where nobody knows.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

H = TypeVar("H", bound=Hashable)
RULE = "\n\n---\n\n"
"""Between two versions of a text that are both kept."""


def merge_sequence(base: Sequence[H], ours: Sequence[H], theirs: Sequence[H], clock: int) -> tuple[H, ...]:
    """A set merge that keeps the order: what both left in, then what either added."""
    kept = [part for part in dict.fromkeys(base) if part in ours and part in theirs]
    one = [part for part in dict.fromkeys(ours) if part not in base]
    two = [part for part in dict.fromkeys(theirs) if part not in base]
    return tuple(dict.fromkeys([*kept, *_in_order(one, two, clock)]))


def _in_order(one: list[H], two: list[H], clock: int) -> list[H]:
    """Two lists of additions as one: those of the side modified first stand first.

    A list that holds all of the other, as one that was merged already, keeps its order.
    """
    if set(one) == set(two):
        return min(one, two, key=repr)
    if set(one) > set(two):
        return one
    if set(two) > set(one):
        return two
    first, second = (two, one) if clock > 0 or (clock == 0 and repr(two) < repr(one)) else (one, two)
    return [*first, *(part for part in second if part not in first)]


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], clock: int) -> tuple[str, ...]:
    """A checklist: each text merges by itself; what is ticked on one side is ticked, what one side ticks stays."""
    old, one, two = _ticks(base), _ticks(ours), _ticks(theirs)
    gone = {
        key
        for key, tick in old.items()
        if (key not in one and (key not in two or two[key] == tick))
        or (key not in two and (key not in one or one[key] == tick))
    }
    stays = [key for key in old if key not in gone]
    added = _in_order([key for key in one if key not in old], [key for key in two if key not in old], clock)
    lines = []
    for key in [*stays, *added]:
        here, there = one.get(key, two.get(key, "")), two.get(key, one.get(key, ""))
        tick = here if here == there or there == old.get(key) else there if here == old.get(key) else max(here, there)
        lines.append(tick + key[0])
    return tuple(lines)


def _ticks(lines: Sequence[str]) -> dict[tuple[str, int], str]:
    """Text and how often it stood before -> its box."""
    found: dict[tuple[str, int], str] = {}
    for line in lines:
        box = line[:4] if line[:4] in ("[ ] ", "[x] ") else ""
        number = 0
        while (line[len(box) :], number) in found:
            number += 1
        found[line[len(box) :], number] = box
    return found


def merge_notes(base: str, ours: str, theirs: str, clock: int) -> str:
    """Both changes to a text where they touch different lines; else both texts, a rule between them."""
    if not ours or not theirs:
        return ours or theirs
    one, two = ours.split(RULE), theirs.split(RULE)
    if set(one) != set(two) and (set(one) >= set(two) or set(two) >= set(one)):
        return ours if set(one) >= set(two) else theirs
    found = diff3(base, ours, theirs)
    if found is not None and _settled(found, base, ours, theirs):
        return found
    return RULE.join(_in_order(list(dict.fromkeys(one)), list(dict.fromkeys(two)), clock))


def _settled(found: str, base: str, ours: str, theirs: str) -> bool:
    """Whether a merge of the result with either side gives it again: where lines repeat, a match may be ambiguous."""
    if RULE in found:
        return False
    return all(
        found == diff3(base, one, two)
        for one, two in ((theirs, ours), (found, ours), (ours, found), (found, theirs), (theirs, found))
    )


def diff3(base: str, ours: str, theirs: str) -> str | None:
    """Both changes to `base`, line by line, or None where they touch."""
    return merge_by_line(base, ours, theirs, lambda _one, _two: None)


def merge_by_line(
    base: str, ours: str, theirs: str, conflict: Callable[[list[str], list[str]], list[str] | None]
) -> str | None:
    """As `diff3`; where both changed the same lines, `conflict` says what stands there, None to give up."""
    old, one, two = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    out: list[str] = []
    for before, here, there in _regions(old, one, two):
        if here == there or there == before:
            out += here
        elif here == before:
            out += there
        else:
            settled = conflict(here, there)
            if settled is None:
                return None
            out += settled
    return "".join(out)


def _regions(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts in step: stretches that all share, and those between, where somebody changed something."""
    here, there = _matches(base, ours), _matches(base, theirs)
    at = (0, 0, 0)
    for line in range(len(base)):
        if line in here and line in there:
            one, two = here[line], there[line]
            if at != (line, one, two):
                yield base[at[0] : line], ours[at[1] : one], theirs[at[2] : two]
            yield [base[line]], [ours[one]], [theirs[two]]
            at = (line + 1, one + 1, two + 1)
    if at != (len(base), len(ours), len(theirs)):
        yield base[at[0] :], ours[at[1] :], theirs[at[2] :]


def _matches(base: list[str], other: list[str]) -> dict[int, int]:
    """Index in `base` -> index in `other` of the lines that stayed."""
    from difflib import SequenceMatcher

    found: dict[int, int] = {}
    for one, two, size in SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks():
        found.update((one + step, two + step) for step in range(size))
    return found
