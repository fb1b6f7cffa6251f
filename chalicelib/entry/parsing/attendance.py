"""What a library says about one placement, at the door: by webhook, by the API, or on a page."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from chalicelib.domain.ledger import MINUTES_A_DAY, Attendance, Presence
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.entry.parsing.base import Day, Door, ours


class AttendanceFields(Door):
    """Wie er die dag was."""

    held_on: Day = Field(description="Op welke dag.")
    presence: Presence = Field(description="Of zij er was.")
    minutes: Annotated[int, Field(ge=0, le=MINUTES_A_DAY)] = Field(
        default=0,
        description="Hoeveel minuten zij er was; niet genoemd zijn het die van de bijeenkomst.",
    )
    notified: bool = Field(
        default=False, description="Bij afwezigheid: of zij het had laten weten."
    )

    def attendance(self) -> Attendance:
        """As use cases take it."""
        return Attendance(
            held_on=self.held_on,
            presence=self.presence,
            minutes=self.minutes,
            notified=self.notified,
        )


class AttendanceIn(AttendanceFields):
    """Wie er die dag was, zoals een bibliotheek het opschrijft."""

    model_config = ConfigDict(extra="ignore")


class AnswerIn(Door):
    """Het antwoord van de bibliotheek: ja, of nee met een reden."""

    accept: bool = Field(description="Of zij welkom is.")
    reason: LibraryDeclineReason | None = Field(default=None, description="Waarom niet.")

    @model_validator(mode="after")
    def _has_a_reason_for_no(self) -> Self:
        if self.accept and self.reason is not None:
            raise ours("no_reason_for_yes")
        if not self.accept and self.reason is None:
            raise ours("reason_for_no")
        return self
