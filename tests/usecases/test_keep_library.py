"""A library is kept by its own administrator."""

from dataclasses import replace

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.libraries import keep_library
from tests.fakes.making import a_library
from tests.usecases.worlds import LIBRARIAN, a_world

ADMIN = replace(LIBRARIAN, role=Role.LIBRARY_ADMIN)
STRANGER = Caller("usr_7", Role.LIBRARY_ADMIN, OrganisationId("NL-0899010000"))
RENAMED = replace(a_library(), name="Bibliotheek Utrecht")


def test_a_library_stands_as_its_administrator_gave_it_and_matching_hears_of_it() -> None:
    ports = a_world([])
    assert keep_library(RENAMED, caller=ADMIN, ports=ports).name == "Bibliotheek Utrecht"
    assert ports.libraries.get(RENAMED.isil).name == "Bibliotheek Utrecht"
    assert ports.queue.catalogue_changes == 1


def test_nobody_else_keeps_it() -> None:
    ports = a_world([])
    with pytest.raises(Forbidden):
        keep_library(RENAMED, caller=LIBRARIAN, ports=ports)
    with pytest.raises(NotFound):
        keep_library(RENAMED, caller=STRANGER, ports=ports)
    assert ports.libraries.get(RENAMED.isil).name == a_library().name
