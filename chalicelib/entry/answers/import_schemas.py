"""What an import answers, described: see `schemas` for why."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.import_job import ImportState
from chalicelib.domain.vocabulary import ActivityType, Entry, Level, LevelPolicy
from chalicelib.entry.answers.schemas import Answer
from chalicelib.usecases.ports import FileKind

Count = Annotated[int, Field(ge=0)]


class ImportFault(Answer):
    """Wat er met een veld mis is."""

    field: str = Field(description="Het veld, zoals het bestand het noemt.")
    reason: str = Field(description="Wat er te verbeteren is.")
    reason_en: str = Field(description="Hetzelfde in het Engels.")


class RejectedRow(ImportFault):
    """Een rij die niet is overgenomen; wat er verder mee mis is staat in `also`."""

    row: int = Field(ge=1, description="De rij, zoals een rekenblad haar telt.")
    also: list[ImportFault] = Field(default=[], description="De andere fouten in deze rij.")


class ImportResult(Answer):
    """Wat er van elke rij is geworden."""

    accepted: Count = Field(description="Rijen die nieuw of anders waren.")
    unchanged: Count = Field(description="Rijen die al zo stonden; zij zijn bevestigd.")
    rejected: list[RejectedRow] = Field(description="Rijen die niet zijn overgenomen.")
    deactivated: Count = Field(description="Wat in een volledig bestand niet meer voorkwam.")
    ignored_columns: list[str] = Field(description="Kolommen die ons niets zeggen.")


class CatalogueImport(ImportResult):
    """Een lange import, en hoe ver die is."""

    id: str = Field(description="Id van de import.")
    state: ImportState = Field(description="Hoe ver het is.")
    dry_run: bool = Field(description="Alleen nagekeken, niets bewaard.")
    created_at: datetime = Field(description="Wanneer het bestand kwam.")
    total_rows: Count = Field(description="Rijen in het bestand.")
    done_rows: Count = Field(description="Rijen die gedaan zijn.")
    rejected_rows: Count = Field(
        description="Rijen die niet zijn overgenomen; `rejected` noemt de eerste duizend."
    )
    failure: str | None = Field(description="Waarom het niet verder kan.")


class Feed(Answer):
    """Een adres dat steeds opnieuw wordt gelezen, en hoe dat gaat."""

    url: str = Field(description="Adres van het bestand.")
    kind: FileKind = Field(description="Soort bestand.")
    full: bool = Field(description="Wat er niet in staat, wordt inactief.")
    every_hours: Annotated[int, Field(ge=1)] = Field(description="Om de hoeveel uur.")
    branch: str | None = Field(description="Vestiging waar de rij er geen noemt.")
    type: ActivityType | None = Field(description="Soort waar de rij er geen noemt.")
    level_min: Level | None = Field(description="Laagste niveau, idem.")
    level_max: Level | None = Field(description="Hoogste niveau, idem.")
    level_policy: LevelPolicy | None = Field(description="Streng of richtlijn, idem.")
    entry: Entry | None = Field(description="Hoe binnenkomen, idem.")
    state: Literal["active", "failing", "given_up"] = Field(
        description="Na twee weken mislukken lezen wij niet meer; een nieuwe PUT begint opnieuw."
    )
    next_read_at: datetime | None = Field(description="Wanneer wij weer kijken.")
    last_looked_at: datetime | None = Field(description="Wanneer wij het laatst keken.")
    last_read_at: datetime | None = Field(description="Wanneer er het laatst iets te lezen was.")
    failing_since: datetime | None = Field(description="Sinds wanneer het mislukt.")
    failure: str | None = Field(description="Waarom het de laatste keer mislukte.")
    failure_en: str | None = Field(description="Hetzelfde in het Engels.")
    last_import: CatalogueImport | None = Field(
        description="Wat er van de rijen is geworden; een maand lang."
    )
