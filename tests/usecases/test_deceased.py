"""She died: from that moment nothing is said to her, asked of anybody about her, or done for her.

Whatever was under way. Only the libraries that expected her hear, without the reason, that she
does not come.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Contact
from chalicelib.domain.delivery import NoticeType
from chalicelib.domain.endpoint import SUBSCRIBABLE
from chalicelib.domain.errors import (
    Ambiguous,
    Conflict,
    IllegalTransition,
    NotFound,
    ReopeningOver,
)
from chalicelib.domain.handover import Stage
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.vocabulary import LibraryDeclineReason, Role, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import complete, record_attendance
from chalicelib.usecases.by_link import mail_lists
from chalicelib.usecases.confirm import confirm_intake, decline_intake, schedule_intake
from chalicelib.usecases.endpoints import keep_endpoint
from chalicelib.usecases.hear import Inbound, hear
from chalicelib.usecases.notify import notify, sweep_deliveries
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.ports import Answered
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reopen import reopen
from chalicelib.usecases.reply import find_by_link, reply
from chalicelib.usecases.said import Said
from chalicelib.usecases.undo import undo
from chalicelib.usecases.waiting import sweep_lists
from chalicelib.usecases.warm_handover import start_handover
from tests.fakes.libraries import FakeLibraries
from tests.fakes.mailer import FakeMailer
from tests.fakes.making import NOW, UTRECHT, a_library, a_person
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CASE_WORKER,
    a_world,
    id_on,
    key_of,
    now_of,
    referred,
)

LIBRARY_ADMIN = Caller("usr_6", Role.LIBRARY_ADMIN, OrganisationId(UTRECHT))
PHONE = str(a_person().phone)


def chosen(ports: FakePorts, activity: str) -> Referral:
    referral = referred(ports)
    return accept_for_her(referral.id, id_on(referral, activity), caller=CASE_WORKER, ports=ports)


def said(referral: Referral, activity: str = "act_group") -> Said:
    return Said(UTRECHT, placement_id=id_on(referral, activity))


def offered(ports: FakePorts) -> Referral:
    return referred(ports)


def held(ports: FakePorts) -> Referral:
    return chosen(ports, "act_group")


def intake_planned(ports: FakePorts) -> Referral:
    referral = held(ports)
    schedule_intake(said(referral), ports.now() + timedelta(days=5), ports=ports)
    return referral


def confirmed(ports: FakePorts) -> Referral:
    referral = held(ports)
    confirm_intake(said(referral), ports=ports)
    return referral


def attending(ports: FakePorts) -> Referral:
    referral = confirmed(ports)
    was_there = Attendance(NOW.date(), Presence.PRESENT, 90)
    record_attendance(said(referral), was_there, ports=ports)
    return referral


def completed(ports: FakePorts) -> Referral:
    referral = attending(ports)
    complete(said(referral), None, ports=ports)
    return referral


def waitlisted(ports: FakePorts) -> Referral:
    return chosen(ports, "act_buddy")


def seat_offered(ports: FakePorts) -> Referral:
    referral = waitlisted(ports)
    ports.activities.set_taken_elsewhere(BUDDY.id, 0)
    sweep_lists(ports=ports)
    return referral


def parked(ports: FakePorts) -> Referral:
    referral = referred(ports)
    token = ports.derivation.link_token(referral.id)
    reply(token, Reply(Wish.NOT_NOW), ports=ports)
    return referral


def asks_to_be_called(ports: FakePorts) -> Referral:
    referral = referred(ports)
    reply(ports.derivation.link_token(referral.id), Reply(Wish.CALL_ME), ports=ports)
    return referral


def without_offer(ports: FakePorts) -> Referral:
    ports.snapshots.show([])
    return referred(ports)


def handed_over(ports: FakePorts) -> Referral:
    referral = held(ports)
    start_handover(
        referral.id, OrganisationId("GM0363"), NOW.date(), caller=CASE_WORKER, ports=ports
    )
    return referral


def in_doubt(ports: FakePorts) -> Referral:
    """Her text may have gone out, or not, when she died."""
    ports.sms.fails_with = [Ambiguous("timed out")]
    return referred(ports)


EVERYWHERE = [
    offered,
    held,
    intake_planned,
    confirmed,
    attending,
    completed,
    waitlisted,
    seat_offered,
    parked,
    asks_to_be_called,
    without_offer,
    handed_over,
    in_doubt,
]


@pytest.fixture(params=[False, True], ids=["by mail", "by webhook"])
def ports(request: pytest.FixtureRequest) -> FakePorts:
    world = a_world(mailer=FakeMailer())
    world.libraries = FakeLibraries(
        [replace(a_library(), contact=Contact(email="balie@bieb.example"))]
    )
    if request.param:
        address = "https://bieb.example.nl/wegwijs"
        world.outgoing.answers[address] = Answered(204, {}, b"")
        keep_endpoint(UTRECHT, address, SUBSCRIBABLE, caller=LIBRARY_ADMIN, ports=world)
    return world


def said_so_far(ports: FakePorts) -> tuple[int, int]:
    """Texts to her and mails to libraries."""
    assert ports.mailer is not None
    return len(ports.sms.sent), len(ports.mailer.sent)


def a_day_goes_by(ports: FakePorts) -> None:
    ports.now.forward(timedelta(days=1))
    sweep(ports=ports)
    sweep_lists(ports=ports)
    sweep_deliveries(ports=ports)
    for delivery_id in list(ports.queue.deliveries):
        notify(delivery_id, ports=ports)
    mail_lists(ports=ports)


def dies(ports: FakePorts, referral: Referral) -> Referral:
    return take_back(referral.id, WithdrawalReason.DECEASED, caller=CASE_WORKER, ports=ports)


@pytest.mark.parametrize("living", EVERYWHERE)
def test_whatever_was_under_way_nothing_more_is_said_or_asked(
    ports: FakePorts, living: Callable[[FakePorts], Referral]
) -> None:
    referral = living(ports)
    after = dies(ports, referral)
    before, calls = said_so_far(ports), len(ports.outgoing.calls)
    assert not [t for t in after.tasks if t.is_open]
    assert after.due_at is None
    for _ in range(120):
        a_day_goes_by(ports)
    assert said_so_far(ports) == before
    now = now_of(referral, ports)
    assert not [t for t in now.tasks if t.is_open]
    assert len(now.tasks) == len(after.tasks)
    for call in ports.outgoing.calls[calls:]:
        assert NoticeType.REFERRAL_WITHDRAWN in call.body.decode()
        assert "deceased" not in call.body.decode()


def test_a_text_under_way_when_she_dies_leaves_no_task(ports: FakePorts) -> None:
    """Nobody is asked to call about a text that failed."""
    referral = referred(ports)

    class DyingMeanwhile:
        def send(self, *_: object, **__: object) -> str:
            dies(ports, referral)
            raise Ambiguous("timed out")

    ports.sms = DyingMeanwhile()  # type: ignore[assignment]
    sweep(ports=ports)
    assert not [t for t in now_of(referral, ports).tasks if t.is_open]


@pytest.mark.parametrize("text", ["1", "ja", "hallo", "0", "9"])
def test_whoever_answers_from_her_telephone_hears_nothing(ports: FakePorts, text: str) -> None:
    referral = held(ports)
    dies(ports, referral)
    before = said_so_far(ports)
    hear(Inbound("in_1", PHONE, text), ports=ports)
    a_day_goes_by(ports)
    assert said_so_far(ports) == before
    assert not [t for t in now_of(referral, ports).tasks if t.is_open]


def test_her_page_is_gone(ports: FakePorts) -> None:
    referral = held(ports)
    dies(ports, referral)
    with pytest.raises(NotFound):
        find_by_link(ports.derivation.link_token(referral.id), ports=ports)


def test_nothing_a_library_says_of_her_starts_anything(ports: FakePorts) -> None:
    referral = confirmed(ports)
    dies(ports, referral)
    saying: list[Callable[[], object]] = [
        lambda: confirm_intake(said(referral), ports=ports),
        lambda: decline_intake(said(referral), LibraryDeclineReason.FULL, ports=ports),
        lambda: schedule_intake(said(referral), NOW + timedelta(days=9), ports=ports),
        lambda: undo(id_on(referral, "act_group"), caller=LIBRARY_ADMIN, ports=ports),
    ]
    for says in saying:
        with pytest.raises(Conflict):
            says()
    before = said_so_far(ports)
    absent = Attendance(NOW.date(), Presence.ABSENT, 0)
    record_attendance(said(referral), absent, ports=ports)
    a_day_goes_by(ports)
    assert said_so_far(ports) == before


def test_it_is_for_good(ports: FakePorts) -> None:
    referral = held(ports)
    dies(ports, referral)
    with pytest.raises(ReopeningOver):
        reopen(referral.id, caller=CASE_WORKER, ports=ports)
    with pytest.raises(IllegalTransition):
        dies(ports, referral)


def test_of_what_had_ended_before_it_is_noted_too(ports: FakePorts) -> None:
    referral = held(ports)
    take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    with pytest.raises(IllegalTransition):
        take_back(referral.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)
    dies(ports, referral)
    with pytest.raises(ReopeningOver):
        reopen(referral.id, caller=CASE_WORKER, ports=ports)


def test_a_handover_that_waited_is_off(ports: FakePorts) -> None:
    referral = handed_over(ports)
    after = dies(ports, referral).handover
    assert after is not None
    assert (after.stage, after.due_at) == (Stage.CALLED_OFF, None)


def test_who_shares_her_telephone_goes_on_hearing(ports: FakePorts) -> None:
    hers, son = held(ports), referred(ports, "key-2")
    sweep(ports=ports)
    dies(ports, hers)
    before = said_so_far(ports)[0]
    for _ in range(10):
        a_day_goes_by(ports)
    assert said_so_far(ports)[0] > before, "he is reminded of his offer"
    assert not now_of(son, ports).has_ended


def test_a_message_about_somebody_erased_reaches_no_library(ports: FakePorts) -> None:
    referral = held(ports)
    ports.referrals.erase(key_of(referral))
    before, calls = said_so_far(ports), len(ports.outgoing.calls)
    a_day_goes_by(ports)
    assert (said_so_far(ports), len(ports.outgoing.calls)) == (before, calls)
    assert {d.attempts[-1].outcome for d in ports.deliveries.all()} == {"overtaken"}
