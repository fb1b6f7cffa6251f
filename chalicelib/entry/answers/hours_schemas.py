"""What is answered about hours, described: see `schemas` for why."""

from datetime import date

from pydantic import Field

from chalicelib.domain.hours import NotReported
from chalicelib.domain.vocabulary import ActivityType
from chalicelib.entry.answers.schemas import Answer


class HoursOfMonth(Answer):
    """De uren van een maand."""

    month: str = Field(pattern="^[0-9]{4}-[0-9]{2}$", description="De maand.", examples=["2026-11"])
    attended_minutes: int = Field(ge=0, description="Bijgewoonde minuten.")
    counted_minutes: int = Field(ge=0, description="Minuten daarvan die meetellen.")
    total_hours: int = Field(ge=0, description="Hele uren die meetellen, tot en met deze maand.")
    known_until_on: date = Field(description="Laatste dag waarop zij er was in deze maand.")


class Hours(Answer):
    """De uren van een verwijzing; afwezigheid hoort daar niet bij."""

    hours: int = Field(ge=0, description="Hele uren die meetellen.")
    known_until_on: date | None = Field(description="Tot wanneer de uren bekend zijn.")
    attended_minutes: int = Field(ge=0, description="Bijgewoonde minuten.")
    counted_minutes: int = Field(ge=0, description="Minuten daarvan die meetellen.")
    months: tuple[HoursOfMonth, ...] = Field(description="Per maand, de oudste eerst.")
    not_reported: NotReported | None = Field(
        description="Waarom er geen uren zijn te lezen; null als zij er wel zijn."
    )


class Counting(Answer):
    """Wat een gemeente meetelt."""

    types: tuple[ActivityType, ...] | None = Field(
        description="Deze soorten tellen mee; null is alle soorten."
    )
    also: tuple[str, ...] = Field(description="Activiteiten die altijd meetellen.")
    never: tuple[str, ...] = Field(description="Activiteiten die nooit meetellen.")
