"""National programmes that libraries hold activities of, and the materials that go with them."""

from dataclasses import dataclass

from chalicelib.domain.ids import ProgrammeId
from chalicelib.domain.vocabulary import Theme


@dataclass(frozen=True, slots=True)
class Material:
    """A lesson, a leaflet, a film: where it is found, and in which language it is."""

    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as the national library keeps it for all; `version` moves with every change."""

    id: ProgrammeId
    title: str
    description: str = ""
    themes: tuple[Theme, ...] = ()
    materials: tuple[Material, ...] = ()
    active: bool = True
    version: int = 1
