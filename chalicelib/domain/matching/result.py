"""What matching answers: matches with their reasons and parts, near misses, and a fallback."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.catalogue import Activity


class Constraint(StrEnum):
    """What must hold, in the order in which it is explained."""

    LEVEL = "level"
    READING = "reading"
    TRAVEL = "travel"
    SLOT = "slot"
    AUDIENCE = "audience"
    DELIVERY = "delivery"
    NEEDS = "needs"
    SEAT = "seat"
    AREA = "area"
    STALE = "stale"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Reason:
    """One true sentence about a match: a code for its words, and the values they need."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of a score: `value` 0 to 1, times `weight`."""

    code: str
    value: float
    weight: float

    @property
    def part(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Match:
    """One activity that fits; the parts sum to the score."""

    activity: Activity
    score: float
    parts: tuple[ScorePart, ...]
    reasons: tuple[Reason, ...]
    distance_km: float
    travel_minutes: int
    next_session_at: datetime | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An activity that would have been in the top three if one constraint were lifted."""

    match: Match
    failed: Constraint
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fallback:
    """The nearest language-house desk, whatever the distance."""

    activity: Activity
    distance_km: float


@dataclass(frozen=True, slots=True)
class Matches:
    """The whole answer; `config` names the weights, `catalogue_version` the snapshot."""

    matches: tuple[Match, ...]
    near_misses: tuple[NearMiss, ...]
    fallback: Fallback | None
    considered: int
    catalogue_version: str
    config: str
