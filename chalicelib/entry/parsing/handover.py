"""What comes in about a warm hand-over to the next municipality."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import Field

from chalicelib.domain.ids import OrganisationId
from chalicelib.entry.parsing.base import Day, Door, merged
from chalicelib.entry.parsing.need import LocationIn, need_kept
from chalicelib.entry.parsing.words import Municipality
from chalicelib.usecases.order import NeedAsked


class HandoverStartIn(Door):
    """Naar welke gemeente, en dat zij dat goed vindt."""

    to: Municipality = Field(description="De gemeente waar zij nu woont.", examples=["GM0363"])
    agreed_on: Day = Field(description="Dag waarop zij instemde met de overdracht.")


class HandoverYesIn(Door):
    """Ja. Wie haar overneemt, zegt erbij waar zij nu woont."""

    location: LocationIn | None = Field(
        default=None, description="Waar zij nu woont; alleen van wie overneemt, en dan verplicht."
    )


def at_new_address(
    given: HandoverYesIn, residence: OrganisationId
) -> Callable[[Mapping[str, Any]], NeedAsked] | None:
    """What she looks for at her new address, from how it was asked before; None without one."""
    if given.location is None:
        return None
    location = given.location.model_dump(mode="json", exclude_unset=True)

    def redrawn(asked: Mapping[str, Any]) -> NeedAsked:
        there = {"location": location, "residence": residence}
        return need_kept(merged(asked, there), residence)

    return redrawn
