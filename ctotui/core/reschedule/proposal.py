"""A block that is proposed and not stored: spread and auto-plan give these, the user accepts them one by one (I13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ctotui.core.blocks import plan_item
from ctotui.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time ``[start, end)`` for an item, wall times in the user's zone, and why it is this one."""

    item: str
    start: datetime
    end: datetime
    why: str
    """``first 90 free minutes before Fri, in a focus window``."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Minutes of an item that found no time, and why."""

    item: str
    minutes: int
    why: str


def accept(plan: Plan, proposals: Sequence[Proposal], ids: Sequence[str], zone: str, now: datetime) -> Plan:
    """`plan` with a block for each proposal, called as `ids` say; what a preview shows and what is stored (I14).

    Raises PlanError where an item was closed or deleted since.
    """
    for proposal, new_id in zip(proposals, ids, strict=True):
        plan = plan_item(plan, proposal.item, proposal.start, proposal.end, zone, now, new_id)
    return plan
