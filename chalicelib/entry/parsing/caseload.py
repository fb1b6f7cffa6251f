"""A caseload that is handed over, at the door."""

from pydantic import Field

from chalicelib.entry.parsing.base import Door, Short


class HandoverIn(Door):
    """Van wie naar wie."""

    giver: Short = Field(alias="from", description="Van wie: een medewerker of een team.")
    taker: Short = Field(alias="to", description="Naar wie: een medewerker of een team.")
