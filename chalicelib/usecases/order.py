"""What a referrer orders: checked at the door, not yet decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.geography import Located
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.person import Person
from chalicelib.domain.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """Where, in one of three ways: four digits, a name, or coordinates already located."""

    postcode: str | None = None
    name: str | None = None
    located: Located | None = None


@dataclass(frozen=True, slots=True)
class NeedAsked:
    """A need whose place is not looked up yet; `body` is how it was sent."""

    place: PlaceAsked
    unplaced: Need  # its location is a stand-in until `placed`
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """Everything of a new referral; `body` is the whole request as sent, for comparing repeats."""

    need: NeedAsked
    person: Person
    agreement: Agreement
    channel: Channel
    contact_language: str
    body: Mapping[str, Any]
    client_reference: str | None = None
    assigned_to: str | None = None
    count_hours: bool = False
    previous_id: ReferralId | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a PATCH changes; None leaves a thing as it is."""

    need: NeedAsked | None = None
    person: Person | None = None
    agreement: Agreement | None = None
    assigned_to: str | None = None
    reassigns: bool = False
    channel: Channel | None = None
    contact_language: str | None = None
