"""Who may see a referral is decided in one place."""

from dataclasses import replace

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.usecases.ports import ReferralQuery
from chalicelib.usecases.reading import list_referrals, person, read, timeline
from tests.fakes.making import a_person
from tests.usecases.worlds import ADMIN, CASE_WORKER, a_world, referred

COLLEAGUE = replace(CASE_WORKER, subject="usr_2")
ELSEWHERE = replace(ADMIN, organisation=OrganisationId("GM0363"))


def test_who_referred_sees_it_and_so_does_the_administrator() -> None:
    ports = a_world()
    referral = referred(ports)
    for caller in (CASE_WORKER, ADMIN):
        assert read(referral.id, caller=caller, ports=ports) == referral


def test_a_colleague_sees_it_once_it_is_hers() -> None:
    ports = a_world()
    referral = referred(ports, assigned_to="usr_2")
    assert read(referral.id, caller=COLLEAGUE, ports=ports) == referral
    with pytest.raises(NotFound):
        read(referral.id, caller=CASE_WORKER, ports=ports)


def test_what_one_may_not_see_and_what_does_not_exist_are_the_same() -> None:
    ports = a_world()
    referral = referred(ports)
    errors = []
    for id_, caller in (
        (referral.id, COLLEAGUE),
        (referral.id, ELSEWHERE),
        (ReferralId("ref_x"), ADMIN),
    ):
        with pytest.raises(NotFound) as raised:
            read(id_, caller=caller, ports=ports)
        errors.append((raised.value.code, raised.value.data))
    assert errors == [("not_found", {})] * 3


def test_a_list_shows_what_its_eyes_may_see() -> None:
    ports = a_world()
    mine = referred(ports, "key-1")
    theirs = referred(ports, "key-2", assigned_to="usr_2")

    def seen(caller: Caller) -> set[str]:
        query = ReferralQuery(CASE_WORKER.organisation, sees=caller.eyes)
        return {r.id for r in list_referrals(query, ports=ports).items}

    assert seen(CASE_WORKER) == {mine.id}
    assert seen(COLLEAGUE) == {theirs.id}
    assert seen(ADMIN) == {mine.id, theirs.id}


def test_her_name_and_her_timeline_come_with_the_referral() -> None:
    ports = a_world()
    referral = referred(ports)
    assert person(referral, caller=CASE_WORKER, ports=ports) == a_person()
    assert timeline(referral, ports=ports)[0].kind == "referred"
