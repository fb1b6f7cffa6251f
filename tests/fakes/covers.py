"""Covers in memory."""

from collections.abc import Sequence

from chalicelib.domain.cover import Cover
from chalicelib.domain.ids import OrganisationId


class FakeCovers:
    def __init__(self) -> None:
        self._covers: dict[tuple[OrganisationId, str], Cover] = {}

    def put(self, organisation: OrganisationId, cover: Cover) -> None:
        self._covers[organisation, cover.person] = cover

    def end(self, organisation: OrganisationId, person: str) -> None:
        self._covers.pop((organisation, person), None)

    def of(self, organisation: OrganisationId) -> Sequence[Cover]:
        return tuple(c for (whose, _), c in sorted(self._covers.items()) if whose == organisation)
