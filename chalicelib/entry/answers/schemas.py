"""What answers look like: the models that describe what the other modules here write.

Nothing is validated against them while answering; tests do, and they admit no extra key, so that
an answer and its description cannot drift apart. The document of the API is made from them.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from chalicelib.domain.events import EventKind
from chalicelib.domain.geography import Precision
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.message import MessageState
from chalicelib.domain.placement import DeclinedBy, State
from chalicelib.domain.referral import ReferralStatus
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import (
    ActivityStatus,
    ActivityType,
    Audience,
    Channel,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    ReadingAsked,
    Theme,
    WithdrawalReason,
)
from chalicelib.entry.parsing.need import NeedFields

SeatCount = Annotated[int, Field(ge=0)]
Start = Annotated[
    str,
    Field(
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="Begintijd in Nederland.",
        examples=["10:00"],
    ),
]
CounterCode = Annotated[
    str, Field(pattern="^[0-9]{4}$", description="Code die zij aan de balie laat zien.")
]


class Answer(BaseModel):
    """An answer: every key is always there, unless its model gives it a default."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        strict=True,
        frozen=True,
        validate_by_alias=True,
        validate_by_name=False,
    )


class Contact(Answer):
    """Hoe de bibliotheek te bereiken is."""

    phone: str | None = Field(description="Telefoon.")
    email: str | None = Field(description="E-mail.")


class ActivityBranch(Answer):
    """De vestiging waar het is."""

    isil: str = Field(description="ISIL van de vestiging.", examples=["NL-0899041002"])
    name: str = Field(description="Naam.")
    place: str = Field(description="Plaats.")
    latitude: float = Field(description="Breedtegraad (WGS 84).")
    longitude: float = Field(description="Lengtegraad (WGS 84).")


class LibraryBranch(ActivityBranch):
    """Een vestiging van een bibliotheek."""

    address: str | None = Field(description="Adres.")
    facilities: tuple[Facility, ...] = Field(description="Voorzieningen van het gebouw.")
    opening_hours: tuple[str, ...] = Field(description="Openingstijden.")


class Pause(Answer):
    """Van wanneer tot en met wanneer er niets doorgaat."""

    from_: date = Field(alias="from", description="Eerste dag.")
    until: date = Field(description="Laatste dag.")


class Library(Answer):
    """Een bibliotheek met haar vestigingen."""

    isil: str = Field(description="ISIL van de organisatie.", examples=["NL-0899040000"])
    name: str = Field(description="Naam.")
    contact: Contact = Field(description="Contact.")
    service_area: tuple[str, ...] = Field(description="Gemeenten (CBS-code); leeg is overal.")
    branches: tuple[LibraryBranch, ...] = Field(description="Vestigingen.")
    holiday_region: HolidayRegion | None = Field(
        description="Regio van de schoolvakanties; null is naar de plek."
    )
    pause: Pause | None = Field(description="De pauze, als die is afgesproken.")


class LevelRange(Answer):
    """Voor wie: van en tot welk niveau, streng of als richtlijn."""

    min: Level = Field(description="Laagste niveau.")
    max: Level = Field(description="Hoogste niveau.")
    policy: LevelPolicy = Field(description="Streng of richtlijn.")


class _Meeting(Answer):
    start: Start
    duration_minutes: int = Field(description="Duur in minuten.")
    valid_from: date | None = Field(description="Vanaf.")
    valid_until: date | None = Field(description="Tot en met.")
    except_: tuple[date, ...] = Field(alias="except", description="Dagen waarop het niet doorgaat.")


class WeeklySession(_Meeting):
    """Elke week, of om de zoveel weken, op een vaste dag."""

    weekday: Weekday = Field(description="Dag van de week.")
    every_weeks: int = Field(description="Om de hoeveel weken.")


class MonthlySession(_Meeting):
    """Eén keer per maand, op een vaste dag van de week."""

    weekday: Weekday = Field(description="Dag van de week.")
    monthly_ordinal: int = Field(description="De hoeveelste van de maand; -1 is de laatste.")


class SingleSession(_Meeting):
    """Eén keer."""

    on_date: date = Field(description="Op deze dag.")


class Price(Answer):
    """Wat het kost, in euro's."""

    amount: float = Field(ge=0, description="Bedrag; 0 is gratis.")
    note: str = Field(description="Toelichting.")


class Activity(Answer):
    """Een activiteit van een bibliotheek, overal hetzelfde."""

    id: str = Field(description="Id in Wegwijs.", examples=["act_3q7c5n2m"])
    library: str = Field(description="ISIL van de organisatie.", examples=["NL-0899040000"])
    branch: ActivityBranch = Field(description="Vestiging.")
    source_id: str = Field(description="Sleutel in het systeem van de bibliotheek.")
    title: str = Field(description="Naam.")
    description: str = Field(description="Beschrijving.")
    type: ActivityType = Field(description="Soort.")
    themes: tuple[Theme, ...] = Field(description="Onderwerpen.")
    level: LevelRange = Field(description="Niveau.")
    reading: ReadingAsked = Field(description="Wat zij moet kunnen lezen.")
    helping_languages: tuple[str, ...] = Field(description="Talen waarin geholpen wordt (BCP 47).")
    audience: Audience = Field(description="Voor wie.")
    delivery: Delivery = Field(description="Waar.")
    entry: Entry = Field(description="Hoe binnenkomen.")
    facilities: tuple[Facility, ...] = Field(description="Voorzieningen, die van het gebouw erbij.")
    sessions: tuple[WeeklySession | MonthlySession | SingleSession, ...] = Field(
        description="Bijeenkomsten; leeg is op afspraak."
    )
    closed_in_school_holidays: HolidayRegion | None = Field(
        description="Dicht in de schoolvakanties van deze regio."
    )
    capacity: SeatCount | None = Field(description="Plaatsen; null is onbeperkt.")
    taken: SeatCount = Field(description="Bezet via Wegwijs.")
    taken_elsewhere: SeatCount = Field(description="Bezet door wie vanzelf komt.")
    seats_left: SeatCount | None = Field(description="Vrije plaatsen; null is onbeperkt.")
    waiting_list: bool = Field(description="Is er een wachtlijst.")
    expected_wait_weeks: int | None = Field(description="Verwachte wachttijd in weken.")
    price: Price = Field(description="Prijs.")
    service_area: tuple[str, ...] = Field(
        description="Gemeenten waarvoor het geldt (CBS-code); leeg is overal."
    )
    organised_by: str | None = Field(description="Met wie.")
    programme: str | None = Field(description="Programma.")
    contact: Contact = Field(description="Contact.")
    last_confirmed_on: date = Field(description="Laatst bevestigd door de bibliotheek.")
    status: ActivityStatus = Field(description="Staat.")


class Location(Answer):
    """Waar wij dachten dat zij woont, en hoe zeker dat is."""

    latitude: float = Field(description="Breedtegraad (WGS 84).")
    longitude: float = Field(description="Lengtegraad (WGS 84).")
    precision: Precision = Field(description="Hoe precies het punt is.")
    precision_km: float = Field(ge=0, description="Binnen hoeveel kilometer de plek ligt.")


class Reason(Answer):
    """Waarom dit past: een code en een zin."""

    code: str = Field(description="Vaste code.", examples=["level_in_range"])
    text: str = Field(description="De reden in gewone taal.")


class ScorePart(Answer):
    """Een deel van de score; de delen tellen op tot het geheel."""

    code: str = Field(description="Vaste code.", examples=["travel"])
    value: float = Field(ge=0, le=1, description="Waarde van 0 tot 1.")
    weight: float = Field(ge=0, le=1, description="Gewicht.")
    part: float = Field(ge=0, le=1, description="Waarde maal gewicht.")


class _Fit(Answer):
    rank: int = Field(ge=1, description="Plaats in de volgorde; 1 past het best.")
    score: float = Field(ge=0, le=1, description="Hoe goed het past, van 0 tot 1.")
    next_session_at: AwareDatetime | None = Field(
        description="Eerstvolgende bijeenkomst; null is op afspraak."
    )
    distance_km: float = Field(ge=0, description="Afstand hemelsbreed in kilometers.")
    travel_minutes: int = Field(ge=0, description="Geschatte reistijd in minuten.")
    reasons: tuple[Reason, ...] = Field(description="Waarom het past.")
    score_parts: tuple[ScorePart, ...] = Field(description="Waaruit de score bestaat.")


class Match(_Fit):
    """Een activiteit die past, met de redenen."""

    activity: Activity = Field(description="De activiteit.")


class NearMiss(Answer):
    """Een activiteit die bij de eerste drie had gehoord, als één eis er niet was."""

    activity: Activity = Field(description="De activiteit.")
    failed: Annotated[tuple[Constraint, ...], Field(min_length=1, max_length=1)] = Field(
        description="De ene eis waaraan het niet voldoet."
    )
    text: str = Field(description="Waarom het niet past, in gewone taal.")
    score: float = Field(ge=0, le=1, description="De score zonder die eis.")
    distance_km: float = Field(ge=0, description="Afstand hemelsbreed in kilometers.")
    travel_minutes: int = Field(ge=0, description="Geschatte reistijd in minuten.")


class Fallback(Answer):
    """Waar zij altijd terechtkan: het dichtstbijzijnde spreekuur van een taalhuis."""

    activity: Activity = Field(description="Het spreekuur.")
    text: str = Field(description="Wat te doen, in gewone taal.")


class Matches(Answer):
    """Wat past, wat net niet past en waarom, en waar zij anders terechtkan."""

    location: Location | None = Field(description="Waar wij van uitgingen.")
    matches: tuple[Match, ...] = Field(description="Wat past, het beste eerst.")
    near_misses: tuple[NearMiss, ...] = Field(description="Wat net niet past.")
    fallback: Fallback | None = Field(description="Als niets past; anders null.")
    considered: int = Field(ge=0, description="Hoeveel activiteiten zijn bekeken.")
    catalogue_version: str = Field(description="Versie van de catalogus.")
    config: str = Field(description="Versie van de gewichten.")


class Waiting(Answer):
    """Waar zij op de wachtlijst staat."""

    position: int = Field(ge=1, description="De hoeveelste zij is; 1 is de eerste.")
    of: int = Field(ge=1, description="Hoeveel er wachten.")
    expected_weeks: int | None = Field(
        ge=0, description="Verwachte wachttijd in weken: van de bibliotheek, anders gemeten."
    )


class NextBest(Answer):
    """Een voorstel of plaatsing van haar, met de activiteit."""

    placement_id: str = Field(description="Plaatsing.")
    activity_id: str = Field(description="Activiteit.")


class Placement(_Fit):
    """Een voorstel, en wat ervan geworden is."""

    id: str = Field(description="Id van de plaatsing.", examples=["plc_8d4k2x9f"])
    code: CounterCode
    status: State = Field(description="Waar de plaatsing staat.")
    declined_by: DeclinedBy | None = Field(description="Wie nee zei.")
    reason: str | None = Field(description="Waarom, als code.")
    round: int = Field(ge=1, description="In welke ronde het is voorgesteld.")
    activity: Activity | None = Field(description="De activiteit zoals zij nu is.")
    activity_id: str = Field(description="Id van de activiteit.")
    waiting: Waiting | None = Field(description="Haar plek op de wachtlijst, als zij wacht.")
    meanwhile: NextBest | None = Field(
        description="Waar zij intussen terechtkan, als zij wacht: open voorstel of eigen plaats."
    )


class MessageSummary(Answer):
    """Het laatste bericht aan de nieuwkomer."""

    status: MessageState = Field(description="Waar het bericht staat.")
    language: str | None = Field(description="Taal van het bericht (BCP 47).")
    segments: int = Field(ge=0, description="Aantal sms-delen.")


class Withdrawal(Answer):
    """Dat de verwijzing is ingetrokken."""

    reason: WithdrawalReason = Field(description="Waarom.")
    at: AwareDatetime = Field(description="Wanneer.")


class Referral(Answer):
    """Een verwijzing met haar plaatsingen; niets erin zegt wie zij is."""

    id: str = Field(description="Id van de verwijzing.", examples=["ref_5h2v7b3t"])
    status: ReferralStatus = Field(description="Volgt uit de plaatsingen.")
    client_reference: str | None = Field(description="Eigen kenmerk.")
    previous_referral_id: str | None = Field(
        description="De verwijzing hiervoor, van dezelfde nieuwkomer."
    )
    assigned_to: str | None = Field(description="Wie haar volgt.")
    need: NeedFields = Field(description="De vraag zoals zij is gesteld; het onbenoemde ontbreekt.")
    placements: tuple[Placement, ...] = Field(description="Voorstellen en wat ervan werd.")
    message: MessageSummary = Field(description="Het laatste bericht.")
    channel: Channel = Field(description="Hoe zij bericht krijgt.")
    contact_language: str = Field(description="Taal waarin zij bericht krijgt (BCP 47).")
    count_hours: bool = Field(description="Telt bijgewoonde uren mee.")
    withdrawal: Withdrawal | None = Field(description="Als zij is ingetrokken.")
    created_at: AwareDatetime = Field(description="Gemaakt.")
    updated_at: AwareDatetime = Field(description="Laatst gewijzigd.")
    version: int = Field(ge=1, description="Versie, voor If-Match.")


class MatchedReferral(Referral):
    """Een verwijzing, met wat net niet paste als er niets te bieden is."""

    near_misses: tuple[NearMiss, ...] = Field(
        default=(), description="Alleen als er zojuist is gezocht en niets past."
    )
    fallback: Fallback | None = Field(
        default=None, description="Alleen als er zojuist is gezocht en niets past."
    )


class Actor(Answer):
    """Wie het deed."""

    role: str = Field(description="Een rol, of newcomer, library, clock.")
    id: str = Field(description="Account of organisatie.")


class TimelineEntry(Answer):
    """Eén regel van het verloop: wie, wat, wanneer, waarom."""

    at: AwareDatetime = Field(description="Wanneer.")
    kind: EventKind = Field(description="Wat er gebeurde.")
    actor: Actor = Field(description="Wie het deed.")
    placement_id: str | None = Field(description="Over welke plaatsing.")
    message_id: str | None = Field(description="Over welk bericht.")
    task_id: str | None = Field(description="Over welke taak.")
    before: str | None = Field(description="Staat ervoor.")
    after: str | None = Field(description="Staat erna.")
    reason: str | None = Field(description="Waarom, als code.")


class ReferralWithTimeline(Referral):
    """Een verwijzing met haar verloop."""

    timeline: tuple[TimelineEntry, ...] = Field(description="Het verloop, oudste eerst.")


class Page(Answer):
    """Een bladzijde van een lijst."""

    next_cursor: str | None = Field(description="Voor de volgende bladzijde; null is de laatste.")


class Task(Answer):
    """Iets dat op een mens wacht; niets erin zegt wie zij is."""

    id: str = Field(description="Id van de taak.", examples=["tsk_5f2c81d0a9b3e47c6d18f052"])
    referral_id: str | None = Field(
        description="Id van de verwijzing waar het om gaat; null bij een taak van een bibliotheek."
    )
    link: str = Field(description="Waar het te zien is.", examples=["/v1/referrals/ref_5h2v7b3t"])
    placement_id: str | None = Field(description="Id van de plaatsing, als het daarom gaat.")
    message_id: str | None = Field(description="Id van het bericht, als het daarom gaat.")
    reason: TaskReason = Field(description="Waarom, als code.")
    text: str = Field(description="Waarom, in een zin.")
    owner: str = Field(description="Van wie: een medewerker of een team.")
    deadline_on: date = Field(description="Werkdag waarop het gedaan moet zijn.")
    status: Literal["open", "done"] = Field(description="Of het nog moet.")
    opened_at: AwareDatetime = Field(description="Sinds wanneer.")
    done_at: AwareDatetime | None = Field(description="Gedaan.")
    done_by: str | None = Field(description="Door wie, of door wat.")


class TaskPage(Page):
    """Een bladzijde taken."""

    items: tuple[Task, ...] = Field(description="De open taken.")


class Cover(Answer):
    """Wie voor wie waarneemt."""

    person: str = Field(description="Wie er niet is.")
    stand_in: str = Field(description="Wie waarneemt.")
    from_on: date = Field(description="Eerste dag.")
    until_on: date = Field(description="Laatste dag.")


class HandedOver(Answer):
    """Hoeveel verwijzingen van wie naar wie gingen."""

    moved: int = Field(ge=0, description="Hoeveel er nu overgingen.")
    complete: bool = Field(description="Of dat de laatste waren.")


class ReferralPage(Page):
    """Een bladzijde verwijzingen."""

    items: tuple[Referral, ...] = Field(description="De verwijzingen, oudste wijziging eerst.")


class ActivityPage(Page):
    """Een bladzijde activiteiten."""

    items: tuple[Activity, ...] = Field(description="De activiteiten.")


class LibraryPage(Page):
    """Een bladzijde bibliotheken."""

    items: tuple[Library, ...] = Field(description="De bibliotheken, op ISIL.")


class Material(Answer):
    """Lesmateriaal bij een programma."""

    title: str = Field(description="Naam.")
    url: str = Field(description="Adres.")
    language: str = Field(description="Taal (BCP 47).")


class Programme(Answer):
    """Een landelijk programma met zijn lesmateriaal."""

    id: str = Field(description="Id.", examples=["taalcafe-basis"])
    title: str = Field(description="Naam.")
    description: str = Field(description="Beschrijving.")
    themes: tuple[Theme, ...] = Field(description="Onderwerpen.")
    materials: tuple[Material, ...] = Field(description="Lesmateriaal.")
    active: bool = Field(description="Loopt het nog.")


class ProgrammePage(Page):
    """Een bladzijde programma's."""

    items: tuple[Programme, ...] = Field(description="De programma's, op id.")


class Confirmed(Answer):
    """Hoeveel activiteiten vandaag bevestigd zijn."""

    confirmed: int = Field(ge=0, description="Aantal.")


class WebhookResult(Answer):
    """Of het bericht iets veranderde, of al bekend of ingehaald was."""

    result: Literal["applied", "duplicate"] = Field(description="Uitkomst.")


class HealthChecks(Answer):
    """Waar de dienst van afhangt, en of het er is."""

    store: Literal["ok", "away"] = Field(description="Of de opslag antwoordt.")
    snapshot: Literal["ok", "old", "away"] = Field(
        description="Of er gezocht wordt in de catalogus zoals die nu is."
    )
    snapshot_age_seconds: int | None = Field(
        ge=0, description="Hoe lang geleden dat voor het laatst is nagegaan."
    )
    texts: Literal["on", "silenced", "unknown"] = Field(description="Of er sms uitgaat.")


class Health(Answer):
    """Of de dienst alles kan, of nu even minder."""

    status: Literal["ok", "degraded"] = Field(description="Alles werkt, of niet alles.")
    version: str = Field(description="Versie van de dienst.")
    catalogue_version: str = Field(description="Versie van de catalogus.")
    texts: Literal["on", "silenced", "unknown"] = Field(description="Of er sms uitgaat.")
    checks: HealthChecks = Field(description="Wat er is nagegaan.")


class LanguageCoverage(Answer):
    """Hoe ver een taal gecontroleerd is."""

    code: str = Field(description="Code van de taal.", examples=["ti"])
    name: str = Field(description="Naam in het Nederlands.")
    approved: int = Field(ge=0, description="Zinnen die een spreker goedkeurde.")
    total: int = Field(ge=0, description="Zinnen in totaal.")


class LanguagePage(Answer):
    """De talen."""

    items: list[LanguageCoverage] = Field(description="Elke taal met teksten.")
    next_cursor: str | None = Field(description="Altijd leeg: alles staat op één bladzijde.")


class MunicipalityChoices(Answer):
    """Wat een gemeente koos."""

    weekly_encouragement: bool = Field(
        description="Of wie meedoet één keer per week een sms krijgt die aanmoedigt."
    )


class InvalidParam(Answer):
    """Eén fout, bij het veld waar zij zit."""

    name: str = Field(description="Veld, parameter of header.", examples=["person.phone"])
    reason: str = Field(description="Wat er niet goed is.")


class Problem(Answer):
    """Een fout (RFC 9457), met een code voor programma's."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri"})] = Field(
        description="Soort fout, als URI."
    )
    title: str = Field(description="Wat er mis is, kort.")
    status: int = Field(ge=400, le=599, description="HTTP-status.")
    detail: str = Field(description="Wat er mis is en wat te doen.")
    code: str = Field(description="Vaste code.", examples=["not_found"])
    invalid_params: tuple[InvalidParam, ...] = Field(
        default=(), description="Bij invalid_request: alle fouten tegelijk."
    )
    state: str = Field(default="", description="Bij illegal_transition: de staat nu.")
    happening: str = Field(default="", description="Bij illegal_transition: wat er werd gevraagd.")
    allowed: tuple[str, ...] = Field(
        default=(), description="Bij illegal_transition: wat er wel kan."
    )
    activity_id: str = Field(default="", description="Bij seat_taken: de volle activiteit.")
    next: NextBest | None = Field(
        default=None, description="Bij seat_taken: het beste dat nog open staat."
    )
