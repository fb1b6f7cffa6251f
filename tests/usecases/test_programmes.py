"""Programmes stand as the national library keeps them."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import NotFound, PreconditionFailed
from chalicelib.domain.ids import ProgrammeId
from chalicelib.domain.programme import Material, Programme
from chalicelib.usecases.programmes import (
    keep_programme,
    list_programmes,
    read_programme,
    stands,
)
from tests.usecases.worlds import a_world

BASICS = Programme(
    id=ProgrammeId("taalcafe-basis"),
    title="Taalcafé: de basis",
    materials=(Material("Werkvormen", "https://programma.example/a.pdf", "nl"),),
)


def test_a_new_programme_stands_and_is_read() -> None:
    ports = a_world([])
    assert not stands(BASICS.id, ports=ports)
    assert keep_programme(BASICS, expected_version=0, ports=ports) == BASICS
    assert stands(BASICS.id, ports=ports)
    assert read_programme(BASICS.id, ports=ports) == BASICS
    assert list_programmes(page_size=1, cursor=None, ports=ports).items == (BASICS,)


def test_a_programme_is_replaced_only_as_it_was_read() -> None:
    ports = a_world([])
    keep_programme(BASICS, expected_version=0, ports=ports)
    ended = replace(BASICS, active=False)
    assert keep_programme(ended, expected_version=1, ports=ports) == replace(ended, version=2)
    for version in (-1, 0, 1, 3):
        with pytest.raises(PreconditionFailed):
            keep_programme(BASICS, expected_version=version, ports=ports)


def test_an_unknown_programme_is_not_found() -> None:
    with pytest.raises(NotFound):
        read_programme(ProgrammeId("unknown"), ports=a_world([]))
