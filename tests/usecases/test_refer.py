"""A newcomer is referred once, however often it is asked, and offered what truly is there."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from chalicelib.domain.catalogue import Seats
from chalicelib.domain.derivation import Derivation
from chalicelib.domain.errors import Gone, KeyReused, NotFound, ReferenceInUse, Temporary
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.ids import ActivityId, BranchId, OrganisationId, PlacementId, ReferralId
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.vocabulary import ActivityStatus, ActivityType, Channel, Level, LevelPolicy
from chalicelib.usecases.order import PlaceAsked
from chalicelib.usecases.ports import ReferralKey, ReferralQuery
from chalicelib.usecases.refer import Referred, explain, refer, rehearse
from tests.fakes.making import NOW, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    DESK,
    GROUP,
    WALK,
    a_need_asked,
    a_world,
    all_at_once,
    an_order,
    key_of,
    referred,
    states,
    with_referrals,
)

FAR = Located(Point(53.2, 6.6), Precision.POSTCODE, 1.0)


def test_a_newcomer_is_offered_three_activities_and_owed_a_text() -> None:
    ports = a_world()
    referral = referred(ports)
    assert referral.status == "offered"
    assert states(referral) == dict.fromkeys(["act_cafe", "act_group", "act_buddy"], "proposed")
    assert len({p.code for p in referral.placements}) == 3
    assert (referral.round, referral.version) == (1, 1)
    assert [(m.state, m.language, m.segments) for m in referral.messages] == [("pending", "ar", 1)]
    assert ports.queue.due == [key_of(referral)]


def test_what_was_asked_is_kept_as_it_was_asked() -> None:
    referral = referred(
        a_world(), client_reference="UTR-1", assigned_to="team-oost", count_hours=True
    )
    assert referral.asked == {"location": {"postcode": "3562"}, "languageLevel": "a1"}
    assert (referral.client_reference, referral.assigned_to) == ("UTR-1", "team-oost")
    assert (referral.created_by, referral.organisation) == ("usr_1", "GM0344")
    assert (referral.created_at, referral.updated_at, referral.count_hours) == (NOW, NOW, True)
    assert referral.contact_language == "ar"


def test_its_timeline_begins_with_who_referred_and_what_was_proposed() -> None:
    ports = a_world([CAFE])
    lines = ports.referrals.timeline(key_of(referred(ports)))
    assert [line.kind for line in lines] == ["referred", "proposed", "message_pending"]
    assert {line.actor for line in lines} == {CASE_WORKER.actor}


def test_what_was_found_comes_with_the_answer() -> None:
    found = refer(an_order(), "key-1", caller=CASE_WORKER, ports=a_world())
    assert found.matches is not None
    assert len(found.matches.matches) == 3


def test_a_repeated_request_gives_the_same_referral_as_it_is_now() -> None:
    ports = a_world()
    first = refer(an_order(), "key-1", caller=CASE_WORKER, ports=ports)
    again = refer(an_order(), "key-1", caller=CASE_WORKER, ports=ports)
    assert again == Referred(first.referral)
    assert len(ports.queue.due) == 1


def test_the_order_of_the_keys_of_a_body_says_nothing() -> None:
    ports = a_world()
    first = refer(an_order(body={"a": 1, "b": 2}), "key-1", caller=CASE_WORKER, ports=ports)
    again = refer(an_order(body={"b": 2, "a": 1}), "key-1", caller=CASE_WORKER, ports=ports)
    assert again.referral == first.referral


def test_one_key_with_two_bodies_is_refused() -> None:
    ports = a_world()
    referred(ports)
    with pytest.raises(KeyReused):
        referred(ports, body={"languageLevel": "b1"})


def test_the_same_key_of_another_organisation_is_another_referral() -> None:
    ports = a_world()
    amsterdam = replace(CASE_WORKER, organisation=OrganisationId("GM0363"))
    ours = refer(an_order(), "key-1", caller=CASE_WORKER, ports=ports).referral
    theirs = refer(an_order(), "key-1", caller=amsterdam, ports=ports).referral
    assert ours.id != theirs.id


def test_five_at_once_with_one_key_make_one_referral() -> None:
    ports = a_world()
    jobs = [lambda: refer(an_order(client_reference="UTR-1"), "k", caller=CASE_WORKER, ports=ports)]
    outcomes = all_at_once(*(jobs * 5))
    assert {o.referral.id for o in outcomes if isinstance(o, Referred)} == {
        ports.derivation.referral_id(CASE_WORKER.organisation, "k")
    }
    assert all(isinstance(outcome, Referred) for outcome in outcomes)
    assert len(ports.queue.due) == 1


def test_after_erasure_a_repeated_request_is_gone() -> None:
    ports = a_world()
    ports.referrals.erase(key_of(referred(ports)))
    with pytest.raises(Gone):
        referred(ports)


def test_a_client_reference_is_used_once_while_it_is_open() -> None:
    ports = a_world()
    referred(ports, client_reference="UTR-1")
    with pytest.raises(ReferenceInUse):
        referred(ports, "key-2", client_reference="UTR-1")


def test_a_reference_taken_by_the_same_request_a_moment_ago_is_no_fault() -> None:
    ports = a_world()
    winner = referred(ports, client_reference="UTR-1")
    before = {("get", 1): NotFound("not yet"), ("add", 1): ReferenceInUse("UTR-1")}
    late = with_referrals(ports, before=before)
    assert referred(late, client_reference="UTR-1") == winner


def test_a_request_that_stood_a_moment_ago_is_read_back() -> None:
    ports = a_world()
    winner = referred(ports)
    late = with_referrals(ports, before={("get", 1): NotFound("not yet")})
    assert referred(late) == winner


def test_a_code_in_use_at_the_library_is_passed_over() -> None:
    wanted = referred(a_world([CAFE])).placements[0].code
    ports = a_world([CAFE])
    occupy(ports, [wanted])
    assert referred(ports).placements[0].code != wanted


def test_of_two_placements_that_would_share_a_code_at_one_library_both_stand() -> None:
    activities = [an_activity(f"act_{n}") for n in range(3)]
    branches = [replace(CAFE.branch, isil=BranchId(f"NL-089904100{n}")) for n in range(3)]
    ports = a_world(replace(a, branch=b) for a, b in zip(activities, branches, strict=True))
    ports.derivation = FewCodes(b"k" * 32)
    assert len({p.code for p in referred(ports).placements}) == 3


class FewCodes(Derivation):
    """Four digits of which only the last one counts."""

    def code(self, placement_id: PlacementId, attempt: int) -> str:
        return f"000{int(super().code(placement_id, attempt)) % 4}"


def test_when_no_code_is_free_it_is_worth_trying_again() -> None:
    ports = a_world([CAFE])
    occupy(ports, (f"{n:04d}" for n in range(10_000)))
    with pytest.raises(Temporary) as raised:
        referred(ports)
    assert raised.value.retry_after_s == 60


def occupy(ports: FakePorts, codes: Iterable[str]) -> None:
    """These codes are somebody else's at the library."""
    somebody = (ReferralKey(CASE_WORKER.organisation, ReferralId("ref_x")), PlacementId("plc_x"))
    ports.referrals._codes.update(((CAFE.library, code), somebody) for code in codes)


def test_when_the_place_is_unknown_somebody_must_look() -> None:
    ports = a_world()
    asked = a_need_asked(place=PlaceAsked(postcode="9999"))
    found = refer(an_order(need=asked), "key-1", caller=CASE_WORKER, ports=ports)
    assert (found.referral.status, found.matches) == ("needs_review", None)
    assert (found.referral.messages, ports.queue.due) == ((), [])
    assert explain(found.referral, ports=ports) is None


@pytest.mark.parametrize(
    "place",
    [
        PlaceAsked(postcode="3562"),
        PlaceAsked(name="Utrecht"),
        PlaceAsked(located=Located(Point(52.117, 5.107), Precision.COORDINATES, 0.0)),
    ],
)
def test_a_place_is_told_in_one_of_three_ways(place: PlaceAsked) -> None:
    assert referred(a_world(), need=a_need_asked(place=place)).status == "offered"


def test_a_name_that_is_empty_is_no_place() -> None:
    assert referred(a_world(), need=a_need_asked(place=PlaceAsked())).status == "needs_review"


def test_when_nothing_fits_the_near_misses_say_why() -> None:
    strict = replace(CAFE.level, lowest=Level.A2, policy=LevelPolicy.STRICT)
    ports = a_world([replace(CAFE, level=strict), DESK])
    asked = a_need_asked(place=PlaceAsked(located=FAR))
    found = refer(an_order(need=asked), "key-1", caller=CASE_WORKER, ports=ports)
    assert (found.referral.status, found.referral.messages) == ("no_offer", ())
    assert found.matches is not None
    assert [miss.failed for miss in found.matches.near_misses] == [Constraint.TRAVEL]
    assert found.matches.fallback is not None
    assert found.matches.fallback.activity.id == "act_desk"


def test_what_filled_since_the_snapshot_is_passed_over() -> None:
    ports = a_world([CAFE, GROUP, WALK])
    ports.activities.move_seats(GROUP.id, 2)
    assert states(referred(ports)) == {"act_cafe": "proposed", "act_walk": "proposed"}


def test_what_has_a_waiting_list_is_offered_although_it_filled() -> None:
    assert "act_buddy" in states(referred(a_world([BUDDY])))


def test_what_closed_since_the_snapshot_is_passed_over_and_the_next_best_is_offered() -> None:
    ports = a_world([CAFE, GROUP, BUDDY, WALK])
    best = states(referred(ports, "first"))
    closed = next(iter(best))
    now = ports.activities.get(ActivityId(closed))
    ports.activities.put(replace(now, status=ActivityStatus.PAUSED), expected_version=now.version)
    later = states(referred(ports, "second"))
    assert set(later) == {"act_cafe", "act_group", "act_buddy", "act_walk"} - {closed}


def test_what_is_no_longer_in_the_table_is_passed_over() -> None:
    ports = a_world([CAFE])
    ports.snapshots.show([CAFE, GROUP])
    assert states(referred(ports)) == {"act_cafe": "proposed"}


def test_a_snapshot_that_is_wrong_everywhere_ends_in_no_offer() -> None:
    full = [
        an_activity(f"act_{n}", type=type_, seats=Seats(capacity=1))
        for n, type_ in enumerate(list(ActivityType)[:18])
    ]
    ports = a_world(full)
    for activity in full:
        ports.activities.move_seats(activity.id, 1)
    assert referred(ports).status == "no_offer"


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.VIA_CASE_WORKER])
def test_on_another_channel_no_text_is_owed(channel: Channel) -> None:
    ports = a_world()
    person = replace(an_order().person, phone=None)
    referral = referred(ports, channel=channel, person=person)
    assert (referral.status, referral.messages, ports.queue.due) == ("offered", (), [])


def test_without_her_agreement_no_text_is_owed() -> None:
    agreement = replace(an_order().agreement, sms=False)
    assert referred(a_world(), agreement=agreement).messages == ()


def test_when_the_queue_is_away_the_referral_stands_all_the_same() -> None:
    ports = a_world()
    ports.queue.is_lost = True
    assert referred(ports).status == "offered"
    assert list(ports.referrals.due(at=NOW, limit=10)) == [key_of(referred(ports))]


def test_why_and_why_not_can_be_asked_later() -> None:
    ports = a_world()
    found = explain(referred(ports), ports=ports)
    assert found is not None
    assert len(found.matches) == 3


def test_a_rehearsal_offers_what_a_referral_would_and_stores_nothing() -> None:
    ports = a_world()
    rehearsed = rehearse(an_order(), caller=CASE_WORKER, ports=ports).referral
    assert ports.referrals.list(ReferralQuery(CASE_WORKER.organisation)).items == ()
    real = referred(ports)
    assert [p.activity_id for p in rehearsed.placements] == [p.activity_id for p in real.placements]
    assert rehearsed.id != real.id
