"""Plain examples to vary: an activity, a referral, a placement, a text, and steps of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.catalogue import Activity, Branch, Contact, LevelRange, Library, Seats
from chalicelib.domain.events import Actor, Event, EventKind
from chalicelib.domain.freetime import FreeInterval, slot
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.ids import (
    ActivityId,
    BranchId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ReferralId,
)
from chalicelib.domain.matching.need import Need
from chalicelib.domain.message import Message, MessageKind
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Happening, Offered, Placement, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.vocabulary import (
    ActivityType,
    Audience,
    Channel,
    Delivery,
    Facility,
    Level,
    LevelPolicy,
    Requirement,
    Theme,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
UTRECHT = LibraryId("NL-0899040000")
GM0344 = OrganisationId("GM0344")
CASE_WORKER = Actor("case_worker", "usr_1")
OVERVECHT = Branch(
    isil=BranchId("NL-0899041002"),
    name="Bibliotheek Overvecht",
    place="Utrecht",
    point=Point(52.117, 5.107),
    facilities=frozenset({Facility.STEP_FREE}),
    opening_hours=("ma 10:00–17:00",),
)


def an_activity(id_: str = "act_cafe", **changes: Any) -> Activity:
    plain = Activity(
        id=ActivityId(id_),
        library=UTRECHT,
        branch=OVERVECHT,
        source_id=f"src-{id_}",
        title="Taalcafé",
        type=ActivityType.LANGUAGE_CAFE,
        level=LevelRange(Level.PRE_A1, Level.B1, LevelPolicy.GUIDELINE),
        last_confirmed_on=date(2026, 11, 1),
        description="Nederlands praten met koffie erbij",
        themes=(Theme.LANGUAGE, Theme.MEETING),
        helping_languages=("ar", "en"),
        sessions=(
            Session(
                start=time(10, 0),
                duration_minutes=90,
                weekday=Weekday.TUE,
                except_on=frozenset({date(2026, 12, 29)}),
            ),
        ),
        seats=Seats(capacity=10),
        contact=Contact(phone="030 1234567"),
    )
    return replace(plain, **changes)


def a_library(isil: str = UTRECHT, **changes: Any) -> Library:
    plain = Library(
        isil=LibraryId(isil),
        name="de Bibliotheek Utrecht",
        contact=Contact(email="taal@bibliotheek.example"),
        service_area=frozenset({"GM0344"}),
        branches=(OVERVECHT,),
    )
    return replace(plain, **changes)


def a_need(**changes: Any) -> Need:
    free: tuple[FreeInterval, ...] = (
        slot("tue_morning"),
        FreeInterval(Weekday.THU, 525, 840),
    )
    plain = Need(
        location=Located(Point(52.12, 5.1), Precision.POSTCODE, 1.0),
        residence="GM0344",
        level=Level.A1,
        speaking_level=Level.A2,
        spoken_languages=("ar",),
        themes=frozenset({Theme.LANGUAGE}),
        audiences=frozenset({Audience.WOMEN}),
        free=free,
        requirements=frozenset({Requirement.CHILDREN_WELCOME}),
        delivery=frozenset({Delivery.IN_PERSON, Delivery.ONLINE}),
    )
    return replace(plain, **changes)


def a_placement(id_: str = "plc_1", *, code: str = "4821", **changes: Any) -> Placement:
    plain = Placement(
        id=PlacementId(id_),
        activity_id=ActivityId("act_cafe"),
        library=UTRECHT,
        branch=OVERVECHT.isil,
        code=code,
        offered=Offered(
            rank=1,
            score=0.742,
            parts=(("travel", 0.71, 0.36),),
            reasons=(("within_travel", {"minutes": 7, "maxMinutes": 30}), ("drop_in", {})),
            distance_km=1.234,
            travel_minutes=7,
            next_session_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        ),
    )
    return replace(plain, **changes)


def a_message(id_: str = "msg_1", **changes: Any) -> Message:
    plain = Message(
        id=MessageId(id_),
        kind=MessageKind.OFFER,
        language="ar",
        segments=2,
        round=1,
        due_at=NOW,
    )
    return replace(plain, **changes)


def a_referral(id_: str = "ref_1", **changes: Any) -> Referral:
    plain = Referral(
        id=ReferralId(id_),
        organisation=GM0344,
        created_by="usr_1",
        created_at=NOW,
        updated_at=NOW,
        asked={"location": {"postcode": "3562"}, "languageLevel": "a1", "travel": None},
        need=a_need(),
        agreement=Agreement(refer=True, sms=True, report_back=True, recorded_on=date(2026, 11, 20)),
        channel=Channel.SMS,
        contact_language="ar",
        body_mac="b0d1",
        round=1,
    )
    return replace(plain, **changes)


def a_person(**changes: Any) -> Person:
    return replace(Person("Amina", "+31612345678", "belt liever niet"), **changes)


def referring(referral: Referral) -> Step:
    """The step that makes this referral."""
    event = Event(EventKind.REFERRED, referral.created_at, CASE_WORKER)
    return Step(before=None, referral=referral, events=(event,))


def happening(referral: Referral, placement_id: str, what: Happening) -> Step:
    """The step in which this happens to one of its placements, a minute later."""
    placement = referral.placement(PlacementId(placement_id))
    at = referral.updated_at + timedelta(minutes=1)
    step = moved(begun(referral), advance(placement, what, at=at), actor=CASE_WORKER)
    return replace(step, referral=replace(step.referral, updated_at=at))
