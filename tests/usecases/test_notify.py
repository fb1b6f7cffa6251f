"""Telling libraries: once it is certain it arrived, again until then, and never for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.delivery import LEASE, Delivery, DeliveryState, NoticeType
from chalicelib.domain.endpoint import DISABLED_AFTER, DisabledBecause, Endpoint
from chalicelib.domain.errors import (
    Ambiguous,
    Forbidden,
    InvalidRequest,
    NotFound,
    Permanent,
    StaleVersion,
    Temporary,
)
from chalicelib.domain.ids import DeliveryId, LibraryId, OrganisationId
from chalicelib.domain.signing import Signed, verify
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.endpoints import (
    keep_endpoint,
    list_deliveries,
    read_endpoint,
    remove_endpoint,
    replay,
    replay_range,
    try_endpoint,
)
from chalicelib.usecases.notify import notify, sweep_deliveries
from chalicelib.usecases.ports import Answered, DeliveryQuery
from tests.fakes.libraries import FakeLibraries
from tests.fakes.mailer import FakeMailer
from tests.fakes.making import UTRECHT, a_library
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CASE_WORKER, a_world, id_on, referred

ADMIN = Caller("usr_6", Role.LIBRARY_ADMIN, OrganisationId(UTRECHT))
STAFF = Caller("usr_5", Role.LIBRARY_STAFF, OrganisationId(UTRECHT))
ELSEWHERE = LibraryId("NL-0899010000")
URL = "https://bieb.example.nl/wegwijs"
WELL = Answered(204, {}, b"")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ports() -> FakePorts:
    ports = a_world(mailer=FakeMailer())
    keep_endpoint(UTRECHT, URL, caller=ADMIN, ports=ports)
    answers(ports, 204)
    return ports


def answers(ports: FakePorts, status: int, **headers: str) -> None:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    ports.outgoing.answers[URL] = Answered(status, given, b"")


def owed(ports: FakePorts, activity_id: str = "act_group") -> DeliveryId:
    """She chose this activity, and its library is to hear of it."""
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, activity_id), caller=CASE_WORKER, ports=ports)
    (delivery,) = [d for d in ports.deliveries.all() if d.type is NoticeType.REFERRAL_ACCEPTED]
    return delivery.id


def now_of(delivery_id: DeliveryId, ports: FakePorts) -> Delivery:
    return ports.deliveries.get(delivery_id)


def endpoint(ports: FakePorts) -> Endpoint:
    found = ports.endpoints.get(UTRECHT)
    assert found is not None
    return found


def test_a_library_hears_at_once_and_can_tell_that_it_is_us(ports: FakePorts) -> None:
    delivery_id = owed(ports)
    assert ports.queue.deliveries == [delivery_id]
    notify(delivery_id, ports=ports)
    (call,) = ports.outgoing.calls
    signed = Signed(
        call.headers["webhook-id"],
        call.headers["webhook-timestamp"],
        call.headers["webhook-signature"],
        call.body,
    )
    assert verify(signed, [endpoint(ports).secret], at=ports.now())
    assert signed.id == delivery_id
    told = now_of(delivery_id, ports)
    assert (told.state, told.due_at) == (DeliveryState.DELIVERED, None)
    assert [attempt.outcome for attempt in told.attempts] == ["204"]


def test_told_twice_at_once_it_is_told_once(ports: FakePorts) -> None:
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    notify(delivery_id, ports=ports)
    assert len(ports.outgoing.calls) == 1


def test_whoever_claims_second_leaves_it(ports: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery_id = owed(ports)

    def loses(delivery: Delivery) -> None:
        raise StaleVersion(delivery.id)

    monkeypatch.setattr(ports.deliveries, "save", loses)
    notify(delivery_id, ports=ports)
    assert ports.outgoing.calls == []


def test_cut_off_after_telling_it_is_told_again_under_the_same_id(ports: FakePorts) -> None:
    delivery_id = owed(ports)
    ports.outgoing.fails_with = [KeyboardInterrupt()]  # type: ignore[list-item]  # the process ends
    with pytest.raises(KeyboardInterrupt):
        notify(delivery_id, ports=ports)
    notify(delivery_id, ports=ports)
    assert len(ports.outgoing.calls) == 1, "the lease holds"
    ports.now.forward(LEASE)
    notify(delivery_id, ports=ports)
    assert len({call.headers["webhook-id"] for call in ports.outgoing.calls}) == 1
    assert now_of(delivery_id, ports).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500, 503])
def test_any_answer_but_a_yes_is_tried_again(ports: FakePorts, status: int) -> None:
    answers(ports, status)
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    waiting = now_of(delivery_id, ports)
    assert waiting.state is DeliveryState.PENDING
    assert waiting.attempts[0].outcome == str(status)
    assert endpoint(ports).failing_since == ports.now()
    answers(ports, 200)
    ports.now.forward(MINUTE)
    sweep_deliveries(ports=ports)
    notify(ports.queue.deliveries[-1], ports=ports)
    assert now_of(delivery_id, ports).state is DeliveryState.DELIVERED
    assert endpoint(ports).failing_since is None


@pytest.mark.parametrize(
    "error", [Temporary("unreachable"), Ambiguous("no_answer"), Permanent("not_public")]
)
def test_a_call_that_brings_no_answer_is_tried_again(ports: FakePorts, error: Exception) -> None:
    ports.outgoing.fails_with = [error]
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    waiting = now_of(delivery_id, ports)
    assert waiting.state is DeliveryState.PENDING
    assert waiting.attempts[0].outcome == str(error)


def test_it_comes_back_when_it_is_asked_to(ports: FakePorts) -> None:
    answers(ports, 429, retry_after="3600")
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    assert now_of(delivery_id, ports).due_at == ports.now() + timedelta(hours=1)


def test_gone_disables_at_once_and_somebody_hears_of_it(ports: FakePorts) -> None:
    answers(ports, 410)
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    assert now_of(delivery_id, ports).state is DeliveryState.FAILED
    assert endpoint(ports).disabled_because is DisabledBecause.GONE
    sweep_all(ports)
    assert ports.mailer is not None
    ((to, subject, _),) = ports.mailer.sent
    assert to == "taal@bibliotheek.example"
    assert "endpoint_disabled" in subject


def test_five_days_of_silence_disable_and_a_new_address_begins_afresh(ports: FakePorts) -> None:
    answers(ports, 500)
    for _ in range(2):
        test = try_endpoint(UTRECHT, caller=ADMIN, ports=ports)
        notify(test.id, ports=ports)
        ports.now.forward(DISABLED_AFTER)
    assert endpoint(ports).disabled_because is DisabledBecause.FAILING
    kept = keep_endpoint(UTRECHT, URL, caller=ADMIN, ports=ports)
    assert kept.endpoint.is_enabled
    assert not kept.is_new, "its secret stays, and stays hidden"


def sweep_all(ports: FakePorts) -> None:
    """Everything due is told, until nothing is due."""
    while True:
        ports.queue.deliveries.clear()
        if not sweep_deliveries(ports=ports):
            return
        for delivery_id in tuple(ports.queue.deliveries):
            notify(delivery_id, ports=ports)


def test_after_three_days_of_attempts_it_has_failed_and_can_be_replayed(ports: FakePorts) -> None:
    answers(ports, 500)
    delivery_id = owed(ports)
    for _ in range(100):
        sweep_all(ports)
        ports.now.forward(timedelta(hours=1))
    assert now_of(delivery_id, ports).state is DeliveryState.FAILED
    assert endpoint(ports).is_enabled
    answers(ports, 200)
    replay(UTRECHT, delivery_id, caller=ADMIN, ports=ports)
    sweep_all(ports)
    assert now_of(delivery_id, ports).state is DeliveryState.DELIVERED


def test_what_was_missed_in_a_night_is_replayed_in_one_go(ports: FakePorts) -> None:
    began = ports.now()
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    under_way = try_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    night = DeliveryQuery(UTRECHT, since=began, until=began + MINUTE)
    again = replay_range(night, caller=ADMIN, ports=ports)
    assert [d.id for d in again.items] == [delivery_id]
    assert under_way.state is DeliveryState.PENDING
    before = DeliveryQuery(UTRECHT, until=began)
    assert replay_range(before, caller=ADMIN, ports=ports).items == ()


def test_while_the_queue_is_away_the_sweeper_tells_by_itself(ports: FakePorts) -> None:
    ports.queue.is_lost = True
    delivery_id = owed(ports)
    assert sweep_deliveries(ports=ports) == 1
    assert now_of(delivery_id, ports).state is DeliveryState.DELIVERED


def test_what_it_did_not_ask_for_is_not_sent(ports: FakePorts) -> None:
    only = {NoticeType.PLACEMENT_CANCELLED}
    keep_endpoint(UTRECHT, URL, only, caller=ADMIN, ports=ports)
    delivery_id = owed(ports)
    notify(delivery_id, ports=ports)
    assert ports.outgoing.calls == []
    assert now_of(delivery_id, ports).state is DeliveryState.DROPPED


def test_a_test_goes_out_also_while_it_is_disabled(ports: FakePorts) -> None:
    answers(ports, 410)
    notify(owed(ports), ports=ports)
    ended_at = endpoint(ports).disabled_at
    answers(ports, 204)
    test = try_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    notify(test.id, ports=ports)
    assert now_of(test.id, ports).state is DeliveryState.DELIVERED
    assert endpoint(ports).disabled_at == ended_at, "only its library enables it again"


def test_without_an_endpoint_news_goes_nowhere_and_is_still_in_the_log(ports: FakePorts) -> None:
    remove_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    delivery_id = owed(ports, "act_cafe")
    notify(delivery_id, ports=ports)
    page = list_deliveries(DeliveryQuery(UTRECHT), caller=ADMIN, ports=ports)
    assert [(d.id, d.state) for d in page.items] == [(delivery_id, DeliveryState.DROPPED)]


@pytest.mark.parametrize(
    ("error", "state"),
    [(Temporary(), DeliveryState.PENDING), (Permanent(), DeliveryState.FAILED)],
)
def test_a_mail_that_is_not_taken_is_tried_again_or_not(
    ports: FakePorts, error: Exception, state: DeliveryState
) -> None:
    assert ports.mailer is not None
    ports.mailer.fails_with = [error]
    end = ended_by_410(ports)
    notify(end.id, ports=ports)
    assert now_of(end.id, ports).state is state


def ended_by_410(ports: FakePorts) -> Delivery:
    answers(ports, 410)
    notify(owed(ports), ports=ports)
    (end,) = [d for d in ports.deliveries.all() if d.type is NoticeType.ENDPOINT_DISABLED]
    return end


@pytest.mark.parametrize(
    "libraries",
    [
        FakeLibraries(),
        FakeLibraries(
            [replace(a_library(), contact=a_library().contact.beyond(a_library().contact))]
        ),
    ],
    ids=["unknown", "without an address"],
)
def test_whoever_cannot_be_reached_is_not_tried_for_ever(
    ports: FakePorts, libraries: FakeLibraries
) -> None:
    end = ended_by_410(ports)
    ports.libraries = libraries
    notify(end.id, ports=ports)
    assert now_of(end.id, ports).state is DeliveryState.DROPPED


def test_an_address_that_is_never_called_is_refused(ports: FakePorts) -> None:
    with pytest.raises(InvalidRequest) as refused:
        keep_endpoint(UTRECHT, "http://10.0.0.1/", caller=ADMIN, ports=ports)
    assert [fault.name for fault in refused.value.faults] == ["url"]
    assert endpoint(ports).url == URL


def test_a_removed_endpoint_takes_its_secret_along(ports: FakePorts) -> None:
    before = endpoint(ports).secret
    remove_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    with pytest.raises(NotFound):
        read_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    with pytest.raises(NotFound):
        try_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    kept = keep_endpoint(UTRECHT, URL, caller=ADMIN, ports=ports)
    assert kept.is_new
    assert kept.endpoint.secret != before


def test_what_is_unknown_is_nothing_to_tell(ports: FakePorts) -> None:
    notify(DeliveryId("dlv_unknown"), ports=ports)
    assert ports.outgoing.calls == []


def test_only_its_own_administrator_has_anything_to_do_with_it(ports: FakePorts) -> None:
    delivery_id = owed(ports)
    for verb in (
        lambda isil, who: keep_endpoint(isil, URL, caller=who, ports=ports),
        lambda isil, who: read_endpoint(isil, caller=who, ports=ports),
        lambda isil, who: remove_endpoint(isil, caller=who, ports=ports),
        lambda isil, who: try_endpoint(isil, caller=who, ports=ports),
        lambda isil, who: list_deliveries(DeliveryQuery(isil), caller=who, ports=ports),
        lambda isil, who: replay(isil, delivery_id, caller=who, ports=ports),
        lambda isil, who: replay_range(DeliveryQuery(isil), caller=who, ports=ports),
    ):
        with pytest.raises(NotFound):
            verb(ELSEWHERE, ADMIN)
        with pytest.raises(Forbidden):
            verb(UTRECHT, STAFF)


def test_another_librarys_delivery_is_as_unknown_as_an_unknown_one(ports: FakePorts) -> None:
    delivery_id = owed(ports)
    other = replace(ADMIN, organisation=OrganisationId(ELSEWHERE))
    with pytest.raises(NotFound):
        replay(ELSEWHERE, delivery_id, caller=other, ports=ports)


def test_whoever_writes_at_the_same_time_is_waited_for(
    ports: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery_id = owed(ports)

    def loses(*_: object, **__: object) -> None:
        raise StaleVersion("x")

    with monkeypatch.context() as patch:
        patch.setattr(ports.deliveries, "save", loses)
        patch.setattr(ports.endpoints, "save", loses)
        with pytest.raises(Temporary):
            replay(UTRECHT, delivery_id, caller=ADMIN, ports=ports)
        with pytest.raises(Temporary):
            keep_endpoint(UTRECHT, URL, caller=ADMIN, ports=ports)
    answers(ports, 500)
    with monkeypatch.context() as patch:
        patch.setattr(ports.endpoints, "save", loses)
        notify(delivery_id, ports=ports)
    assert now_of(delivery_id, ports).state is DeliveryState.PENDING
