"""Who was there: it settles a place, fills the ledger, and absence stays with the library."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.catalogue import Seats
from chalicelib.domain.errors import (
    IllegalTransition,
    InvalidRequest,
    NotFound,
    SeatTaken,
    TooManyPlacements,
)
from chalicelib.domain.events import Actor, EventKind
from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.ledger import Attendance, Presence, standing
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Channel, LibraryDeclineReason, Outcome, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import complete, record_attendance, stop
from chalicelib.usecases.confirm import confirm_intake, decline_intake, schedule_intake
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.expecting import placements_of_library
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.said import Said
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    CAFE,
    CASE_WORKER,
    GROUP,
    LIBRARIAN,
    a_world,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    taken,
)

TODAY = date(2026, 11, 23)
LAST_WEEK = TODAY - timedelta(days=7)
PRESENT, LATE, ABSENT = Presence


def there(day: date = TODAY, minutes: int = 90, presence: Presence = PRESENT) -> Attendance:
    return Attendance(day, presence, minutes)


def away(day: date = TODAY) -> Attendance:
    return Attendance(day, ABSENT)


def accepted(ports: FakePorts, activity: str = "act_group", **changes: Any) -> Referral:
    referral = referred(ports, **changes)
    return accept_for_her(referral.id, id_on(referral, activity), caller=CASE_WORKER, ports=ports)


def about(referral: Referral, activity: str = "act_group", **changes: object) -> Said:
    said = Said(UTRECHT, placement_id=id_on(referral, activity))
    return replace(said, **changes)  # type: ignore[arg-type]


def by_code(referral: Referral, activity: str) -> Said:
    return about(referral, activity, placement_id=None, code=placed_on(referral, activity).code)


def minutes(referral: Referral, ports: FakePorts) -> list[tuple[date, int]]:
    entries = standing(ports.ledger.entries(key_of(referral)))
    return [(entry.held_on, entry.minutes) for entry in entries]


def kinds(referral: Referral, ports: FakePorts) -> list[str]:
    return [message.kind.value for message in now_of(referral, ports).messages]


@pytest.mark.parametrize("presence", [PRESENT, LATE])
def test_who_was_there_takes_part_and_her_minutes_are_in_the_ledger(presence: Presence) -> None:
    ports = a_world()
    referral = accepted(ports)
    assert record_attendance(about(referral), there(presence=presence), ports=ports)
    assert states(now_of(referral, ports))["act_group"] == "attending"
    assert minutes(referral, ports) == [(TODAY, 90)]
    (entry,) = ports.ledger.entries(key_of(referral))
    assert (entry.kind, entry.noted.by) == (presence.value, Actor("library", UTRECHT))


def test_an_entry_is_signed_by_the_person_who_made_it() -> None:
    ports = a_world()
    referral = accepted(ports)
    record_attendance(about(referral, by=LIBRARIAN.actor), there(), ports=ports)
    assert [e.noted.by for e in ports.ledger.entries(key_of(referral))] == [LIBRARIAN.actor]


def test_a_drop_in_needs_no_more_than_her_yes_and_a_tick() -> None:
    ports = a_world()
    referral = accepted(ports, "act_cafe")
    record_attendance(about(referral, "act_cafe"), there(), ports=ports)
    assert states(now_of(referral, ports))["act_cafe"] == "attending"
    assert taken(ports, CAFE) == 1


def test_her_code_is_acceptance_and_takes_a_seat_in_the_same_step() -> None:
    ports = a_world()
    referral = referred(ports)
    record_attendance(by_code(referral, "act_cafe"), there(), ports=ports)
    assert states(now_of(referral, ports))["act_cafe"] == "attending"
    assert (taken(ports, CAFE), minutes(referral, ports)) == (1, [(TODAY, 90)])


def test_who_did_not_answer_is_recorded_by_her_code_only() -> None:
    ports = a_world()
    referral = referred(ports)
    for attendance in (there(), away()):
        with pytest.raises(IllegalTransition):
            record_attendance(about(referral, "act_cafe"), attendance, ports=ports)
    with pytest.raises(IllegalTransition):
        record_attendance(by_code(referral, "act_cafe"), away(), ports=ports)
    assert minutes(referral, ports) == []


def test_the_last_seat_is_not_taken_twice_by_code() -> None:
    ports = a_world()
    referral = referred(ports)
    full = replace(ports.activities.get(GROUP.id), seats=Seats(capacity=0))
    ports.activities.put(full, expected_version=full.version)
    with pytest.raises(SeatTaken):
        record_attendance(by_code(referral, "act_group"), there(), ports=ports)
    assert minutes(referral, ports) == []


def test_a_fourth_place_is_not_taken_by_code() -> None:
    ports = a_world()
    referral = referred(ports)
    for placement in referral.placements:
        accept_for_her(referral.id, placement.id, caller=CASE_WORKER, ports=ports)
    fourth = replace(placed_on(referral, "act_cafe"), id=PlacementId("plc_4"), code="x123")
    now = now_of(referral, ports)
    stored = replace(now, placements=(*now.placements, fourth))
    ports.referrals._referrals[key_of(referral)] = stored
    ports.referrals._codes[UTRECHT, "x123"] = (key_of(referral), fourth.id)
    with pytest.raises(TooManyPlacements):
        record_attendance(Said(UTRECHT, code="x123"), there(), ports=ports)


def test_the_same_day_again_corrects_it() -> None:
    ports = a_world()
    referral = accepted(ports)
    for number in (90, 60):
        record_attendance(about(referral), there(minutes=number), ports=ports)
    assert minutes(referral, ports) == [(TODAY, 60)]
    assert len(ports.ledger.entries(key_of(referral))) == 2


def test_the_same_message_again_is_a_duplicate() -> None:
    ports = a_world()
    said = about(accepted(ports), webhook_id="msg_1", said_at=NOW)
    assert record_attendance(said, there(), ports=ports)
    assert not record_attendance(said, there(minutes=10), ports=ports)


def test_an_older_word_about_the_same_day_changes_nothing_and_of_another_day_it_counts() -> None:
    ports = a_world()
    referral = accepted(ports)
    earlier = NOW - timedelta(minutes=5)
    record_attendance(about(referral, webhook_id="2", said_at=NOW), there(), ports=ports)
    older = about(referral, webhook_id="1", said_at=earlier)
    assert not record_attendance(older, there(minutes=10), ports=ports)
    assert record_attendance(replace(older, webhook_id="0"), there(LAST_WEEK, 60), ports=ports)
    assert minutes(referral, ports) == [(LAST_WEEK, 60), (TODAY, 90)]


def test_minutes_that_are_not_told_are_those_of_the_meeting() -> None:
    ports = a_world()
    referral = accepted(ports)
    tuesday = date(2026, 11, 17)
    record_attendance(about(referral), there(tuesday, minutes=0), ports=ports)
    record_attendance(about(referral), there(TODAY, minutes=0), ports=ports)  # nothing is planned
    assert minutes(referral, ports) == [(tuesday, 90), (TODAY, 60)]


def test_nobody_was_there_tomorrow() -> None:
    ports = a_world()
    with pytest.raises(InvalidRequest):
        record_attendance(about(accepted(ports)), there(TODAY + timedelta(days=1)), ports=ports)


def test_another_library_knows_no_such_placement() -> None:
    ports = a_world()
    said = about(accepted(ports), library=LibraryId("NL-0899010000"))
    with pytest.raises(NotFound):
        record_attendance(said, there(), ports=ports)


def test_that_somebody_came_confirms_that_the_activity_is_alive() -> None:
    ports = a_world()
    record_attendance(about(accepted(ports)), there(LAST_WEEK), ports=ports)
    assert ports.activities.get(GROUP.id).last_confirmed_on == LAST_WEEK
    ports = a_world()
    record_attendance(about(accepted(ports)), away(LAST_WEEK), ports=ports)
    assert ports.activities.get(GROUP.id).last_confirmed_on == GROUP.last_confirmed_on


def test_days_up_to_the_end_still_reach_the_ledger() -> None:
    ports = a_world()
    referral = accepted(ports)
    record_attendance(about(referral), there(LAST_WEEK), ports=ports)
    assert complete(about(referral), Outcome.GOAL_REACHED, ports=ports)
    assert record_attendance(about(referral), there(TODAY, 60), ports=ports)
    ports.now.forward(timedelta(days=2))
    with pytest.raises(IllegalTransition) as raised:
        record_attendance(about(referral), there(TODAY + timedelta(days=1)), ports=ports)
    assert raised.value.allowed == ()
    placement = placed_on(now_of(referral, ports), "act_group")
    assert (placement.state, placement.reason) == ("completed", "goal_reached")
    assert minutes(referral, ports) == [(LAST_WEEK, 90), (TODAY, 60)]


def test_what_was_taken_back_takes_days_up_to_then_as_well() -> None:
    ports = a_world()
    referral = accepted(ports)
    take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    assert record_attendance(about(referral), there(), ports=ports)
    assert record_attendance(about(referral), away(LAST_WEEK), ports=ports)
    assert minutes(referral, ports) == [(TODAY, 90)]
    assert now_of(referral, ports).status == "closed"


@pytest.mark.parametrize("activity", ["act_group", "act_cafe"])
def test_what_the_library_refused_or_never_knew_takes_no_days(activity: str) -> None:
    ports = a_world()
    referral = accepted(ports)
    decline_intake(about(referral), LibraryDeclineReason.FULL, ports=ports)
    take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    with pytest.raises(IllegalTransition):
        record_attendance(about(referral, activity), there(), ports=ports)


def test_she_stops_and_her_seat_is_free() -> None:
    ports = a_world()
    referral = accepted(ports)
    with pytest.raises(IllegalTransition):
        stop(about(referral), ports=ports)
    record_attendance(about(referral), there(), ports=ports)
    assert stop(about(referral), ports=ports)
    assert (states(now_of(referral, ports))["act_group"], taken(ports, GROUP)) == ("stopped", 0)


def test_absence_is_seen_by_nobody_but_the_library() -> None:
    ports = a_world()
    referral = accepted(ports)
    before, lines = now_of(referral, ports), ports.referrals.timeline(key_of(referral))
    ports.now.forward(timedelta(hours=1))
    assert record_attendance(about(referral), away(), ports=ports)
    now = now_of(referral, ports)
    assert replace(now, version=before.version) == before
    assert ports.referrals.timeline(key_of(referral)) == lines
    assert minutes(referral, ports) == []
    (seen,) = placements_of_library(UTRECHT, caller=LIBRARIAN, ports=ports).items
    assert (seen.no_shows, seen.needs_a_call) == (1, False)


def twice_away(ports: FakePorts, **changes: Any) -> Referral:
    referral = accepted(ports, **changes)
    confirm_intake(about(referral), ports=ports)
    for day in (LAST_WEEK, TODAY):
        record_attendance(about(referral), away(day), ports=ports)
    return referral


def test_two_no_shows_in_a_row_ask_her_once() -> None:
    ports = a_world()
    referral = twice_away(ports)
    record_attendance(about(referral), away(LAST_WEEK - timedelta(days=7)), ports=ports)
    assert kinds(referral, ports).count("missed_you") == 1
    said = [
        line
        for line in ports.referrals.timeline(key_of(referral))
        if line.kind is EventKind.MESSAGE_PENDING
    ]
    assert (said[-1].reason, said[-1].placement_id, said[-1].actor.role) == (None, None, "clock")
    deliver_due(key_of(referral), ports=ports)
    assert any("missed" in text for _, text, _ in ports.sms.sent)


def needs_a_call(ports: FakePorts) -> bool:
    (seen,) = placements_of_library(UTRECHT, caller=LIBRARIAN, ports=ports).items
    return seen.needs_a_call


def test_when_she_stays_silent_her_library_is_told() -> None:
    ports = a_world()
    twice_away(ports)
    assert not needs_a_call(ports)
    ports.now.forward(timedelta(days=7))
    assert needs_a_call(ports)


def test_where_no_text_may_ask_her_her_library_is_told_at_once() -> None:
    ports = a_world()
    referral = twice_away(ports, channel=Channel.LETTER)
    assert needs_a_call(ports)
    assert kinds(referral, ports) == []


def test_an_intake_is_told_to_her_and_reminded_of() -> None:
    ports = a_world()
    referral = accepted(ports)
    when = NOW + timedelta(days=5)
    assert schedule_intake(about(referral), when, ports=ports)
    placement = placed_on(now_of(referral, ports), "act_group")
    assert (placement.state, placement.scheduled_at) == ("held", when)
    assert kinds(referral, ports)[-1] == "intake_scheduled"
    line = ports.referrals.timeline(key_of(referral))
    assert (EventKind.INTAKE_SCHEDULED, when.isoformat()) in [(e.kind, e.after) for e in line]


def sessions_told(referral: Referral, ports: FakePorts) -> set[tuple[str, datetime | None]]:
    return {
        (m.kind.value, m.session_at)
        for m in now_of(referral, ports).messages
        if m.state == "pending" and m.session_at is not None
    }


def test_another_moment_replaces_what_was_to_be_said_of_the_first() -> None:
    ports = a_world()
    referral = accepted(ports)
    confirm_intake(about(referral), ports=ports)
    first, second = NOW + timedelta(days=5), NOW + timedelta(days=6)
    for when in (first, second, second):
        schedule_intake(about(referral), when, ports=ports)
    assert sessions_told(referral, ports) == {
        ("intake_scheduled", second),
        ("reminder", second),
        ("how_was_it", second),
    }
    assert kinds(referral, ports).count("intake_scheduled") == 2


def test_an_intake_that_attendance_overtook_changes_nothing() -> None:
    ports = a_world()
    referral = accepted(ports)
    record_attendance(about(referral), there(), ports=ports)
    assert schedule_intake(about(referral), NOW + timedelta(days=5), ports=ports)
    assert placed_on(now_of(referral, ports), "act_group").scheduled_at is None


def test_an_intake_is_for_who_asked() -> None:
    ports = a_world()
    with pytest.raises(IllegalTransition):
        schedule_intake(about(referred(ports)), NOW, ports=ports)
