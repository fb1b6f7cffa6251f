"""She moved: nothing of her passes before both have said yes, and then all of it does, once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import IllegalTransition, InvalidRequest, NotFound, Temporary
from chalicelib.domain.handover import Side, Stage
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import Role, WithdrawalReason
from chalicelib.usecases import warm_handover
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.order import NeedAsked, PlaceAsked
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.ports import ReferralKey, ReferralQuery
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reopen import reopen
from chalicelib.usecases.saving import settle
from chalicelib.usecases.warm_handover import Shared
from tests.fakes.making import NOW
from tests.fakes.outside import FakePlaces
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash
from tests.usecases.worlds import (
    CASE_WORKER,
    HERE,
    a_need_asked,
    a_world,
    all_at_once,
    id_on,
    key_of,
    now_of,
    referred,
    states,
    with_referrals,
)

AMSTERDAM = OrganisationId("GM0363")
COLLEAGUE = Caller("usr_ams", Role.CASE_WORKER, AMSTERDAM)
STRANGER = Caller("usr_rdm", Role.CASE_WORKER, OrganisationId("GM0599"))
BODY = {"location": {"postcode": "1011"}, "languageLevel": "a1"}


def redraw(_: Mapping[str, Any]) -> NeedAsked:
    """What she looks for, in Amsterdam."""
    there = replace(a_need_asked().unplaced, residence=AMSTERDAM)
    return NeedAsked(PlaceAsked(postcode="1011"), there, BODY)


@pytest.fixture
def ports() -> FakePorts:
    world = a_world()
    world.places = FakePlaces({"3562": HERE, "1011": HERE})
    return world


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    referral = referred(ports)
    chosen = id_on(referral, "act_group")
    return accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)


def started(ports: FakePorts, referral: Referral) -> Shared:
    return warm_handover.start_handover(
        referral.id, AMSTERDAM, NOW.date(), caller=CASE_WORKER, ports=ports
    )


def gives(ports: FakePorts, token: str) -> Shared:
    return warm_handover.confirm(token, None, caller=CASE_WORKER, ports=ports)


def takes(ports: FakePorts, token: str) -> Shared:
    return warm_handover.confirm(token, redraw, caller=COLLEAGUE, ports=ports)


Confirming = Callable[[FakePorts, str], Shared]


def there(shared: Shared, ports: FakePorts) -> Referral:
    assert shared.referral_id is not None
    return ports.referrals.get(ReferralKey(AMSTERDAM, shared.referral_id))


def in_amsterdam(ports: FakePorts) -> list[Referral]:
    return list(ports.referrals.list(ReferralQuery(AMSTERDAM)).items)


@pytest.mark.parametrize(("first", "second"), [(gives, takes), (takes, gives)])
def test_after_the_second_yes_she_goes_on_there_and_ends_here(
    ports: FakePorts, amina: Referral, first: Confirming, second: Confirming
) -> None:
    token = started(ports, amina).token
    assert first(ports, token).handover.stage is Stage.OPEN
    assert not in_amsterdam(ports)
    assert not now_of(amina, ports).has_ended
    assert second(ports, token).handover.stage is Stage.PASSED
    here = now_of(amina, ports)
    assert here.withdrawal is not None
    assert here.withdrawal.reason is WithdrawalReason.MOVED
    assert states(here)["act_group"] == "cancelled"
    (goes_on,) = in_amsterdam(ports)
    assert goes_on.open_proposals
    assert goes_on.previous_id == amina.id
    assert goes_on.newest_offer is not None


def test_what_passes_is_what_she_needs_and_nothing_that_was_the_municipalitys(
    ports: FakePorts, amina: Referral
) -> None:
    token = started(ports, amina).token
    gives(ports, token)
    after = there(takes(ports, token), ports)
    before = ports.referrals.person(key_of(amina))
    person = ports.referrals.person(key_of(after))
    assert (person.first_name, person.phone, person.note) == (before.first_name, before.phone, "")
    assert before.note
    assert (after.contact_language, after.channel) == (amina.contact_language, amina.channel)
    assert not after.agreement.report_back
    assert after.agreement.recorded_on == NOW.date()
    assert (after.client_reference, after.count_hours) == (None, False)
    assert (after.created_by, after.line) == (COLLEAGUE.subject, 0)
    assert (after.asked, after.need and after.need.residence) == (BODY, AMSTERDAM)


def test_each_side_sees_how_far_it_is_and_nobody_who_she_is(
    ports: FakePorts, amina: Referral
) -> None:
    token = started(ports, amina).token
    mine = warm_handover.behind_link(token, caller=CASE_WORKER, ports=ports)
    theirs = warm_handover.behind_link(token, caller=COLLEAGUE, ports=ports)
    assert (mine.side, mine.referral_id) == (Side.GIVER, amina.id)
    assert (theirs.side, theirs.referral_id) == (Side.TAKER, None)
    assert warm_handover.read_handover(amina.id, caller=CASE_WORKER, ports=ports) == mine
    gives(ports, token)
    assert takes(ports, token).referral_id != amina.id
    assert amina.id == gives_again(ports, token).referral_id


def gives_again(ports: FakePorts, token: str) -> Shared:
    return warm_handover.behind_link(token, caller=CASE_WORKER, ports=ports)


@pytest.mark.parametrize("caller", [STRANGER, replace(CASE_WORKER, subject="usr_2")])
def test_who_is_of_neither_side_or_may_not_see_her_finds_nothing(
    ports: FakePorts, amina: Referral, caller: Caller
) -> None:
    token = started(ports, amina).token
    for verb in (warm_handover.behind_link, warm_handover.call_off):
        with pytest.raises(NotFound):
            verb(token, caller=caller, ports=ports)
    with pytest.raises(NotFound):
        warm_handover.confirm(token, redraw, caller=caller, ports=ports)


def test_a_link_that_is_none_opens_nothing(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    for wrong in ("", token[:-1], token.replace("~1.", "~2."), f"{token}x"):
        with pytest.raises(NotFound):
            warm_handover.behind_link(wrong, caller=CASE_WORKER, ports=ports)
    with pytest.raises(NotFound):
        warm_handover.read_handover(referred(ports, "key-2").id, caller=CASE_WORKER, ports=ports)


def test_who_was_erased_is_behind_no_link_and_passes_to_nobody(
    ports: FakePorts, amina: Referral
) -> None:
    token = started(ports, amina).token
    ports.referrals.erase(key_of(amina))
    with pytest.raises(NotFound):
        takes(ports, token)
    warm_handover.pass_on(key_of(amina), ports=ports)
    assert not in_amsterdam(ports)


def test_a_yes_is_taken_back_until_the_other_has_said_it(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    takes(ports, token)
    for _ in range(2):
        back = warm_handover.take_back_confirmation(token, caller=COLLEAGUE, ports=ports)
        assert (back.handover.taker, back.handover.need, back.handover.asked) == (None, None, None)
    gives(ports, token)
    assert warm_handover.take_back_confirmation(
        token, caller=CASE_WORKER, ports=ports
    ).handover == replace(back.handover)
    gives(ports, token)
    takes(ports, token)
    for caller in (CASE_WORKER, COLLEAGUE):
        with pytest.raises(IllegalTransition):
            warm_handover.take_back_confirmation(token, caller=caller, ports=ports)
        with pytest.raises(IllegalTransition):
            warm_handover.call_off(token, caller=caller, ports=ports)


@pytest.mark.parametrize("caller", [CASE_WORKER, COLLEAGUE])
def test_either_side_calls_it_off_and_she_stays_where_she_was(
    ports: FakePorts, amina: Referral, caller: Caller
) -> None:
    token = started(ports, amina).token
    takes(ports, token)
    off = warm_handover.call_off(token, caller=caller, ports=ports).handover
    assert (off.stage, off.need, off.asked, off.due_at) == (Stage.CALLED_OFF, None, None, None)
    with pytest.raises(IllegalTransition):
        gives(ports, token)
    assert states(now_of(amina, ports))["act_group"] == "held"
    again = started(ports, amina)
    assert again.token != token
    with pytest.raises(NotFound):
        takes(ports, token)


def test_what_waits_too_long_expires_and_somebody_asks(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    gives(ports, token)
    ports.now.forward(timedelta(days=15))
    with pytest.raises(NotFound):
        takes(ports, token)
    sweep(ports=ports)
    after = now_of(amina, ports)
    assert after.handover is not None
    assert after.handover.stage is Stage.EXPIRED
    assert TaskReason.HANDOVER_EXPIRED in {t.reason for t in after.tasks if t.is_open}
    assert not in_amsterdam(ports)


def test_of_what_ended_otherwise_nobody_asks(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    take_back(amina.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)
    for saying in (gives, takes):
        with pytest.raises(IllegalTransition):
            saying(ports, token)
    ports.now.forward(timedelta(days=15))
    warm_handover.pass_on(key_of(amina), ports=ports)
    after = now_of(amina, ports)
    assert after.handover is not None
    assert after.handover.stage is Stage.CALLED_OFF
    assert not [t for t in after.tasks if t.is_open]


@pytest.mark.parametrize(
    ("to", "days", "names"),
    [("GM0344", 0, {"to"}), ("GM0457", 0, {"to"}), ("GM0344", 1, {"to", "agreedOn"})],
)
def test_what_cannot_be_a_handover_is_named(
    ports: FakePorts, amina: Referral, to: str, days: int, names: set[str]
) -> None:
    class Merged:
        def current_code(self, code: str, _: object) -> str:
            return "GM0363" if code == "GM0457" else code

    ports.municipalities = Merged()  # type: ignore[assignment]
    day = NOW.date() + timedelta(days=days)
    with pytest.raises(InvalidRequest) as refused:
        warm_handover.start_handover(
            amina.id, OrganisationId(to), day, caller=CASE_WORKER, ports=ports
        )
    assert {fault.name for fault in refused.value.faults} == names


def test_one_at_a_time_and_none_of_what_has_ended(ports: FakePorts, amina: Referral) -> None:
    started(ports, amina)
    with pytest.raises(IllegalTransition):
        started(ports, amina)
    take_back(amina.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)
    with pytest.raises(IllegalTransition):
        started(ports, amina)


def test_who_takes_over_says_where_she_lives(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    ports.places = FakePlaces({})
    for given in (None, redraw):
        with pytest.raises(InvalidRequest):
            warm_handover.confirm(token, given, caller=COLLEAGUE, ports=ports)


@pytest.mark.parametrize("calls", [("save", 2), ("add", 1)])
@pytest.mark.parametrize("when", ["before", "after"])
def test_cut_off_anywhere_she_goes_on_there_once(
    ports: FakePorts, amina: Referral, calls: tuple[str, int], when: str
) -> None:
    token = started(ports, amina).token
    gives(ports, token)
    failing = with_referrals(ports, **{when: {calls: Crash()}})
    with pytest.raises(Crash):
        takes(failing, token)
    assert now_of(amina, ports).has_ended, "never in two places"
    sweep(ports=ports)
    sweep(ports=ports)
    assert len(in_amsterdam(ports)) == 1
    after = now_of(amina, ports).handover
    assert after is not None
    assert (after.stage, after.referral_id) == (Stage.PASSED, in_amsterdam(ports)[0].id)


def test_where_passing_on_has_to_wait_the_yes_stands(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    gives(ports, token)
    failing = with_referrals(ports, before={("add", 1): Temporary("not now")})
    assert takes(failing, token).handover.stage is Stage.PASSING
    sweep(ports=ports)
    assert len(in_amsterdam(ports)) == 1


def test_who_was_erased_there_before_it_was_noted_here_is_not_made_again(
    ports: FakePorts, amina: Referral
) -> None:
    token = started(ports, amina).token
    gives(ports, token)
    with pytest.raises(Crash):
        takes(with_referrals(ports, after={("add", 1): Crash()}), token)
    ports.referrals.erase(key_of(in_amsterdam(ports)[0]))
    sweep(ports=ports)
    after = now_of(amina, ports).handover
    assert after is not None
    assert after.stage is Stage.PASSED


def test_both_at_once_is_both(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    all_at_once(lambda: gives(ports, token), lambda: takes(ports, token))
    sweep(ports=ports)
    assert len(in_amsterdam(ports)) == 1


def test_she_comes_back_within_three_weeks(ports: FakePorts, amina: Referral) -> None:
    token = started(ports, amina).token
    gives(ports, token)
    takes(ports, token)
    assert not reopen(amina.id, caller=CASE_WORKER, ports=ports).has_ended


def test_the_timeline_here_names_of_the_other_side_its_organisation_only(
    ports: FakePorts, amina: Referral
) -> None:
    token = started(ports, amina).token
    takes(ports, token)
    gives(ports, token)
    lines = ports.referrals.timeline(key_of(amina))
    told = [line for line in lines if line.kind.value.startswith("handover")]
    assert [(line.kind.value.removeprefix("handover_"), line.after) for line in told] == [
        ("started", AMSTERDAM),
        ("confirmed", "taker"),
        ("confirmed", "giver"),
        ("passed", in_amsterdam(ports)[0].id),
    ]
    assert COLLEAGUE.subject not in {line.actor.id for line in lines}


def test_a_yes_to_a_handover_that_made_room_for_another_is_said_to_nothing(
    ports: FakePorts, amina: Referral
) -> None:
    """Called off and begun anew while she was reading the page."""
    token = started(ports, amina).token

    def begun_anew() -> None:
        warm_handover.call_off(token, caller=CASE_WORKER, ports=ports)
        started(ports, amina)

    racing = with_referrals(ports, between={("get", 3): begun_anew})
    with pytest.raises(NotFound):
        gives(racing, token)
    after = now_of(amina, ports).handover
    assert after is not None
    assert (after.number, after.giver) == (2, None)


def test_passing_on_without_what_the_taker_said_is_our_own_bug(
    ports: FakePorts, amina: Referral
) -> None:
    started(ports, amina)

    def broken(referral: Referral, _: object) -> Step:
        assert referral.handover is not None
        torn = replace(referral.handover, stage=Stage.PASSING, due_at=NOW)
        return begun(referral).then(replace(referral, handover=torn))

    settle(lambda: now_of(amina, ports), broken, ports=ports)
    with pytest.raises(ValueError, match="what the taker said"):
        warm_handover.pass_on(key_of(amina), ports=ports)
