"""What is answered about a person, described: see `schemas` for why."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.entry.answers.schemas import Answer


class Backup(Answer):
    """Hoe lang een reservekopie teruggezet kan worden."""

    table: Literal["core", "people", "keys"] = Field(description="De tabel.")
    days: int = Field(ge=0, description="Dagen; van sleutels is er geen kopie.")


class ErasureReceipt(Answer):
    """Wat er is gewist, wat er zonder haar blijft, en wanneer het definitief is."""

    referral_id: str = Field(description="De verwijzing.")
    status: Literal["under_way", "erased"] = Field(
        description="`under_way` zolang er nog een bericht onderweg kan zijn; hooguit minuten."
    )
    requested_at: datetime = Field(description="Sinds wanneer niemand de verwijzing meer leest.")
    erased_at: datetime | None = Field(description="Sinds wanneer er niets van haar meer is.")
    final_at: datetime | None = Field(
        description="Wanneer ook geen reservekopie iets van haar bevat. Naam, nummer en notitie "
        "zijn al onleesbaar vanaf `erasedAt`: van haar sleutel is er geen kopie."
    )
    erased: tuple[str, ...] = Field(description="Wat er is gewist.")
    kept: tuple[str, ...] = Field(description="Wat er zonder haar blijft.")
    backups: tuple[Backup, ...] = Field(description="Reservekopieën, per tabel.")
