"""What was wrong is put right, matched again while nothing is accepted, or taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.agreement import WORDING_VERSION, AgreedTo
from chalicelib.domain.errors import IllegalTransition, NotFound, PreconditionFailed
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import begun
from chalicelib.domain.vocabulary import Channel, Delivery, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.order import Correction, PlaceAsked
from chalicelib.usecases.refer import Referred, correct, offer_again, take_back
from tests.fakes.making import a_person
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    ADMIN,
    AGREED,
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_need_asked,
    a_world,
    id_on,
    key_of,
    now_of,
    referred,
    states,
    taken,
)

ONLINE = replace(
    a_need_asked(),
    unplaced=replace(a_need_asked().unplaced, delivery=frozenset({Delivery.ONLINE})),
    body={"delivery": ["online"]},
)


def corrected(ports: FakePorts, referral: Referral, correction: Correction) -> Referred:
    return correct(
        referral.id,
        correction,
        expected_version=referral.version,
        caller=CASE_WORKER,
        ports=ports,
    )


def accepted(ports: FakePorts, referral: Referral, activity_id: str) -> Referral:
    placement_id = id_on(referral, activity_id)
    return accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)


def kinds(ports: FakePorts, referral: Referral) -> list[str]:
    return [line.kind.value for line in ports.referrals.timeline(key_of(referral))]


def test_a_changed_need_is_matched_again() -> None:
    ports = a_world()
    found = corrected(ports, referred(ports), Correction(need=ONLINE))
    assert set(states(found.referral).values()) == {"cancelled"}
    assert (found.referral.status, found.referral.asked) == ("no_offer", {"delivery": ["online"]})
    assert found.matches is not None
    assert found.matches.matches == ()
    assert "need_changed" in kinds(ports, found.referral)
    assert now_of(found.referral, ports) == found.referral


def test_a_need_that_gives_the_same_offers_begins_no_new_round() -> None:
    ports = a_world()
    found = corrected(ports, referred(ports), Correction(need=a_need_asked()))
    assert (found.referral.round, len(found.referral.messages)) == (1, 1)
    assert set(states(found.referral).values()) == {"proposed"}


def test_a_place_that_becomes_known_is_matched() -> None:
    ports = a_world()
    referral = referred(ports, need=a_need_asked(place=PlaceAsked(postcode="9999")))
    found = corrected(ports, referral, Correction(need=a_need_asked()))
    assert found.referral.status == "offered"
    assert not found.referral.needs_review
    assert len(found.referral.messages) == 1


def test_a_place_that_becomes_unknown_must_be_looked_at_and_offers_nothing_of_the_old_one() -> None:
    ports = a_world()
    asked = a_need_asked(place=PlaceAsked(postcode="9999"))
    found = corrected(ports, referred(ports), Correction(need=asked))
    assert (found.referral.status, found.matches) == ("needs_review", None)
    assert found.referral.open_proposals == ()


def test_a_need_is_not_matched_again_once_something_is_accepted() -> None:
    ports = a_world()
    referral = accepted(ports, referred(ports), "act_cafe")
    with pytest.raises(IllegalTransition) as raised:
        corrected(ports, referral, Correction(need=ONLINE))
    assert raised.value.data == {
        "state": "placed",
        "happening": "need_changed",
        "allowed": ["needs_review", "no_offer", "offered"],
    }
    assert now_of(referral, ports) == referral


def test_a_correction_of_another_version_is_refused() -> None:
    ports = a_world()
    referral = replace(referred(ports), version=7)
    with pytest.raises(PreconditionFailed):
        corrected(ports, referral, Correction(assigned_to="team-oost", reassigns=True))


@pytest.mark.parametrize(
    ("before", "correction", "after"),
    [
        (None, Correction(assigned_to="usr_1", reassigns=True), "usr_1"),
        ("usr_1", Correction(assigned_to=None, reassigns=True), None),
        ("usr_1", Correction(assigned_to="ignored"), "usr_1"),  # nothing said about it
    ],
)
def test_a_referral_is_given_to_somebody_or_to_nobody(
    before: str | None, correction: Correction, after: str | None
) -> None:
    ports = a_world()
    found = corrected(ports, referred(ports, assigned_to=before), correction)
    assert found.referral.assigned_to == after
    assert ("assigned" in kinds(ports, found.referral)) == correction.reassigns


def test_a_correction_that_changes_nothing_writes_nothing() -> None:
    ports = a_world()
    referral = referred(ports)
    assert corrected(ports, referral, Correction()).referral == referral
    assert now_of(referral, ports) == referral


def test_a_corrected_person_is_stored_and_the_referral_is_newer() -> None:
    ports = a_world()
    referral = referred(ports)
    later = ports.now.forward(by=timedelta(hours=1))
    found = corrected(ports, referral, Correction(person=Person("Aminah", "+31687654321")))
    assert ports.referrals.person(key_of(referral)) == Person("Aminah", "+31687654321")
    assert (found.referral.version, found.referral.updated_at) == (2, later)


def test_what_is_agreed_how_and_in_which_language_can_change() -> None:
    ports = a_world()
    less = replace(AGREED, report_back=False)
    correction = Correction(agreement=less, channel=Channel.LETTER, contact_language="ti")
    found = corrected(ports, referred(ports), correction)
    assert found.referral.agreement == less
    assert (found.referral.channel, found.referral.contact_language) == ("letter", "ti")


def test_who_may_be_texted_only_now_hears_what_was_offered() -> None:
    ports = a_world()
    referral = referred(ports, channel=Channel.LETTER)
    assert referral.messages == ()
    found = corrected(ports, referral, Correction(person=a_person(), channel=Channel.SMS))
    assert [m.state for m in found.referral.messages] == ["pending"]
    assert ports.queue.due == [key_of(referral)]


def test_offering_again_keeps_what_still_fits_and_replaces_the_rest() -> None:
    ports = a_world([CAFE, GROUP, BUDDY])
    referral = referred(ports)
    ports.snapshots.show([CAFE, WALK])
    ports.activities.put(WALK, expected_version=None)
    found = offer_again(referral.id, caller=CASE_WORKER, ports=ports)
    assert states(found.referral) == {
        "act_cafe": "proposed",
        "act_group": "cancelled",
        "act_buddy": "cancelled",
        "act_walk": "proposed",
    }
    assert found.matches is not None
    assert [m.failure for m in found.referral.messages] == ["replaced", None]


def test_offering_again_what_is_offered_already_changes_nothing() -> None:
    ports = a_world()
    referral = referred(ports)
    assert offer_again(referral.id, caller=CASE_WORKER, ports=ports).referral == referral


def test_nothing_is_offered_again_once_something_is_accepted() -> None:
    ports = a_world()
    referral = accepted(ports, referred(ports), "act_group")
    with pytest.raises(IllegalTransition) as raised:
        offer_again(referral.id, caller=CASE_WORKER, ports=ports)
    assert raised.value.data["happening"] == "offer_again"


def test_what_is_hers_or_was_refused_is_not_offered_again() -> None:
    ports = a_world([CAFE, GROUP])
    referral = accepted(ports, referred(ports), "act_cafe")
    assert states(referral) == {"act_cafe": "confirmed", "act_group": "proposed"}


def test_a_referral_taken_back_frees_seats_and_codes_and_sends_nothing() -> None:
    ports = a_world()
    referral = accepted(ports, referred(ports), "act_group")
    back = take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    assert back.status == "closed"
    assert set(states(back).values()) == {"cancelled"}
    assert taken(ports, GROUP) == 0
    assert [m.state for m in back.messages] == ["none"]
    for placement in back.placements:
        with pytest.raises(NotFound):
            ports.referrals.of_code(placement.library, placement.code)


def test_a_referral_cannot_be_taken_back_twice() -> None:
    ports = a_world()
    referral = referred(ports)
    take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    with pytest.raises(IllegalTransition) as raised:
        take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    assert raised.value.data == {"state": "closed", "happening": "withdrawn", "allowed": []}


def test_its_client_reference_is_free_again_when_it_is_taken_back() -> None:
    ports = a_world()
    referral = referred(ports, client_reference="UTR-1")
    take_back(referral.id, WithdrawalReason.DUPLICATE, caller=ADMIN, ports=ports)
    assert referred(ports, "key-2", client_reference="UTR-1").id != referral.id


def test_who_takes_back_her_yes_to_texts_gets_none_from_then_on() -> None:
    ports = a_world()
    referral = referred(ports)
    assert [m.state for m in referral.messages] == ["pending"]
    less = replace(AGREED, sms=False)
    found = corrected(ports, referral, Correction(agreement=less)).referral
    assert [(m.state, m.failure) for m in found.messages] == [("none", "not_agreed")]
    deliver_due(key_of(referral), ports=ports)
    assert ports.sms.sent == []


def test_every_yes_and_no_stays_with_its_day_and_its_wording() -> None:
    ports = a_world()
    referral = referred(ports)
    later = ports.now.forward(by=timedelta(days=3))
    less = replace(AGREED, report_back=False, recorded_on=later.date())
    found = corrected(ports, referral, Correction(agreement=less)).referral
    assert [(said.to, said.given) for said in found.agreed] == [
        (AgreedTo.REFER, True),
        (AgreedTo.SMS, True),
        (AgreedTo.REPORT_BACK, True),
        (AgreedTo.REPORT_BACK, False),
    ]
    assert (found.agreed[-1].noted_at, found.agreed[-1].recorded_on) == (later, later.date())
    assert {said.wording for said in found.agreed} == {WORDING_VERSION}
    assert "agreed" in kinds(ports, found)


def test_of_an_older_referral_the_sum_is_where_its_history_begins() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.referrals.save(begun(referral).then(replace(referral, agreed=())))
    less = replace(AGREED, report_back=False)
    now = now_of(referral, ports)
    found = corrected(ports, now, Correction(agreement=less)).referral
    assert [said.given for said in found.agreed] == [True, True, True, False]


def test_a_corrected_name_is_a_line_of_the_timeline() -> None:
    ports = a_world()
    found = corrected(ports, referred(ports), Correction(person=Person("Aminah", "+31612345678")))
    assert "person_corrected" in kinds(ports, found.referral)
