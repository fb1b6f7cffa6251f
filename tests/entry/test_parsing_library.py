"""A library with its branches, at the door."""

from typing import Any

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.library import LibraryIn, library
from tests.fakes.making import a_library

LIBRARY: dict[str, Any] = {
    "isil": "NL-0899040000",
    "name": "de Bibliotheek Utrecht",
    "contact": {"email": "taal@bibliotheek.example"},
    "serviceArea": ["GM0344"],
    "branches": [
        {
            "isil": "NL-0899041002",
            "name": "Bibliotheek Overvecht",
            "place": "Utrecht",
            "latitude": 52.117,
            "longitude": 5.107,
            "facilities": ["step_free"],
            "openingHours": ["ma 10:00–17:00"],
        }
    ],
}


def test_a_library_is_what_was_sent() -> None:
    assert library(parse(LibraryIn, LIBRARY)) == a_library()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"isil": "NL-0899041002"}, "isil"),  # a branch, not an organisation
        ({"name": ""}, "name"),
        ({"branches": [{**LIBRARY["branches"][0], "latitude": 12.0}]}, "branches[0].latitude"),
        ({"branches": [{**LIBRARY["branches"][0], "longitude": 12.0}]}, "branches[0].longitude"),
        ({"branches": [{**LIBRARY["branches"][0], "isil": "x"}]}, "branches[0].isil"),
        ({"owner": "x"}, "owner"),
    ],
)
def test_a_fault_of_a_library_is_named_where_it_is(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse(LibraryIn, {**LIBRARY, **changes})
    assert {fault.name for fault in raised.value.faults} == {name}
