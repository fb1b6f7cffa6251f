"""Who takes part hears once a week that it is good she does, where her municipality wants that."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.choices import Choices
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.domain.message import Message, MessageKind
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import Channel
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.choosing import choices_of, choose
from chalicelib.usecases.owed import do_what_is_owed
from chalicelib.usecases.reading import timeline
from chalicelib.usecases.said import Said
from tests.fakes.making import GM0344, NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import ADMIN, CASE_WORKER, a_world, id_on, key_of, now_of, referred

TODAY = NOW.astimezone(AMSTERDAM).date()
WEEKLY = Choices(weekly_encouragement=True)


@pytest.fixture
def ports() -> FakePorts:
    ports = a_world()
    choose("GM0344", WEEKLY, caller=ADMIN, ports=ports)
    return ports


def comes(
    ports: FakePorts,
    referral: Referral,
    day: date = TODAY,
    *,
    to: str = "act_cafe",
    presence: Presence = Presence.PRESENT,
) -> Referral:
    said = Said(UTRECHT, placement_id=id_on(referral, to))
    record_attendance(said, Attendance(day, presence), ports=ports)
    return now_of(referral, ports)


def joined(ports: FakePorts, **changes: object) -> Referral:
    referral = referred(ports, **changes)  # type: ignore[arg-type]
    accept_for_her(referral.id, id_on(referral, "act_cafe"), caller=CASE_WORKER, ports=ports)
    return now_of(referral, ports)


def encouragements(referral: Referral) -> list[Message]:
    return [m for m in referral.messages if m.kind is MessageKind.ENCOURAGEMENT]


def test_who_was_there_is_encouraged_the_day_before_the_next_time(ports: FakePorts) -> None:
    (message,) = encouragements(comes(ports, joined(ports)))
    assert message.due_at == datetime.combine(
        TODAY + timedelta(days=6), datetime.min.time().replace(hour=10), AMSTERDAM
    )


def test_it_goes_out_then_and_once_a_week(ports: FakePorts) -> None:
    referral = comes(ports, joined(ports))
    for _ in range(2):
        ports.now.forward(timedelta(days=7))
        do_what_is_owed(key_of(referral), ports=ports)
        referral = comes(ports, referral, ports.now().astimezone(AMSTERDAM).date())
    assert [m.state for m in encouragements(referral)] == ["sent", "sent", "pending"]


def test_the_same_day_corrected_and_a_second_group_make_no_second_text(ports: FakePorts) -> None:
    referral = joined(ports)
    comes(ports, referral)
    comes(ports, referral, presence=Presence.LATE)
    comes(ports, referral, TODAY - timedelta(days=2))
    assert len(encouragements(now_of(referral, ports))) == 1


def test_who_was_not_there_is_not_written_to(ports: FakePorts) -> None:
    assert encouragements(comes(ports, joined(ports), presence=Presence.ABSENT)) == []


def test_a_day_told_a_week_late_is_past(ports: FakePorts) -> None:
    assert encouragements(comes(ports, joined(ports), TODAY - timedelta(days=7))) == []


def test_who_is_reached_by_letter_gets_no_text(ports: FakePorts) -> None:
    assert encouragements(comes(ports, joined(ports, channel=Channel.LETTER))) == []


def test_nobody_is_encouraged_where_her_municipality_did_not_choose_it() -> None:
    ports = a_world()
    assert encouragements(comes(ports, joined(ports))) == []


def test_her_municipality_does_not_see_in_which_weeks_she_was_there(ports: FakePorts) -> None:
    referral = comes(ports, joined(ports))
    ports.now.forward(timedelta(days=7))
    do_what_is_owed(key_of(referral), ports=ports)
    referral = now_of(referral, ports)
    (message,) = encouragements(referral)
    assert message.state == "sent"
    told = {event.message_id for event in timeline(referral, ports=ports)}
    assert told
    assert message.id not in told


def test_switched_off_what_was_owed_is_not_sent_either(ports: FakePorts) -> None:
    referral = comes(ports, joined(ports))
    choose("GM0344", Choices(), caller=ADMIN, ports=ports)
    ports.now.forward(timedelta(days=7))
    do_what_is_owed(key_of(referral), ports=ports)
    assert [m.state for m in encouragements(now_of(referral, ports))] == ["none"]


def test_a_municipality_chooses_for_itself_only(ports: FakePorts) -> None:
    assert choices_of("GM0344", caller=ADMIN, ports=ports) == WEEKLY
    with pytest.raises(NotFound):
        choices_of("GM0363", caller=ADMIN, ports=ports)
    with pytest.raises(NotFound):
        choose("GM0363", WEEKLY, caller=ADMIN, ports=ports)
    assert ports.choices.of(GM0344) == WEEKLY
