"""Counters of reports, and the rows that they are the sum of."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.reporting import Tally


class Reports(Protocol):
    """What was counted. Rows are written by steps: `Referrals.save`."""

    def due(self, *, at: datetime, limit: int) -> Iterable[str]:
        """Rows that are not counted yet, by id; may repeat, may lag, never forgets."""

    def count(self, row_id: str) -> bool:
        """The counters hold this row as it is now, once; True when that changed them."""

    def counted(
        self, scope: OrganisationId, table: str, *, first: str, last: str
    ) -> Mapping[Tally, int]:
        """The counters of these periods, both ends included."""

    def put_right(self, *, since: date) -> int:
        """Every counter of periods from this day on is the sum of the counted rows.

        How many were not. One that moves meanwhile is left to the next time.
        """
