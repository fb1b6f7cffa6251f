"""Who takes over from whom, at the door."""

from pydantic import Field

from chalicelib.domain.cover import Cover
from chalicelib.entry.parsing.base import Day, Door, Short


class HandoverIn(Door):
    """Van wie naar wie."""

    giver: Short = Field(alias="from", description="Van wie: een medewerker of een team.")
    taker: Short = Field(alias="to", description="Naar wie: een medewerker of een team.")


class CoverQuery(Door):
    """Wier waarneming stopt."""

    person: Short | None = Field(
        default=None, description="Van wie; zonder: van uzelf. Een ander: alleen een beheerder."
    )


class CoverIn(Door):
    """Wie op welke dagen waarneemt."""

    person: Short | None = Field(
        default=None, description="Voor wie; zonder: voor uzelf. Een ander: alleen een beheerder."
    )
    stand_in: Short = Field(description="Wie waarneemt.")
    from_on: Day = Field(description="Eerste dag.")
    until_on: Day = Field(description="Laatste dag.")

    def cover(self, caller: str) -> Cover:
        """The cover that was sent; without a person it is the caller's own."""
        return Cover(self.person or caller, self.stand_in, self.from_on, self.until_on)
