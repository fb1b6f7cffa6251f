"""What there is round the postcode where she lives, as pages show it."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

from chalicelib.domain.catalogue import Contact, Price, Seats
from chalicelib.domain.geography import Point
from chalicelib.domain.ids import BranchId
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.vocabulary import ActivityType, Entry
from tests.fakes.making import OVERVECHT, an_activity

NEUDE = replace(
    OVERVECHT,
    isil=BranchId("NL-0899041001"),
    name="Bibliotheek Neude",
    address="Neude 11",
    point=Point(52.0935, 5.119),
)
CAFE = an_activity("act_cafe", title="Taalcafé Overvecht", seats=Seats(capacity=10))
TALK = an_activity(
    "act_talk",
    title="Conversatiegroep voor beginners",
    type=ActivityType.CONVERSATION_GROUP,
    entry=Entry.INTAKE,
    branch=NEUDE,
    sessions=(Session(start=time(13, 30), duration_minutes=60, weekday=Weekday.THU),),
    price=Price(Decimal("2.50")),
    contact=Contact(phone="030 286 1800"),
    seats=Seats(capacity=8),
)
# Two branches round Overvecht, where she lives: one beside her, one across town.
BUDDY = an_activity(
    "act_buddy",
    title="Taalmaatje",
    type=ActivityType.LANGUAGE_BUDDY,
    entry=Entry.INTAKE,
    branch=NEUDE,
    sessions=(),
    seats=Seats(capacity=1, taken_elsewhere=1),
    waiting_list=True,
    expected_wait_weeks=6,
)
# Only at a weekend, which she must say she has.
SATURDAY = an_activity(
    "act_saturday",
    title="Samen lezen op zaterdag",
    type=ActivityType.READING_GROUP,
    entry=Entry.REGISTER,
    branch=NEUDE,
    sessions=(Session(start=time(11), duration_minutes=90, weekday=Weekday.SAT),),
    seats=Seats(capacity=12),
)
