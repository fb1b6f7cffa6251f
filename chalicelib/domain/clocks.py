"""Who must act, by when, and what happens when nobody does: the one table of clocks.

Every situation that is not an end has a row. `docs/clocks.md` is drawn from CLOCKS; which
situation a referral or a placement is in, `winding` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain import task
from chalicelib.domain.schedule import AMSTERDAM

# By day, when somebody can act on what is said, and texts may go out.
ACTS_AT = time(10, 0)


class Situation(StrEnum):
    """What is being waited for: in a referral as a whole, or in one placement."""

    NEEDS_REVIEW = "needs_review"
    NO_OFFER = "no_offer"
    PARKED = "parked"  # she said "not now"
    OFFERED = "offered"
    HELD = "held"
    INTAKE_PLANNED = "intake_planned"
    WAITLISTED = "waitlisted"
    SEAT_OFFERED = "seat_offered"
    CONFIRMED = "confirmed"
    ATTENDING = "attending"


class Owner(StrEnum):
    """Whose turn it is."""

    NEWCOMER = "newcomer"
    LIBRARY = "library"
    MUNICIPALITY = "municipality"


class Action(StrEnum):
    """What is done when a deadline passes."""

    REMIND_OF_OFFER = "remind_of_offer"
    REMIND_OF_INTAKE = "remind_of_intake"
    NUDGE_LIBRARY = "nudge_library"
    PASS_BY = "pass_by"  # noqa: S105 - the library lost its turn: offered elsewhere
    ASK_HER = "ask_her"
    LAPSE = "lapse"
    SEARCH_AGAIN = "search_again"
    OFFER_AGAIN = "offer_again"
    OPEN_TASK = "open_task"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is done so long after the clock began; exactly one of the three is named.

    Hours are exact. Days and working days end at ten in the morning in Amsterdam; negative days
    are before what the clock began with.
    """

    action: Action
    working_days: int | None = None
    days: int | None = None
    hours: int | None = None

    def after(self, since: datetime) -> datetime:
        """The moment it passes, in UTC."""
        if self.hours is not None:
            return since.astimezone(UTC) + timedelta(hours=self.hours)
        if self.working_days is not None:
            day = task.deadline(since, self.working_days)
        else:
            day = since.astimezone(AMSTERDAM).date() + timedelta(days=self.days or 0)
        return datetime.combine(day, ACTS_AT, AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One situation: whose turn it is, and its deadlines in order.

    `again_days`: the last of them comes back, so many days after each time, until something moves.
    """

    owner: Owner
    deadlines: tuple[Deadline, ...]
    again_days: int | None = None


_LIBRARY_NUDGED = (
    Deadline(Action.NUDGE_LIBRARY, working_days=2),
    Deadline(Action.NUDGE_LIBRARY, working_days=5),
)

CLOCKS: Mapping[Situation, Row] = {
    # An hour, in which her place may still be looked up outside.
    Situation.NEEDS_REVIEW: Row(
        Owner.MUNICIPALITY, (Deadline(Action.OPEN_TASK, hours=1),), again_days=7
    ),
    Situation.NO_OFFER: Row(
        Owner.MUNICIPALITY,
        (
            *(Deadline(Action.SEARCH_AGAIN, days=days) for days in (7, 14, 21, 28)),
            Deadline(Action.OPEN_TASK, days=30),
            Deadline(Action.SEARCH_AGAIN, days=35),
        ),
        again_days=7,
    ),
    Situation.PARKED: Row(Owner.NEWCOMER, (Deadline(Action.OFFER_AGAIN, days=30),)),
    Situation.OFFERED: Row(
        Owner.NEWCOMER,
        (
            Deadline(Action.REMIND_OF_OFFER, working_days=2),
            Deadline(Action.REMIND_OF_OFFER, working_days=5),
            Deadline(Action.LAPSE, working_days=7),
        ),
    ),
    Situation.HELD: Row(
        Owner.LIBRARY, (*_LIBRARY_NUDGED, Deadline(Action.PASS_BY, working_days=7))
    ),
    # From the day of the intake: the library did answer, so it is never passed by.
    Situation.INTAKE_PLANNED: Row(
        Owner.LIBRARY,
        (
            Deadline(Action.REMIND_OF_INTAKE, days=-1),
            *_LIBRARY_NUDGED,
            Deadline(Action.OPEN_TASK, working_days=7),
        ),
        again_days=7,
    ),
    Situation.WAITLISTED: Row(
        Owner.NEWCOMER, (Deadline(Action.ASK_HER, days=56), Deadline(Action.LAPSE, days=70))
    ),
    Situation.SEAT_OFFERED: Row(Owner.NEWCOMER, (Deadline(Action.LAPSE, hours=48),)),
    # Of the two that just come nobody may hear for a while; she is asked, not her library.
    Situation.CONFIRMED: Row(
        Owner.NEWCOMER, (Deadline(Action.ASK_HER, days=28), Deadline(Action.LAPSE, days=42))
    ),
    # Longer than the six weeks of the summer holidays.
    Situation.ATTENDING: Row(
        Owner.NEWCOMER, (Deadline(Action.ASK_HER, days=56), Deadline(Action.LAPSE, days=70))
    ),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Where one row has got to: begun when, at which deadline, and when that passes.

    `due_at` None is a clock that has run down: all of its row was done.
    """

    situation: Situation
    since: datetime
    step: int
    due_at: datetime | None

    @property
    def action(self) -> Action:
        """What is done when `due_at` passes."""
        deadlines = CLOCKS[self.situation].deadlines
        return deadlines[min(self.step, len(deadlines) - 1)].action


def begun(situation: Situation, *, since: datetime, at: datetime) -> Clock:
    """The clock of this situation, begun at `since`.

    A reminder before what is still to come is left out once its moment is over.
    """
    deadlines = CLOCKS[situation].deadlines
    moments = [deadline.after(since) for deadline in deadlines]
    step = next(n for n, when in enumerate(moments) if when > at or when > since)
    return Clock(situation, since, step, moments[step])


def ticked(clock: Clock, *, at: datetime) -> Clock:
    """The clock after its action was done.

    Where that came late, a working day is left before more follows: nobody is reminded and
    dropped at once because we were away.
    """
    row, step = CLOCKS[clock.situation], clock.step + 1
    if step < len(row.deadlines):
        fair = Deadline(row.deadlines[step].action, working_days=1).after(at)
        due_at = max(row.deadlines[step].after(clock.since), fair)
        return replace(clock, step=step, due_at=due_at)
    if row.again_days is None:
        return replace(clock, step=step, due_at=None)
    again = Deadline(row.deadlines[-1].action, days=row.again_days)
    return replace(clock, due_at=again.after(at))
