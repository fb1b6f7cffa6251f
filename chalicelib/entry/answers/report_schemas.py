"""What is answered by reports, described: see `schemas` for why."""

from datetime import date

from pydantic import Field

from chalicelib.domain.areas import AreaKind
from chalicelib.domain.milestones import RoadStage
from chalicelib.domain.reporting import Grouping
from chalicelib.entry.answers.schemas import Answer
from chalicelib.entry.parsing.reports import DemandGrouping, HoursGrouping

_TOO_FEW = "null waar het er te weinig zijn om te noemen."


class Period(Answer):
    """Waar een rapport over gaat."""

    from_: date = Field(
        alias="from",
        description="Eerste dag; voor heel Nederland die van een kwartaal.",
    )
    to: date = Field(description="Laatste dag; voor heel Nederland die van een kwartaal.")
    suppressed: bool = Field(
        description="Of aantallen onder vijf, en wat ze zou verraden, zijn weggelaten."
    )


class ReachedStage(Answer):
    """Hoeveel mensen zo ver kwamen."""

    stage: RoadStage = Field(description="De stap.")
    people: int | None = Field(ge=0, description=f"Hoeveel mensen; {_TOO_FEW}")
    median_days: float | None = Field(
        ge=0, description="Mediaan van de dagen sinds de verwijzing; null zonder aantal."
    )


class FunnelGroup(Answer):
    """De stappen van een groep."""

    value: str = Field(description="De groep; `other` is wie in geen genoemde groep past.")
    label: str = Field(description="De groep in woorden.")
    stages: tuple[ReachedStage, ...] = Field(description="De stappen, in volgorde.")


class FunnelReport(Period):
    """Van verwezen tot afgerond."""

    group_by: Grouping | None = Field(description="Waarnaar gesplitst.")
    stages: tuple[ReachedStage, ...] = Field(description="Iedereen, per stap.")
    groups: tuple[FunnelGroup, ...] = Field(description="Per groep; leeg zonder groupBy.")
    withheld: bool = Field(description="Of er een kwartaal met minder dan vijf mensen buiten valt.")


class WaitingGroup(Answer):
    """Wie er wacht in een groep."""

    value: str = Field(description="De groep; `other` is wie in geen genoemde groep past.")
    label: str = Field(description="De groep in woorden.")
    people: int = Field(ge=0, description="Hoeveel mensen wachten.")
    median_days: float | None = Field(description="Mediaan van de dagen dat zij al wachten.")


class WaitingReport(Period):
    """Wie er op een wachtlijst staat."""

    group_by: Grouping | None = Field(description="Waarnaar gesplitst.")
    people: int = Field(ge=0, description="Hoeveel mensen wachten.")
    groups: tuple[WaitingGroup, ...] = Field(description="Per groep, de grootste eerst.")
    withheld: bool = Field(description="Of er een kwartaal met minder dan vijf mensen buiten valt.")


class ReportArea(Answer):
    """Een gebied."""

    kind: AreaKind = Field(description="Hoe groot: van postcode tot land.")
    code: str = Field(description="Cijfers van de postcode, letters van de provincie, of NL.")
    name: str = Field(description="Naam; van een postcodegebied de grootste plaats.")
    province: str | None = Field(description="De provincie, in twee letters.")
    latitude: float | None = Field(description="Breedtegraad van het midden.")
    longitude: float | None = Field(description="Lengtegraad van het midden.")


class UnmetDemandRow(Answer):
    """Mensen voor wie niets past; iedereen staat in één rij."""

    area: ReportArea = Field(description="Waar zij wonen.")
    level: str | None = Field(description="Taalniveau; null is elk niveau.")
    part_of_day: str | None = Field(
        description="Wanneer zij kunnen: morning, afternoon, evening, any; null is elk dagdeel."
    )
    people: int = Field(ge=0, description="Hoeveel mensen.")


class GroupThatWouldServe(Answer):
    """Wat één nieuwe groep in een gebied zou betekenen."""

    area: ReportArea = Field(description="Het gebied waarbinnen mensen reizen.")
    level: str | None = Field(description="Taalniveau van de groep; null is voor elk niveau.")
    part_of_day: str = Field(description="Dagdeel van de groep.")
    people: int = Field(ge=0, description="Hoeveel mensen daar terecht zouden kunnen.")


class DemandGroup(Answer):
    """Een som van rijen."""

    value: str | None = Field(description="De groep; null is wie in geen genoemde groep past.")
    label: str = Field(description="De groep in woorden.")
    people: int = Field(ge=0, description="Hoeveel mensen.")


class UnmetDemandReport(Period):
    """Vraag waar geen aanbod voor is."""

    group_by: DemandGrouping | None = Field(description="Waarnaar opgeteld.")
    people: int = Field(ge=0, description="Hoeveel mensen in alle rijen samen.")
    items: tuple[UnmetDemandRow, ...] = Field(description="De rijen, de grootste eerst.")
    would_serve: tuple[GroupThatWouldServe, ...] = Field(
        description="Waar één groep de meeste mensen helpt, de grootste eerst."
    )
    groups: tuple[DemandGroup, ...] = Field(description="Opgeteld; leeg zonder groupBy.")
    withheld: bool = Field(description="Of er een kwartaal met minder dan vijf mensen buiten valt.")


class HoursGroup(Answer):
    """Uren van een maand of een soort activiteit."""

    value: str = Field(description="De maand, of de soort.")
    label: str = Field(description="Hetzelfde in woorden.")
    attended_minutes: int = Field(ge=0, description="Bijgewoonde minuten.")
    counted_minutes: int = Field(ge=0, description="Minuten daarvan die meetellen.")


class ParticipationHours(Period):
    """Bijgewoonde uren van de eigen gemeente."""

    group_by: HoursGrouping = Field(description="Waarnaar gesplitst.")
    hours: int = Field(ge=0, description="Hele uren die meetellen.")
    attended_minutes: int = Field(ge=0, description="Bijgewoonde minuten.")
    counted_minutes: int = Field(ge=0, description="Minuten daarvan die meetellen.")
    groups: tuple[HoursGroup, ...] = Field(description="Per maand, of per soort activiteit.")


class CostsReport(Period):
    """Wat sms-berichten kostten."""

    texts: int | None = Field(ge=0, description=f"Verstuurde berichten; {_TOO_FEW}")
    segments: int | None = Field(ge=0, description=f"Delen daarvan; {_TOO_FEW}")
    segment_price: float = Field(ge=0, description="Prijs van een deel in euro's.")
    total: float | None = Field(ge=0, description=f"Kosten in euro's; {_TOO_FEW}")
    per_attending: float | None = Field(
        ge=0, description="Kosten per mens die deelneemt; null zonder aantal."
    )


class ProgrammeUsed(Answer):
    """Hoeveel mensen aan iets van een programma deelnemen."""

    id: str = Field(description="Id van het programma.")
    title: str = Field(description="Titel.")
    materials: int = Field(ge=0, description="Hoeveel lesmateriaal er bij hoort.")
    people: int = Field(ge=0, description="Hoeveel mensen deelnemen.")


class ProgrammeReport(Period):
    """Gebruikte programma's en hun lesmateriaal."""

    items: tuple[ProgrammeUsed, ...] = Field(description="De programma's, de grootste eerst.")
