"""What a foreign version of a file did not know of our own last writes is merged into it (storage-and-time 2.3).

An editor with an old buffer, a sync tool or a pull may replace a file by a version that was made without what we wrote
meanwhile. Which of our versions of a record it was made from is seen from the record itself: the one it is closest to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from ctotui.core.merge import Merged, merge_record, one_timer
from ctotui.core.model import Entry, Record
from ctotui.core.plan import EMPTY, Plan, Shard, differences


class Own(NamedTuple):
    """What we made of one record."""

    versions: tuple[Record | None, ...]
    """As it was before we wrote it, then each version of ours; None: it was not there."""
    step: int
    """Number of the step that wrote the last one."""
    fresh: bool
    """It was written so shortly ago that who wrote after us may not have seen it."""

    @property
    def last(self) -> Record | None:
        """As we left it."""
        return self.versions[-1]


@dataclass(slots=True)
class Reconciled:
    """The plan that the files should say, and what of it is worth a word."""

    plan: Plan
    merged: Merged = field(default_factory=Merged)
    kept: list[Record] = field(default_factory=list)
    """Records of ours that a foreign version lacked."""
    timers: int = 0
    """Running entries that were ended, since a later one runs."""


def reconcile(own: Mapping[str, Own], before: Plan, now: Plan) -> Reconciled:
    """`now` is what the files say after others wrote, `before` what we knew; the result has our own writes as well."""
    found = Reconciled(now)
    pairs = {record.id: (old, new) for old, new in differences(before, now) if (record := new or old) is not None}
    made_without = _Judgement(own, before, now, pairs)
    wanted: dict[str, Record | None] = {}
    for key in own.keys() & pairs.keys():
        ours, theirs = own[key].last, pairs[key][1]
        if pairs[key][0] != ours:
            continue
        base = made_without.base(key)
        if ours is not None and theirs is not None and base is not None and base != ours:
            wanted[key] = merge_record(base, ours, theirs, found.merged)
        elif made_without.clobbered(key):
            wanted[key] = ours
            found.kept += [ours] if ours is not None else []
    for key, record in wanted.items():
        if record is None:
            found.plan = found.plan.drop(key)
        elif record != found.plan.find(key):
            found.plan = found.plan.put(record)
    return found


class _Judgement:
    """Which of our writes the author of a foreign version had not seen."""

    def __init__(
        self, own: Mapping[str, Own], before: Plan, now: Plan, pairs: Mapping[str, tuple[Record | None, Record | None]]
    ) -> None:
        self._own = own
        self._pairs = pairs
        self._file = {key: before.where(key) or now.where(key) for key in own}
        changed = {key for key in now.shards if now.shards[key] is not before.shards.get(key)}
        self._seen: dict[str | None, int] = {}
        """File -> number of the last step of ours that the new version knows."""
        for key, one in own.items():
            file = self._file[key]
            if file in changed and (key not in pairs or self.base(key) == one.last):
                self._seen[file] = max(self._seen.get(file, 0), one.step)
        news = [record for key, (_old, record) in pairs.items() if key not in own and record is not None]
        diverged = [key for key in own.keys() & pairs.keys() if self.base(key) not in (None, own[key].last)]
        self._with_news = {now.where(record.id) for record in news} | {self._file[key] for key in diverged}

    def base(self, key: str) -> Record | None:
        """The version of ours that a foreign one was made from; None: there is none, or it is itself an older one."""
        ours, theirs = self._own[key], self._pairs[key][1]
        if theirs is None or theirs in ours.versions[:-1]:
            return None
        base = closest([version for version in ours.versions if version is not None], theirs)
        last = ours.last
        if base is not None and base != last and last is not None and _turned_back(base, last, theirs):
            return last
        return base

    def clobbered(self, key: str) -> bool:
        """Whether our write was lost without anybody wanting it: the new version has other news, and none as new."""
        one, theirs = self._own[key], self._pairs[key][1]
        file = self._file[key]
        return (
            one.fresh and theirs in one.versions[:-1] and one.step > self._seen.get(file, 0) and file in self._with_news
        )


def closest(versions: Sequence[Record], theirs: Record) -> Record | None:
    """The one of some versions, oldest first, that `theirs` was made from; None: they are no versions of it."""
    same = [version for version in versions if type(version) is type(theirs)]
    # Who saw a version stamps no earlier time than it has.
    possible = [one for one in same if not _later(one, theirs)] or same
    # Of those that are equally close the last: a hand edit of what stands in the file is the likeliest.
    return max(reversed(possible), key=lambda version: _alike(version, theirs), default=None)


def _alike(one: Record, two: Record) -> int:
    """How many fields have the same value."""
    return sum(getattr(one, field.name) == getattr(two, field.name) for field in fields(one))


def _later(one: Record, two: Record) -> bool:
    return one.modified is not None and (two.modified is None or one.modified > two.modified)


def _turned_back(base: Record, last: Record, theirs: Record) -> bool:
    """Whether somebody who saw `last` made `theirs`: it is later, and the old version again in all but that."""
    if not _later(theirs, last):
        return False
    return all(getattr(base, f.name) == getattr(theirs, f.name) for f in fields(base) if f.name != "modified")


def end_timers(found: Reconciled) -> None:
    """Of several running timers let the latest run."""
    running = [entry for _key, shard in found.plan.loaded("entries/") for entry in shard.derive(_unended)]
    ended = one_timer(running) if len(running) > 1 else []
    found.timers = len(ended)
    found.plan = found.plan.put(*ended)


def _unended(shard: Shard) -> list[Entry]:
    return [entry for entry in shard.values() if isinstance(entry, Entry) and entry.end is None]


def twins(plan: Plan, changed: Iterable[str]) -> dict[str, list[str]]:
    """Ids that stand in a file of `changed` and in another loaded one, with all their files."""
    shards = plan.loaded()
    found: dict[str, list[str]] = {}
    for name in changed:
        for key in plan.shards.get(name) or EMPTY:
            places = [other for other, shard in shards if key in shard]
            if len(places) > 1:
                found[key] = places
    return found


def joined(plan: Plan, key: str, places: list[str], into: Merged) -> Plan:
    """`plan` with the record that stands in several files made one: finished in one place, edited in the other."""
    record: Record | None = None
    for place in places:
        other = plan.shard(place)[key]
        record = other if record is None else merge_record(None, record, other, into)
    if record is None:
        return plan
    for place in places:
        plan = Plan({**plan.shards, place: plan.shard(place).without(key)})
    return plan.put(record)
