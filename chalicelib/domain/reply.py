"""What a newcomer answers, whichever way it comes: by her page, or by text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.ids import PlacementId

PARTS_OF_DAY = ("morning", "afternoon", "evening")


class Wish(StrEnum):
    """What she wants; YES, NO and LEAVE are about one placement."""

    YES = "yes"
    NO = "no"
    LEAVE = "leave"
    NOT_NOW = "not_now"
    TOO_FAR = "too_far"
    OTHER_TIME = "other_time"
    NONE = "none"
    CALL_ME = "call_me"
    STOP = "stop"
    START = "start"
    HELP = "help"


SAME_CLICK_S = 60
ABOUT_ONE_PLACEMENT = frozenset({Wish.YES, Wish.NO, Wish.LEAVE})


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `part_of_day` (morning, afternoon, evening) goes with OTHER_TIME.

    `round` is the round of offers that she was looking at, where her page says so: an answer to
    an older round has been given already.
    """

    wish: Wish
    placement_id: PlacementId | None = None
    part_of_day: str | None = None
    round: int | None = None

    def __post_init__(self) -> None:
        if (self.wish in ABOUT_ONE_PLACEMENT) != (self.placement_id is not None):
            raise ValueError(f"{self.wish}: about one placement, or about none")
        if self.part_of_day is not None and self.part_of_day not in PARTS_OF_DAY:
            raise ValueError(f"{self.part_of_day}: no part of the day")


@dataclass(frozen=True, slots=True)
class LastReply:
    """What she answered last, when, and at which round of offers: shown, and not done twice.

    OTHER_TIME without a part of the day is a question back to her: which part?
    """

    wish: Wish
    at: datetime
    round: int
    placement_id: PlacementId | None = None
    part_of_day: str | None = None

    def repeats(self, reply: Reply, *, at: datetime) -> bool:
        """Whether this reply is the same click again, by a page that does not tell its round."""
        same = (self.wish, self.placement_id, self.part_of_day) == (
            reply.wish,
            reply.placement_id,
            reply.part_of_day,
        )
        return same and reply.round is None and (at - self.at).total_seconds() < SAME_CLICK_S
