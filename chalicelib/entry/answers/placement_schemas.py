"""What a library is answered about placements, described: see `schemas` for why."""

from pydantic import AwareDatetime, Field

from chalicelib.domain.placement import State
from chalicelib.domain.vocabulary import Entry, Level, Requirement
from chalicelib.entry.answers.schemas import Answer, CounterCode


class ShortBranch(Answer):
    """De vestiging waar het is, in het kort."""

    isil: str = Field(description="ISIL van de vestiging.", examples=["NL-0899041002"])
    name: str = Field(description="Naam.")
    place: str = Field(description="Plaats.")


class ShortActivity(Answer):
    """De activiteit, in het kort."""

    id: str = Field(description="Id in Wegwijs.", examples=["act_3q7c5n2m"])
    title: str = Field(description="Naam.")
    entry: Entry = Field(description="Hoe binnenkomen.")
    branch: ShortBranch = Field(description="Vestiging.")


class Guest(Answer):
    """Wie er komt: wat de bibliotheek mag weten, en niets anders."""

    first_name: str = Field(description="Voornaam.")
    phone: str | None = Field(description="Telefoon (E.164), als die bekend is.")
    contact_language: str = Field(description="Taal waarin zij bericht krijgt (BCP 47).")
    spoken_languages: tuple[str, ...] = Field(description="Talen die zij spreekt (BCP 47).")
    language_level: Level = Field(description="Niveau van haar Nederlands.")
    needs: tuple[Requirement, ...] = Field(description="Wat zij nodig heeft.")


class ExpectedPlacement(Answer):
    """Een plaatsing zoals de bibliotheek haar ziet."""

    id: str = Field(description="Id van de plaatsing.", examples=["plc_8d4k2x9f"])
    code: CounterCode | None = Field(
        description="Code die zij aan de balie laat zien; null als het voorbij is."
    )
    status: State = Field(description="Waar de plaatsing staat.")
    activity_id: str = Field(description="Id van de activiteit.")
    activity: ShortActivity | None = Field(description="De activiteit zoals zij nu is.")
    accepted_at: AwareDatetime | None = Field(
        description="Sinds wanneer de bibliotheek haar kent: haar ja, of haar code."
    )
    scheduled_at: AwareDatetime | None = Field(description="Wanneer de intake is.")
    next_session_at: AwareDatetime | None = Field(
        description="Wanneer zij weer verwacht wordt; null als niets is afgesproken."
    )
    no_shows: int = Field(
        ge=0, description="Hoe vaak achter elkaar zij er niet was, zonder dat te laten weten."
    )
    needs_a_call: bool = Field(
        description="Of u haar het best belt: zij bleef weg en antwoordt niet op onze vraag waarom."
    )
    person: Guest | None = Field(description="Wie zij is; null zodra het voorbij is.")


class ExpectedPlacementPage(Answer):
    """Een bladzijde plaatsingen."""

    items: tuple[ExpectedPlacement, ...] = Field(
        description="De plaatsingen: eerst die lopen, dan die voorbij zijn."
    )
    next_cursor: str | None = Field(description="Voor de volgende bladzijde; null is de laatste.")


class MovedPlacement(Answer):
    """Waar een plaatsing na een stap staat."""

    id: str = Field(description="Id van de plaatsing.", examples=["plc_8d4k2x9f"])
    status: State = Field(description="Waar de plaatsing staat.")
