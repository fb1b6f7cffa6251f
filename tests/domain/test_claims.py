"""What our tokens say of their bearer, and that it is what a verified token is read for."""

import pytest

from chalicelib.domain.claims import PersonInPool, caller_of, claims_of_person, claims_of_system
from chalicelib.domain.errors import Unauthorized
from chalicelib.domain.vocabulary import Role


def test_a_person_has_the_role_of_her_group_and_the_organisation_of_her_account() -> None:
    person = PersonInPool(frozenset({"library_staff"}), "NL-0899040000", "Bibliotheek", "team-1")
    claims = claims_of_person(person)
    assert claims == {
        "role": "library_staff",
        "org": "NL-0899040000",
        "org_name": "Bibliotheek",
        "team": "team-1",
    }
    caller = caller_of({**claims, "sub": "1"})
    assert (caller.role, caller.organisation, caller.team) == (
        Role.LIBRARY_STAFF,
        "NL-0899040000",
        "team-1",
    )


@pytest.mark.parametrize(
    "person",
    [
        PersonInPool(frozenset(), "GM0344"),
        PersonInPool(frozenset({"case_worker", "library_admin"}), "GM0344"),  # which, then?
        PersonInPool(frozenset({"administrators"}), "GM0344"),
        PersonInPool(frozenset({"case_worker"}), None),
    ],
)
def test_who_has_no_one_role_or_no_organisation_is_nobody_here(person: PersonInPool) -> None:
    with pytest.raises(Unauthorized):
        caller_of({**claims_of_person(person), "sub": "1"})


def test_a_system_is_what_its_scopes_say() -> None:
    claims = claims_of_system(["wegwijs/case_worker", "GM0344/act"])
    assert claims == {"role": "case_worker", "org": "GM0344"}
    assert caller_of({**claims, "sub": "client-1"}).municipality == "GM0344"


@pytest.mark.parametrize(
    "scopes",
    [
        [],
        ["wegwijs/case_worker"],
        ["GM0344/act"],
        ["wegwijs/case_worker", "wegwijs/act"],  # our own server is no organisation
        ["wegwijs/case_worker", "GM0344/act", "GM0363/act"],  # for whom, then?
        ["wegwijs/case_worker", "wegwijs/library_admin", "GM0344/act"],
        ["case_worker", "GM0344/act"],
    ],
)
def test_a_system_that_may_be_several_is_none(scopes: list[str]) -> None:
    assert claims_of_system(scopes) == {}
