"""What she is shown of each placement, in no language yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chalicelib.adapters.newcomer.pictograms import OF_TYPE
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.meeting import first_meeting, length
from chalicelib.domain.numbering import numbers
from chalicelib.domain.placement import BEYOND_PROPOSED, DeclinedBy, Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import Delivery

_MOST_EARLIER = 3
_ELSEWHERE = {Delivery.ONLINE: "sms.online", Delivery.HOME: "sms.at_home"}
_SAID_OF = {
    State.HELD: "state_held",
    State.WAITLISTED: "state_waitlisted",
    State.SEAT_OFFERED: "state_seat_offered",
    State.CONFIRMED: "state_confirmed",
    State.ATTENDING: "state_attending",
    State.COMPLETED: "state_completed",
    State.STOPPED: "state_stopped",
    State.LAPSED: "state_lapsed",
    State.CANCELLED: "state_declined",
}

# At the desk her code settles these; from a waiting list it cannot.
_CODE_OPENS = frozenset({State.HELD, State.CONFIRMED, State.ATTENDING})

ActivityById = Mapping[ActivityId, Activity]
Option = tuple[Placement, Activity]


@dataclass(frozen=True, slots=True)
class Card:
    """One placement. Words are keys; `number` is that of her texts, None where it has none."""

    id: PlacementId
    number: int | None
    says: str | None
    is_question: bool
    title: str
    pictogram: str
    meets: datetime | None
    clock: str
    branch: str
    place: str
    elsewhere: str | None
    kilometres: float
    minutes: int
    price: str
    costs: Mapping[str, Decimal]
    is_full: bool
    wait_weeks: int | None
    code: str
    shows_code: bool
    phone: str | None

    @property
    def dialled(self) -> str:
        return "".join(c for c in self.phone or "" if c.isdigit() or c == "+")


@dataclass(frozen=True, slots=True)
class Cards:
    """Her placements: what is hers, what is still open to choose, and what came to an end."""

    hers: tuple[Card, ...]
    open: tuple[Card, ...]
    earlier: tuple[Card, ...]

    @property
    def phones(self) -> tuple[Card, ...]:
        """One card a telephone number: whom she can call."""
        by_number: dict[str, Card] = {}
        for card in (*self.hers, *self.open):
            if card.dialled:
                by_number.setdefault(card.dialled, card)
        return tuple(by_number.values())


def cards_of(
    referral: Referral, activities: ActivityById, *, holidays: Holidays, at: datetime
) -> Cards:
    """All she is shown; a placement whose activity is gone is left out."""

    def drawn(options: Iterable[Option]) -> tuple[Card, ...]:
        return tuple(
            _card(*option, number=number, holidays=holidays, at=at)
            for number, option in _numbered(referral, tuple(options))
        )

    return Cards(
        hers=drawn(_in(referral, activities, BEYOND_PROPOSED)),
        open=drawn(open_options(referral, activities)),
        earlier=drawn(_ended(referral, activities)),
    )


def open_options(referral: Referral, activities: ActivityById) -> Sequence[Option]:
    """What is still proposed, as her texts number it."""
    options = _in(referral, activities, {State.PROPOSED})
    return sorted(options, key=lambda o: (o[0].round, o[0].offered.rank))


def place_of(activity: Activity) -> str:
    branch = activity.branch
    return ", ".join(part for part in (branch.name, branch.address, branch.place) if part)


def chosen_options(referral: Referral, activities: ActivityById) -> Sequence[Option]:
    """What is hers, or will be when the library says so."""
    return _in(referral, activities, BEYOND_PROPOSED - {State.SEAT_OFFERED})


def _in(referral: Referral, activities: ActivityById, states: Iterable[State]) -> Sequence[Option]:
    wanted = frozenset(states)
    return [
        (p, activities[p.activity_id])
        for p in referral.placements
        if p.state in wanted and p.activity_id in activities
    ]


def _ended(referral: Referral, activities: ActivityById) -> Sequence[Option]:
    """The last few that came to an end after she, or somebody else, did something about them."""
    ended = _in(referral, activities, {p.state for p in referral.placements if not p.is_live})
    moved = [(p.moved_at, p, activity) for p, activity in ended if p.moved_at is not None]
    moved.sort(key=lambda found: found[0], reverse=True)
    return [(p, activity) for _, p, activity in moved[:_MOST_EARLIER]]


def _numbered(referral: Referral, options: Sequence[Option]) -> Iterable[tuple[int | None, Option]]:
    """Each proposal with the number it has in her texts; without a text, in their order."""
    all_numbers = numbers(referral.line)
    offer = referral.newest_offer
    told = offer.options if offer is not None else ()
    number_by_id = dict(zip(told, all_numbers, strict=False))
    spare = iter(number for number in all_numbers if number not in number_by_id.values())
    for placement, activity in options:
        is_proposed = placement.state is State.PROPOSED
        number = number_by_id.get(placement.id) or next(spare, None) if is_proposed else None
        yield number, (placement, activity)


def _card(
    placement: Placement,
    activity: Activity,
    *,
    number: int | None,
    holidays: Holidays,
    at: datetime,
) -> Card:
    meets = first_meeting(placement, activity, holidays=holidays, at=at)
    amount = activity.price.amount
    is_open = placement.state in {State.PROPOSED, State.WAITLISTED}
    return Card(
        id=placement.id,
        number=number,
        says=_says(placement),
        is_question=placement.state in {State.PROPOSED, State.SEAT_OFFERED},
        title=activity.title,
        pictogram=OF_TYPE[activity.type],
        meets=meets,
        clock="" if meets is None else _clock(placement, activity, meets),
        branch=activity.branch.name,
        place=place_of(activity),
        elsewhere=_ELSEWHERE.get(activity.delivery),
        kilometres=placement.offered.distance_km,
        minutes=placement.offered.travel_minutes,
        price="sms.free" if amount == 0 else "sms.price",
        costs={} if amount == 0 else {"euros": amount},
        is_full=placement.state is State.PROPOSED and not activity.seats.has_room,
        wait_weeks=activity.expected_wait_weeks if is_open else None,
        code=placement.code,
        shows_code=placement.state in _CODE_OPENS,
        phone=activity.contact.phone,
    )


def _clock(placement: Placement, activity: Activity, meets: datetime) -> str:
    """From when until when; an appointment has no known end."""
    start = meets.astimezone(AMSTERDAM)
    if placement.scheduled_at is not None:
        return f"{start:%H:%M}"
    return f"{start:%H:%M}–{(meets + length(activity, meets)).astimezone(AMSTERDAM):%H:%M}"


def _says(placement: Placement) -> str | None:
    if placement.state is State.DECLINED:
        by_her = placement.declined_by is DeclinedBy.NEWCOMER
        return "state_refused" if by_her else "state_declined"
    return _SAID_OF.get(placement.state)
