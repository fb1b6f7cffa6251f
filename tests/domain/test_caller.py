"""Who is asking, and what she may see."""

import pytest

from chalicelib.domain.caller import EVERYONE, LIBRARY_ROLES, REFERRERS, Caller
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.vocabulary import Role
from tests.fakes.making import a_referral


def a_caller(role: Role = Role.CASE_WORKER, *, team: str | None = None) -> Caller:
    return Caller("usr_1", role, OrganisationId("GM0344"), team)


@pytest.mark.parametrize(
    ("team", "assigned_to", "created_by", "sees"),
    [
        (None, None, "usr_1", True),  # hers while nobody's
        (None, None, "usr_2", False),
        (None, "usr_1", "usr_2", True),
        (None, "usr_2", "usr_1", False),  # she made it, and it is somebody else's now
        (None, "team-oost", "usr_1", False),
        ("team-oost", "team-oost", "usr_2", True),
        ("team-oost", "team-west", "usr_1", False),
        ("team-oost", "usr_1", "usr_2", True),
        ("team-oost", None, "usr_2", False),  # nobody's is not her team's
    ],
)
@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PARTNER_REFERRER])
def test_a_case_worker_sees_hers_and_her_teams(
    role: Role, team: str | None, assigned_to: str | None, created_by: str, *, sees: bool
) -> None:
    eyes = a_caller(role, team=team).eyes
    assert eyes is not None
    referral = a_referral(assigned_to=assigned_to, created_by=created_by)
    assert eyes.may_see(referral) == sees


def test_an_administrator_sees_all_of_the_organisation() -> None:
    assert a_caller(Role.MUNICIPALITY_ADMIN).eyes is None


@pytest.mark.parametrize(
    ("organisation", "municipality"),
    [("GM0344", "GM0344"), ("PR12345678", None), ("NL-0899040000", None), ("KB", None)],
)
def test_only_a_municipality_has_a_municipality(organisation: str, municipality: object) -> None:
    caller = Caller("usr_1", Role.CASE_WORKER, OrganisationId(organisation))
    assert caller.municipality == municipality


@pytest.mark.parametrize("role", Role)
def test_only_library_staff_has_a_library(role: Role) -> None:
    library = Caller("usr_1", role, OrganisationId("NL-0899040000")).library
    assert (library == "NL-0899040000") == (role in {"library_staff", "library_admin"})
    assert (library is None) == (role not in {"library_staff", "library_admin"})


def test_what_a_caller_does_is_written_down_under_role_and_subject() -> None:
    assert a_caller().actor == Actor("case_worker", "usr_1")


def test_the_sorts_of_role_are_these() -> None:
    assert {"case_worker", "municipality_admin", "partner_referrer"} == REFERRERS
    assert {"library_staff", "library_admin"} == LIBRARY_ROLES
    assert set(Role) == EVERYONE
