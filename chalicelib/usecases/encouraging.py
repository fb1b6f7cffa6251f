"""Encouraging: a text a week to whoever takes part, where her municipality wants that."""

from datetime import date, datetime, time, timedelta

from chalicelib.domain.clocks import ACTS_AT
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.step import Step
from chalicelib.usecases.follow_up import owe
from chalicelib.usecases.ports import Ports

# The day before the next meeting of what is held every week.
_AFTER_COMING = timedelta(days=6)


def encouraged(
    step: Step, placement: Placement, held_on: date, *, names: Naming, ports: Ports
) -> Step:
    """The step in which she hears, within the week after coming, that it is good she does.

    One text a week in all, however many groups she goes to. Of a day that is told too late for
    that nothing follows; and whoever stays away is not written to, for no text follows then.
    """
    now_is = step.referral.placement(placement.id).state
    if now_is is not State.ATTENDING or _is_encouraged(step, held_on):
        return step
    due_at = datetime.combine(held_on + _AFTER_COMING, ACTS_AT, AMSTERDAM)
    if (
        due_at <= ports.now()
        or not ports.choices.of(step.referral.organisation).weekly_encouragement
    ):
        return step
    return owe(
        step,
        MessageKind.ENCOURAGEMENT,
        names=names,
        ports=ports,
        placement_id=placement.id,
        session_at=datetime.combine(held_on, time(12), AMSTERDAM),
        due_at=due_at,
    )


def _is_encouraged(step: Step, held_on: date) -> bool:
    """Whether a text about a meeting within a week of that day is owed or was sent."""
    about = [m.session_at for m in step.referral.messages if m.kind is MessageKind.ENCOURAGEMENT]
    days = [moment.astimezone(AMSTERDAM).date() for moment in about if moment is not None]
    return any(abs(day - held_on) <= _AFTER_COMING for day in days)
