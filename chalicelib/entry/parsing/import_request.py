"""A request to import: which kind of file, how, and what holds where the file says nothing."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.domain.feed import FeedSource
from chalicelib.domain.vocabulary import ActivityType, Entry, Level, LevelPolicy
from chalicelib.entry.json_body import UnsupportedMediaType
from chalicelib.entry.parsing.base import Door
from chalicelib.entry.parsing.library import ISIL_BRANCH
from chalicelib.usecases.ports import FileKind

MAX_BYTES = 4 * 2**20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, CALENDAR = "text/csv", "text/calendar"
# What the gateway must hand over byte by byte: it takes anything else for UTF-8, as calendars are.
BINARY_TYPES = (
    CSV,
    XLSX,
    "text/tab-separated-values",
    "application/vnd.ms-excel",
    "multipart/form-data",  # a file among the fields of a form
)

_KIND_BY_TYPE: Mapping[str, FileKind] = {
    CSV: FileKind.CSV,
    "application/csv": FileKind.CSV,
    "text/tab-separated-values": FileKind.CSV,
    XLSX: FileKind.EXCEL,
    CALENDAR: FileKind.CALENDAR,
    "application/json": FileKind.HSDS,
}
_KIND_BY_ENDING: Mapping[str, FileKind] = {
    "xlsx": FileKind.EXCEL,
    "csv": FileKind.CSV,
    "tsv": FileKind.CSV,
    "ics": FileKind.CALENDAR,
    "json": FileKind.HSDS,
}
_ZIP = b"PK\x03\x04"


def kind_of(content_type: str | None, data: bytes) -> FileKind:
    """The kind of file this is.

    Raises:
        UnsupportedMediaType: none that we read.
    """
    named = (content_type or "").split(";")[0].strip().lower()
    if named == "application/vnd.ms-excel":  # what browsers on Windows call a CSV as well
        return FileKind.EXCEL if data.startswith(_ZIP) else FileKind.CSV
    kind = _KIND_BY_TYPE.get(named)
    if kind is None:
        raise UnsupportedMediaType(named)
    return kind


def kind_of_file(name: str, content_type: str, data: bytes) -> FileKind | None:
    """The kind of a file that was chosen on a page: by its name, which people know, or its type."""
    ending = name.rpartition(".")[2].lower()
    if ending in _KIND_BY_ENDING:
        return _KIND_BY_ENDING[ending]
    try:
        return kind_of(content_type, data)
    except UnsupportedMediaType:
        return None


Answer = Literal["true", "false"]


class Defaults(Door):
    """Wat geldt waar een rij niets zegt."""

    branch: Annotated[str, Field(pattern=ISIL_BRANCH)] | None = Field(
        default=None, description="Vestiging waar de rij er geen noemt."
    )
    type: ActivityType | None = Field(default=None, description="Soort waar de rij er geen noemt.")
    level_min: Level | None = Field(default=None, description="Laagste niveau, idem.")
    level_max: Level | None = Field(default=None, description="Hoogste niveau, idem.")
    level_policy: LevelPolicy | None = Field(default=None, description="Streng of richtlijn, idem.")
    entry: Entry | None = Field(default=None, description="Hoe binnenkomen, idem.")

    @property
    def defaults(self) -> dict[str, Any]:
        """What holds where a row says nothing, in the shape of the API."""
        level = {"min": self.level_min, "max": self.level_max, "policy": self.level_policy}
        said = {"type": self.type, "entry": self.entry}
        found: dict[str, Any] = {key: value for key, value in said.items() if value}
        if any(level.values()):
            found["level"] = {key: value for key, value in level.items() if value}
        if self.branch is not None:
            found["branch"] = {"isil": self.branch}
        return found


class ImportQuery(Defaults):
    """Hoe een bestand wordt ingelezen, en wat geldt waar het niets zegt."""

    dry_run: Answer = Field(default="false", description="Alleen nakijken, niets bewaren.")
    full: Answer = Field(
        default="false", description="Dit is alles: wat er niet in staat, wordt inactief."
    )


class FeedIn(Defaults):
    """Een adres dat steeds opnieuw wordt gelezen, en wat geldt waar het niets zegt."""

    url: Annotated[str, Field(min_length=1, max_length=2000)] = Field(
        description="Adres van het bestand; alleen https, zonder inloggen.",
        examples=["https://agenda.example.nl/taal.ics"],
    )
    kind: FileKind = Field(description="Soort bestand.")
    full: bool = Field(
        default=False, description="Dit is alles: wat er niet in staat, wordt inactief."
    )
    every_hours: Annotated[int, Field(ge=1, le=168)] = Field(
        default=24, description="Om de hoeveel uur."
    )

    def source(self) -> FeedSource:
        """Where it is and how it is read."""
        defaults = json.dumps(self.defaults)
        return FeedSource(self.url, self.kind, self.full, self.every_hours, defaults)
