"""A small world for the verbs: one library in Utrecht, four activities, a case worker, an order."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity, Branch, Library, Seats
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.ids import ActivityId, OrganisationId, PlacementId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import ActivityType, Channel, Entry, Level, Role
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.order import NeedAsked, Order, PlaceAsked
from chalicelib.usecases.ports import ReferralKey
from chalicelib.usecases.refer import refer
from tests.fakes.activities import FakeActivities
from tests.fakes.libraries import FakeLibraries
from tests.fakes.making import NOW, OVERVECHT, a_library, a_person, an_activity
from tests.fakes.outside import FakePlaces, FakeSnapshots
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Unruly

T = TypeVar("T")
HERE = Located(Point(52.117, 5.107), Precision.POSTCODE, 1.0)
CASE_WORKER = Caller("usr_1", Role.CASE_WORKER, OrganisationId("GM0344"))
ADMIN = Caller("usr_9", Role.MUNICIPALITY_ADMIN, OrganisationId("GM0344"))
LIBRARIAN = Caller("usr_5", Role.LIBRARY_STAFF, OrganisationId("NL-0899040000"))
AGREED = Agreement(refer=True, sms=True, report_back=True, recorded_on=NOW.date())

CAFE = an_activity("act_cafe", seats=Seats(capacity=10))
GROUP = an_activity(
    "act_group",
    type=ActivityType.CONVERSATION_GROUP,
    entry=Entry.INTAKE,
    seats=Seats(capacity=2),
)
BUDDY = an_activity(
    "act_buddy",
    type=ActivityType.LANGUAGE_BUDDY,
    entry=Entry.INTAKE,
    seats=Seats(capacity=1, taken_elsewhere=1),
    waiting_list=True,
)
WALK = an_activity(
    "act_walk",
    type=ActivityType.WALK_AND_TALK,
    entry=Entry.REGISTER,
    branch=replace(OVERVECHT, point=Point(52.12, 5.12)),  # a little further
)
DESK = an_activity("act_desk", type=ActivityType.LANGUAGE_HOUSE_DESK, seats=Seats())


def a_world(activities: Iterable[Activity] = (CAFE, GROUP, BUDDY), **changes: Any) -> FakePorts:
    """Ports in which these activities stand, are published, and lie where she lives."""
    found = tuple(activities)
    return FakePorts(
        activities=FakeActivities(found),
        libraries=FakeLibraries([a_library()]),
        snapshots=FakeSnapshots(found),
        places=FakePlaces({"3562": HERE}, {"Utrecht": HERE}),
        **changes,
    )


def a_need_asked(**changes: Any) -> NeedAsked:
    plain = NeedAsked(
        place=PlaceAsked(postcode="3562"),
        unplaced=Need(location=HERE, residence="GM0344", level=Level.A1),
        body={"location": {"postcode": "3562"}, "languageLevel": "a1"},
    )
    return replace(plain, **changes)


def an_order(**changes: Any) -> Order:
    plain = Order(
        need=a_need_asked(),
        person=a_person(),
        agreement=AGREED,
        channel=Channel.SMS,
        contact_language="ar",
        body={"languageLevel": "a1", "person": {"firstName": "Amina"}},
    )
    return replace(plain, **changes)


def as_draft(activity: Activity) -> ActivityDraft:
    """The activity as its library would describe it."""

    def describe(id_: ActivityId, library: Library, branch: Branch) -> Activity:
        return replace(activity, id=id_, library=library.isil, branch=branch, version=1)

    return ActivityDraft(activity.source_id, activity.branch.isil, describe)


def referred(ports: FakePorts, key: str = "key-1", **changes: Any) -> Referral:
    """A newcomer, just referred."""
    return refer(an_order(**changes), key, caller=CASE_WORKER, ports=ports).referral


def with_referrals(ports: FakePorts, **unruly: Any) -> FakePorts:
    """The same world, in which the store of referrals fails where it is told to."""
    same = copy(ports)
    same.referrals = Unruly(ports.referrals, **unruly)  # type: ignore[assignment]
    return same


def key_of(referral: Referral) -> ReferralKey:
    return ReferralKey(referral.organisation, referral.id)


def now_of(referral: Referral, ports: FakePorts) -> Referral:
    """The referral as it is stored now."""
    return ports.referrals.get(key_of(referral))


def placed_on(referral: Referral, activity_id: str) -> Placement:
    """Its newest placement on this activity."""
    found = [p for p in referral.placements if p.activity_id == activity_id]
    return found[-1]


def id_on(referral: Referral, activity_id: str) -> PlacementId:
    return placed_on(referral, activity_id).id


def states(referral: Referral) -> dict[str, str]:
    return {p.activity_id: p.state.value for p in referral.placements}


def taken(ports: FakePorts, activity: Activity) -> int:
    return ports.activities.taken(activity.id)


def counted(ports: FakePorts, referrals: Iterable[Referral]) -> dict[str, int]:
    """Seats as the placements of these referrals count them: the nightly check."""
    placements = [p for r in referrals for p in now_of(r, ports).placements if p.seat_counted]
    ids = {p.activity_id for p in placements}
    return {id_: sum(p.activity_id == id_ for p in placements) for id_ in ids}


def all_at_once(*jobs: Callable[[], T]) -> list[T | Exception]:
    """What each answered or raised, started together."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(_outcome, jobs))


def _outcome(job: Callable[[], T]) -> T | Exception:
    try:
        return job()
    except Exception as error:  # noqa: BLE001 - the error is what is asked for
        return error
