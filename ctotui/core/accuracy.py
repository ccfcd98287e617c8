"""How estimates held: tracked ÷ estimated time of what was finished lately (T12)."""

from dataclasses import dataclass

from ctotui.core.memo import by_shards
from ctotui.core.model import Item
from ctotui.core.plan import Plan, Shard
from ctotui.core.tracked import tracked, unloaded

LAST = 20
"""Finished items that count."""
ENOUGH = 5
"""A kind is told of from so many on."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The ratios tracked ÷ estimate of some finished items; above 1 they took longer than was thought."""

    name: str
    """A kind, or ``all``."""
    median: float
    low: float
    high: float
    """Quartiles."""
    count: int


@by_shards("items/", "entries/", size=2)
def accuracy(plan: Plan) -> tuple[Accuracy, ...]:
    """Of the last finished items that had an estimate and tracked time, all and by kind; empty below `ENOUGH`.

    Only items count whose months are all in memory, so that no half-counted one spoils the figure.
    """
    items = [item for _key, shard in plan.loaded("items/") for item in shard.derive(_finished)]
    items.sort(key=lambda item: item.ended.timestamp() if item.ended else 0.0, reverse=True)
    ratios: list[tuple[str, float]] = []
    for item in items:
        moment = item.ended
        if moment is not None and item.estimate and not unloaded(plan, item):
            actual = tracked(plan, item.id, moment)
            ratios += [(item.kind, actual / item.estimate)] if actual > 0 else []
    kinds = dict.fromkeys(kind for kind, _ in ratios)
    groups = [("all", [ratio for _, ratio in ratios])]
    groups += [(kind, [ratio for name, ratio in ratios if name == kind]) for kind in kinds]
    return tuple(_accuracy(name, found[:LAST]) for name, found in groups if len(found) >= ENOUGH)


def _finished(shard: Shard) -> list[Item]:
    return [r for r in shard.values() if isinstance(r, Item) and r.status == "done" and r.ended and r.estimate]


def _accuracy(name: str, ratios: list[float]) -> Accuracy:
    ordered = sorted(ratios)
    return Accuracy(name, _quantile(ordered, 0.5), _quantile(ordered, 0.25), _quantile(ordered, 0.75), len(ordered))


def _quantile(ordered: list[float], share: float) -> float:
    """Linear between the two nearest."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
