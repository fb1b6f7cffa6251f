"""Erasure: she is forgotten; that somebody was helped, and how it ended, stays without her.

The flag comes first: in that step her places are given back and her libraries told, and from then
on nobody reads or writes the referral. What is left of her goes once no text is on its way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.answering import done
from chalicelib.domain.events import Actor, Event, EventKind
from chalicelib.domain.offering import drop_owed_texts
from chalicelib.domain.placement import Happening, Offered, Placement, advance
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.step import Step, moved

ERASED = "erased"  # why her placements ended
UNTOLD_LANGUAGE = "und"  # ISO 639-2: undetermined
# What a table can be restored to: of her key there is no backup, so what is encrypted under it is
# unreadable from the moment it is deleted (infra/resources.yaml).
BACKED_UP: Mapping[str, timedelta] = {
    "core": timedelta(days=35),
    "people": timedelta(days=35),
    "keys": timedelta(0),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure did: `erased` is gone, `kept` stays without her.

    `forgotten_at` None while a text is still on its way to her; `final_at` is when no backup
    holds anything of her any more, None until it is known.
    """

    referral: Referral
    erased: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def final_at(self) -> datetime | None:
        forgotten_at = self.referral.forgotten_at
        return None if forgotten_at is None else forgotten_at + max(BACKED_UP.values())


_ERASED = (
    "first_name",
    "phone",
    "note",
    "key",
    "need",
    "client_reference",
    "contact_language",
    "request",
    "link",
    "line",
    "codes",
    "messages",
    "tasks",
)
_OF_WHO_WAS_THERE = ("registers", "hours")
_KEPT = ("outcome", "agreement", "timeline", "stopped_texts")


def receipt(referral: Referral) -> Receipt:
    """The receipt of a referral that is erased."""
    if referral.erased_for is ErasedFor.TIME:
        return Receipt(referral, (*_ERASED, "registers"), (*_KEPT, "hours"))
    return Receipt(referral, (*_ERASED, *_OF_WHO_WAS_THERE), _KEPT)


def erased(step: Step, why: ErasedFor, *, actor: Actor, at: datetime) -> Step:
    """The step in which she is erased: every place is given back, and no text goes out."""
    for placement in step.referral.placements:
        if placement.is_live:
            change = advance(placement, Happening.WITHDRAWN, at=at, reason=ERASED)
            step = moved(step, change, actor=actor)
    step = drop_owed_texts(step, why=ERASED, actor=actor, at=at)
    for task in step.referral.tasks:
        if task.is_open:
            step = done(step, task.id, actor=actor, at=at)
    closed_at = step.referral.closed_at if step.referral.has_ended else at
    flagged = replace(step.referral, closed_at=closed_at, erased_at=at, erased_for=why)
    return step.then(flagged, Event(EventKind.ERASED, at, actor, reason=why))


def remains(referral: Referral, *, at: datetime) -> Referral:
    """What stays of an erased referral: which activities, when, and how it ended; nothing of her.

    Who worked for her stays, as does the record of what she agreed to.
    """
    return Referral(
        id=referral.id,
        organisation=referral.organisation,
        created_by=referral.created_by,
        created_at=referral.created_at,
        updated_at=referral.updated_at,
        asked={},
        need=None,
        agreement=referral.agreement,
        agreed=referral.agreed,
        channel=referral.channel,
        contact_language=UNTOLD_LANGUAGE,
        body_mac="",
        assigned_to=referral.assigned_to,
        count_hours=referral.count_hours,
        placements=tuple(_outcome(placement) for placement in referral.placements),
        withdrawal=referral.withdrawal,
        closed_at=referral.closed_at,
        ended_at=referral.ended_at,
        reopened_at=referral.reopened_at,
        erased_at=referral.erased_at,
        erased_for=referral.erased_for,
        forgotten_at=at,
        round=referral.round,
        version=referral.version,
        chain=referral.chain,
    )


def _outcome(placement: Placement) -> Placement:
    """Where she was, and how it ended: not how far from her home, or why it suited her."""
    offered = Offered(
        rank=placement.offered.rank,
        score=0.0,
        parts=(),
        reasons=(),
        distance_km=0.0,
        travel_minutes=0,
        next_session_at=None,
    )
    return Placement(
        id=placement.id,
        activity_id=placement.activity_id,
        library=placement.library,
        branch=placement.branch,
        code="",
        offered=offered,
        state=placement.state,
        round=placement.round,
        declined_by=placement.declined_by,
        reason=placement.reason,
        moved_at=placement.moved_at,
        known_since=placement.known_since,
    )
