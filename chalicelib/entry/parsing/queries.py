"""Query strings at the door."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.placement import State
from chalicelib.domain.referral import ReferralStatus
from chalicelib.domain.vocabulary import ActivityType, Theme
from chalicelib.entry.parsing.base import Day, Door, Instant, Long, Short
from chalicelib.entry.parsing.library import ISIL_LIBRARY


class PageQuery(Door):
    """Een bladzijde van een lijst."""

    page_size: Annotated[int, Field(ge=1, le=100, description="Hoeveel per bladzijde.")] = 50
    cursor: Long | None = Field(default=None, description="Waar de vorige bladzijde ophield.")


class ReferralListQuery(PageQuery):
    """Welke verwijzingen."""

    status: ReferralStatus | None = Field(default=None, description="Alleen met deze status.")
    updated_since: Instant | None = Field(default=None, description="Gewijzigd sinds.")
    assigned_to: Short | None = Field(default=None, description="Van wie.")

    @property
    def since(self) -> datetime | None:
        return self.updated_since


class PeopleQuery(Door):
    """Welke verwijzingen op de pagina met de lijst."""

    reference: Short | None = Field(default=None, description="Deel van het kenmerk.")
    status: ReferralStatus | None = Field(default=None, description="Alleen met deze status.")
    assigned_to: Short | None = Field(default=None, description="Van wie.")
    since: Day | None = Field(default=None, description="Gewijzigd sinds deze dag.")
    cursor: Long | None = Field(default=None, description="Waar de vorige bladzijde ophield.")


class TaskListQuery(PageQuery):
    """Welke taken."""

    owner: Literal["me", "team"] = Field(
        default="me", description="Van uzelf (me) of van uw team (team)."
    )


class LibraryPlacementsQuery(PageQuery):
    """Welke plaatsingen bij een bibliotheek."""

    on: Day | None = Field(default=None, description="Alleen wie op deze dag verwacht wordt.")
    status: State | None = Field(default=None, description="Alleen met deze status.")


class ActivityListQuery(PageQuery):
    """Welke activiteiten."""

    library: Annotated[str, Field(pattern=ISIL_LIBRARY)] | None = Field(
        default=None, description="Alleen van deze bibliotheek."
    )
    type: ActivityType | None = Field(default=None, description="Alleen van deze soort.")
    theme: Theme | None = Field(default=None, description="Alleen over dit onderwerp.")


class WeekQuery(Door):
    """Welke week op de pagina van een bibliotheek."""

    week: Day | None = Field(default=None, description="Een dag van die week.")
    cursor: Long | None = Field(default=None, description="Waar de vorige bladzijde ophield.")
