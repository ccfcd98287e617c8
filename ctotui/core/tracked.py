"""How much time was tracked: sums by item, for ``act/est`` in every row that names one (S4).

Ended entries are summed once a shard, for the items that are asked for; only what runs is a function of the moment.
Rows on a screen count the months in memory (this and the last, and what was looked at since), so that no screen loads
ten years; a place that shows one item whole (its inspector, ``ctotui show``, an export) asks for `tracked_whole`, which
names the months that are missing.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from ctotui.core.entries import minutes, running
from ctotui.core.errors import NotLoaded
from ctotui.core.memo import by_shards
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan, Shard, month


def tracked(plan: Plan, item: str, now: datetime) -> int:
    """Minutes tracked on an item, or on one occurrence of a series where `item` is its address, in the months that are
    loaded, what runs up to `now` included."""
    total = _ended(plan)(item)
    current = running(plan)
    return total + minutes(current, now) if current is not None and _on(current, item) else total


def tracked_whole(plan: Plan, item: Item, now: datetime) -> int:
    """Minutes ever tracked on an item. Raises NotLoaded for the months since it was made that are not in memory."""
    missing = unloaded(plan, item)
    if missing:
        raise NotLoaded(missing)
    return tracked(plan, item.id, now)


def unloaded(plan: Plan, item: Item) -> list[str]:
    """Keys of the months of entries, since an item was made, that are not in memory: empty where `tracked` is whole."""
    since = f"entries/{month(item.created)}" if item.created is not None else "entries/"
    return [key for key, shard in plan.shards.items() if shard is None and key.startswith("entries/") and key >= since]


def act_est(plan: Plan, item: Item, now: datetime) -> tuple[int, int | None]:
    """Tracked minutes, as `tracked` counts them, and the estimate in minutes, None where there is none (S4)."""
    return tracked(plan, item.id, now), item.estimate


def is_running(plan: Plan, item: str) -> bool:
    """Whether the timer runs on an item, or on one occurrence of a series."""
    current = running(plan)
    return current is not None and _on(current, item)


@by_shards("entries/")
def _ended(plan: Plan) -> Callable[[str], int]:
    """Minutes that are over of an item, or of an occurrence, by its key."""
    months = [shard.derive(_Sums) for _key, shard in plan.loaded("entries/")]
    return cache(lambda key: sum(month.of(key) for month in months))


def _on(entry: Entry, key: str) -> bool:
    return key in (entry.item, entry.occurrence)


class _Sums:
    """Minutes of the ended entries and corrections of a shard, by item and by occurrence, each summed when first asked
    for: of the items of ten years few are."""

    __slots__ = ("_entries", "_minutes")

    def __init__(self, shard: Shard) -> None:
        self._entries: dict[str, list[Entry]] = {}
        self._minutes: dict[str, int] = {}
        for entry in shard.values():
            if isinstance(entry, Entry) and (entry.end is not None or entry.adjustment is not None):
                for key in (entry.item, entry.occurrence) if entry.occurrence else (entry.item,):
                    self._entries.setdefault(key, []).append(entry)

    def of(self, key: str) -> int:
        if key not in self._entries:
            return 0
        if key not in self._minutes:
            self._minutes[key] = sum(minutes(entry, entry.start) for entry in self._entries[key])
        return self._minutes[key]
