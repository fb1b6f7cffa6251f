"""What a municipality counts, at the door."""

from typing import Annotated

from pydantic import Field

from chalicelib.domain.hours import Counting
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.vocabulary import ActivityType
from chalicelib.entry.parsing.base import Door, Short

Activities = Annotated[tuple[Short, ...], Field(max_length=500)]


class CountingIn(Door):
    """Welke uren meetellen: per soort activiteit, en losse activiteiten daarvoor."""

    types: Annotated[tuple[ActivityType, ...], Field(max_length=50)] | None = Field(
        default=None, description="Deze soorten tellen mee; null is alle soorten."
    )
    also: Activities = Field(default=(), description="Activiteiten die altijd meetellen.")
    never: Activities = Field(default=(), description="Activiteiten die nooit meetellen.")

    def counting(self) -> Counting:
        """As use cases take it."""
        return Counting(
            None if self.types is None else frozenset(self.types),
            also=frozenset(map(ActivityId, self.also)),
            never=frozenset(map(ActivityId, self.never)),
        )
