"""Held: everything that is known of one person, for herself: who she is, what was done, who looked.

What her library noted of days on which she was not there is the library's own: her municipality
never sees it, and asks nobody for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.agreement import Said, said
from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ActivityId, ReferralId
from chalicelib.domain.ledger import LedgerEntry, standing
from chalicelib.domain.looks import Look, Purpose
from chalicelib.domain.message import UNTOLD, Message
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.task import Task
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.reading import person, read, timeline
from chalicelib.usecases.saving import key_of


@dataclass(frozen=True, slots=True)
class Held:
    """All of it, as it is now; `activities` are those of her placements and days that still are."""

    referral: Referral
    person: Person
    activities: Mapping[ActivityId, Activity]
    messages: tuple[Message, ...]
    tasks: tuple[Task, ...]
    days: Sequence[LedgerEntry]
    timeline: Sequence[Event]
    looks: Sequence[Look]

    @property
    def agreed(self) -> tuple[Said, ...]:
        """Every yes and no of hers; of an older referral the sum, as of when it was made."""
        referral = self.referral
        return referral.agreed or said(referral.agreement, at=referral.created_at)


def everything_held(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Held:
    """Everything held about her; that somebody asked for it is part of it.

    Raises:
        NotFound. Gone: erased.
    """
    referral = read(referral_id, caller=caller, ports=ports)
    known = person(referral, caller=caller, ports=ports, purpose=Purpose.EXPORT)
    days = standing(ports.ledger.entries(key_of(referral)))
    about = {p.activity_id for p in referral.placements} | {day.activity_id for day in days}
    return Held(
        referral=referral,
        person=known,
        activities=ports.activities.get_many(about),
        messages=tuple(m for m in referral.messages if m.kind not in UNTOLD),
        tasks=tuple(task for task in referral.tasks if task.library is None),
        days=days,
        timeline=timeline(referral, ports=ports),
        looks=ports.audit.looks(key_of(referral)),
    )
