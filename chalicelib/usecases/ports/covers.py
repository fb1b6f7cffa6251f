"""Who stands in for whom."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.cover import Cover
from chalicelib.domain.ids import OrganisationId


class Covers(Protocol):
    """Covers of all organisations; one a person at a time."""

    def put(self, organisation: OrganisationId, cover: Cover) -> None:
        """This is the cover of that person, instead of any she had."""

    def end(self, organisation: OrganisationId, person: str) -> None:
        """Nobody stands in for that person; harmless when nobody did."""

    def of(self, organisation: OrganisationId) -> Sequence[Cover]:
        """All of this organisation, past ones for a while too; read consistently."""
