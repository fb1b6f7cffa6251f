"""Who is referred already is pointed out, to whoever may see her, and is never guessed at."""

from dataclasses import replace

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.person import Person
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.duplicates import already_referred
from tests.fakes.making import a_person
from tests.usecases.worlds import CASE_WORKER, a_world, referred

PARTNER = Caller("usr_7", Role.PARTNER_REFERRER, OrganisationId("PR00000001"))
COLLEAGUE = replace(CASE_WORKER, subject="usr_2")


def test_the_same_first_name_on_the_same_number_is_found() -> None:
    ports = a_world()
    known = referred(ports)
    shouted = replace(a_person(), first_name=a_person().first_name.upper())
    found = already_referred(shouted, caller=CASE_WORKER, ports=ports)
    assert found is not None
    assert found.id == known.id


@pytest.mark.parametrize(
    "other",
    [
        replace(a_person(), first_name="Salma"),  # a sister on the same telephone
        replace(a_person(), phone="+31687654321"),
        Person(a_person().first_name, None),
    ],
)
def test_somebody_else_is_not_taken_for_her(other: Person) -> None:
    ports = a_world()
    referred(ports)
    assert already_referred(other, caller=CASE_WORKER, ports=ports) is None


@pytest.mark.parametrize("caller", [PARTNER, COLLEAGUE])
def test_who_may_not_see_her_is_not_told(caller: Caller) -> None:
    ports = a_world()
    referred(ports)
    assert already_referred(a_person(), caller=caller, ports=ports) is None
