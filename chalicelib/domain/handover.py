"""A warm hand-over: she moved, and her next municipality goes on with her once both have said yes.

Until then nothing of her is to be seen there; after it the referral here has ended. One at a time,
kept with the referral it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.matching.need import Need


class Stage(StrEnum):
    """How far it is."""

    OPEN = "open"  # waiting for one or both
    PASSING = "passing"  # both said yes; the next one is being made
    PASSED = "passed"
    CALLED_OFF = "called_off"
    EXPIRED = "expired"


class Side(StrEnum):
    """Whose yes it is."""

    GIVER = "giver"
    TAKER = "taker"


@dataclass(frozen=True, slots=True)
class Handover:
    """From the municipality of the referral to the next; `number` counts those of this referral.

    `agreed_on` is when she said yes to it. `giver` and `taker` are the accounts that confirmed.
    `need` is what she looks for at her new address and `asked` the same in the API's words, as
    the taker gave it. `referral_id` is the one that goes on there. `due_at` is when it expires, or,
    while passing, since when it is to be done.
    """

    number: int
    to: OrganisationId
    agreed_on: date
    started_at: datetime
    last_day: date
    due_at: datetime | None
    stage: Stage = Stage.OPEN
    giver: str | None = None
    taker: str | None = None
    need: Need | None = None
    asked: Mapping[str, Any] | None = None
    referral_id: ReferralId | None = None

    @property
    def is_open(self) -> bool:
        return self.stage is Stage.OPEN

    @property
    def is_agreed(self) -> bool:
        """Whether both have said yes."""
        return self.giver is not None and self.taker is not None


def over(handover: Handover, stage: Stage) -> Handover:
    """The hand-over as it ended without passing: where she lives now is forgotten."""
    return replace(handover, stage=stage, due_at=None, need=None, asked=None)
