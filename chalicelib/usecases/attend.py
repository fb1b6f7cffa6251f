"""Attend: a library says who was there, and how it ended."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time

from chalicelib.domain.errors import (
    Fault,
    InvalidRequest,
    NotFound,
    Temporary,
    TooManyPlacements,
)
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.ledger import Attendance, Noted, Register, written
from chalicelib.domain.meeting import length_on
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import MOST_BEYOND_PROPOSED, Naming
from chalicelib.domain.placement import DeclinedBy, Happening, Placement, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.vocabulary import Outcome
from chalicelib.usecases.encouraging import encouraged
from chalicelib.usecases.follow_up import gets_texts, owe
from chalicelib.usecases.ports import AlreadySeen, Ports
from chalicelib.usecases.said import Said, find, once


def record_attendance(said: Said, attendance: Attendance, *, ports: Ports) -> bool:
    """Who was there that day is written down: True when this said so.

    Coming settles the placement, by her code also one she had not answered. Minutes go to the
    ledger once a day; the same day said again corrects it. Not coming stays with the library. A
    placement that has ended takes days up to its end.

    Raises:
        InvalidRequest: a day still to come. IllegalTransition: nothing she could come to, or past.
        SeatTaken: she showed her code, and the last seat is gone. TooManyPlacements. NotFound.
    """
    if attendance.held_on > _day(ports.now()):
        raise InvalidRequest([Fault("heldOn", "still_to_come")])

    def decide(referral: Referral, placement_id: PlacementId, names: Naming) -> Step:
        placement = referral.placement(placement_id)
        step = _taking_part(begun(referral), placement, said, attendance, ports=ports)
        step = _noted(step, placement, said, attendance, ports=ports)
        if attendance.was_there:
            step = encouraged(step, placement, attendance.held_on, names=names, ports=ports)
        return _asked_why(step, placement_id, names=names, ports=ports)

    applied = once(said, None, decide, ports=ports)
    if applied and attendance.was_there:
        _activity_is_alive(said, attendance.held_on, ports=ports)
    return applied


def complete(said: Said, outcome: Outcome | None, *, ports: Ports) -> bool:
    """She is done, with this outcome: True when this said so.

    Raises:
        IllegalTransition: she was never there (yet), or it is past. NotFound: not this library's.
    """
    return _ended(said, "participation.completed", outcome, ports=ports)


def stop(said: Said, *, ports: Ports) -> bool:
    """She does not come any more: True when this said so.

    Raises:
        IllegalTransition: she was never there (yet), or it is past. NotFound: not this library's.
    """
    return _ended(said, "participation.stopped", None, ports=ports)


_HAPPENING = {
    "participation.completed": Happening.LIBRARY_COMPLETED,
    "participation.stopped": Happening.LIBRARY_STOPPED,
}


def _ended(said: Said, type_: str, outcome: Outcome | None, *, ports: Ports) -> bool:
    def decide(referral: Referral, placement_id: PlacementId, _: Naming) -> Step:
        placement, at = referral.placement(placement_id), ports.now()
        change = advance(placement, _HAPPENING[type_], at=at, reason=outcome)
        return moved(begun(referral), change, actor=said.actor)

    return once(said, type_, decide, ports=ports)


def _taking_part(
    step: Step, placement: Placement, said: Said, attendance: Attendance, *, ports: Ports
) -> Step:
    """The step in which she takes part, if she was there and it has not ended."""
    happening = _what_happened(said, attendance)
    if _takes_days_after_its_end(placement, attendance.held_on):
        return step
    change = advance(placement, happening, at=ports.now())
    holds_more = placement.state is State.PROPOSED
    if holds_more and step.referral.beyond_proposed >= MOST_BEYOND_PROPOSED:
        raise TooManyPlacements(step.referral.id)
    step = moved(step, change, actor=said.actor)
    return _seen_alive(step, attendance.held_on, ports=ports) if attendance.was_there else step


def _seen_alive(step: Step, held_on: date, *, ports: Ports) -> Step:
    """The step in which coming was a sign of life; staying away is the library's alone."""
    noon = datetime.combine(held_on, time(12), AMSTERDAM).astimezone(UTC)
    known = step.referral.last_heard_at
    heard = min(ports.now(), noon)
    if known is not None and known >= heard:
        return step
    return step.then(replace(step.referral, last_heard_at=heard))


def _what_happened(said: Said, attendance: Attendance) -> Happening:
    if not attendance.was_there:
        return Happening.WAS_ABSENT
    return Happening.ATTENDED if said.code is None else Happening.CODE_ATTENDED


def _takes_days_after_its_end(placement: Placement, held_on: date) -> bool:
    """Whether it ended, but not before that day, and not by a no of the library itself."""
    if placement.is_live or not placement.is_known_to_library:
        return False
    if placement.declined_by is DeclinedBy.LIBRARY or placement.moved_at is None:
        return False
    return held_on <= _day(placement.moved_at)


def _noted(
    step: Step, placement: Placement, said: Said, attendance: Attendance, *, ports: Ports
) -> Step:
    register = ports.ledger.registers([placement.id]).get(placement.id) or Register(
        placement.id, placement.activity_id, placement.library
    )
    at = ports.now()
    noted = Noted(by=said.by or said.actor, at=at, said_at=said.said_at or at)
    after = written(register, _with_minutes(attendance, placement, ports=ports), noted)
    if after is None:
        raise AlreadySeen
    return replace(step, attended=after)


def _with_minutes(attendance: Attendance, placement: Placement, *, ports: Ports) -> Attendance:
    """The attendance with its minutes, where they were not told those of that day's meeting."""
    if not attendance.was_there or attendance.minutes:
        return attendance
    activity = ports.activities.get(placement.activity_id)
    planned = length_on(activity, attendance.held_on)
    return replace(attendance, minutes=int(planned.total_seconds()) // 60)


def _asked_why(step: Step, placement_id: PlacementId, *, names: Naming, ports: Ports) -> Step:
    """After two no-shows in a row she is asked, once; where no text may, her library calls."""
    placement, attended = step.referral.placement(placement_id), step.attended
    if attended is None or not attended.register.asks_her or not placement.is_live:
        return step
    if not gets_texts(step.referral):
        return step
    kind = MessageKind.MISSED_YOU
    step = owe(step, kind, names=names, ports=ports, placement_id=placement_id)
    register = replace(attended.register, asked_at=ports.now())
    return replace(step, attended=replace(attended, register=register))


def _activity_is_alive(said: Said, held_on: date, *, ports: Ports) -> None:
    """That it was held is as good as a confirmation; missing one does no harm."""
    with suppress(Temporary, NotFound):
        referral, placement_id = find(said, ports=ports)
        activity = ports.activities.get(referral.placement(placement_id).activity_id)
        if activity.last_confirmed_on < held_on:
            ports.activities.confirm([activity.id], on=held_on)


def _day(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()
