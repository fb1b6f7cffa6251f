"""How far a newcomer's road led, and when: what reports tell of it, whatever came after.

A placement's state is forgotten when it moves on; that she once came is not. Only a move that is
taken back takes its milestone with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.placement import Change, Happening, State


class RoadStage(StrEnum):
    """The stages of the road, in order."""

    REFERRED = "referred"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    ATTENDING = "attending"
    COMPLETED = "completed"


STAGES = tuple(RoadStage)
RANK: Mapping[RoadStage, int] = {stage: rank for rank, stage in enumerate(STAGES)}
STAGE_OF: Mapping[State, RoadStage] = {
    State.PROPOSED: RoadStage.OFFERED,
    State.HELD: RoadStage.ACCEPTED,
    State.WAITLISTED: RoadStage.ACCEPTED,
    State.SEAT_OFFERED: RoadStage.ACCEPTED,
    State.CONFIRMED: RoadStage.CONFIRMED,
    State.ATTENDING: RoadStage.ATTENDING,
    State.COMPLETED: RoadStage.COMPLETED,
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """That a stage was reached, first at this moment."""

    stage: RoadStage
    at: datetime


Milestones = tuple[Milestone, ...]


def reaching(milestones: Milestones, stage: RoadStage, *, at: datetime) -> Milestones:
    """With this stage reached; the first time counts."""
    if any(known.stage is stage for known in milestones):
        return milestones
    return (*milestones, Milestone(stage, at))


def following(milestones: Milestones, change: Change) -> Milestones:
    """With what this move of a placement reached, or, taken back, no longer did."""
    if change.happening is Happening.UNDONE:
        taken_back = STAGE_OF.get(change.before.state), change.before.moved_at
        return tuple(known for known in milestones if (known.stage, known.at) != taken_back)
    stage = STAGE_OF.get(change.placement.state)
    return milestones if stage is None else reaching(milestones, stage, at=change.at)


def reached_at(milestones: Iterable[Milestone], stage: RoadStage) -> datetime | None:
    """When this stage, or one beyond it, was reached first: who comes was accepted on the way."""
    moments = [known.at for known in milestones if RANK[known.stage] >= RANK[stage]]
    return min(moments, default=None)


def farthest(milestones: Iterable[Milestone]) -> RoadStage:
    """The last stage of the road that was reached."""
    return max(
        (known.stage for known in milestones), key=RANK.__getitem__, default=RoadStage.REFERRED
    )
