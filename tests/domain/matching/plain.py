"""The reference: every activity judged in a plain loop, straight from the definition.

It shares only the primitives with the engine: distance, minutes, whether a session fits and when
it is next held. Its constraints, its score, its diversity and its near misses are its own.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.freetime import fits
from chalicelib.domain.geography import distance_km, travel_minutes
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching.need import Need
from chalicelib.domain.schedule import AMSTERDAM, next_held

LADDER = ["alfa", "pre_a1", "a1", "a2", "b1", "b2"]
TALKING = {
    "language_cafe",
    "conversation_group",
    "walk_and_talk",
    "language_buddy",
    "women_group",
}
BEST = {
    "language_cafe": 20,
    "language_house_desk": 4,
    "language_buddy": 1,
    "conversation_group": 8,
    "walk_and_talk": 12,
    "language_course_nonformal": 12,
    "literacy_group": 8,
    "exam_practice": 10,
    "self_study": 12,
    "reading_group": 10,
    "society_workshop": 15,
    "ido": 4,
    "digital_course": 10,
    "e_government_course": 10,
    "digital_health": 10,
    "read_aloud_home": 1,
    "bookstart": 12,
    "family_language": 10,
    "women_group": 12,
    "job_support": 8,
    "library_tour": 15,
}
CODES = (
    *("level", "reading", "audience", "delivery", "needs", "seat", "area", "stale", "parked"),
    *("travel", "slot"),
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One activity as it stands in the ranking."""

    activity: Activity
    score: float
    minutes: int
    km: float
    next_at: datetime | None
    online: bool
    failed: str | None = None

    @property
    def key(self) -> tuple[float, int, str]:
        return (-self.score, self.minutes, self.activity.id)


@dataclass(frozen=True, slots=True)
class Answer:
    matches: list[Ranked]
    near_misses: list[Ranked]
    fallback: Activity | None
    considered: int


def match(
    need: Need,
    activities: Iterable[Activity],
    holidays: Holidays,
    at: datetime,
    *,
    full: Collection[str] = (),
    waived: Collection[tuple[str, str]] = (),
    limit: int | None = None,
) -> Answer:
    """The whole answer; `waived` are pairs of an id and a constraint lifted for it alone."""
    active = [activity for activity in activities if activity.status == "active"]
    matches: list[Ranked] = []
    nearly: list[Ranked] = []
    for activity in active:
        ways = attended(need, activity)
        failures = []
        for failure in failing(need, activity, ways, holidays, at, full):
            if (activity.id, failure) not in waived:
                failures.append(failure)
            if len(failures) > 1:
                break
        else:
            ranked = scored(need, activity, ways, holidays, at, failures)
            (nearly if failures else matches).append(ranked)
    matches.sort(key=lambda ranked: ranked.key)
    nearly.sort(key=lambda ranked: ranked.key)
    top = first_three(matches)
    rest = [ranked for ranked in matches if ranked not in top] if len(top) == 3 else []
    return Answer(
        matches=(top + rest)[: limit or need.limit],
        near_misses=near_misses(nearly, matches),
        fallback=None if matches else nearest_desk(need, active),
        considered=len(active),
    )


def first_three(matches: list[Ranked]) -> list[Ranked]:
    chosen: list[Ranked] = []
    for ranked in matches:
        if len(chosen) == 3:
            break
        one = ranked.activity
        if any(
            one.branch.isil == c.activity.branch.isil and one.type == c.activity.type
            for c in chosen
        ):
            continue
        if ranked.online and any(c.online for c in chosen):
            continue
        chosen.append(ranked)
    return chosen


def near_misses(nearly: list[Ranked], matches: list[Ranked]) -> list[Ranked]:
    """The best of each constraint that would be among the first three, three at most."""
    best: dict[str, Ranked] = {}
    # A match that is passed over stays so when one more activity competes, so the first three of
    # the world with the candidate are among these and the candidate.
    head = first_three(matches)
    for ranked in nearly:
        if len(best) == 3 or (len(head) == 3 and head[2].key < ranked.key):
            break
        world = sorted([*head, ranked], key=lambda one: one.key)
        if ranked.failed not in best and ranked in first_three(world):
            best[str(ranked.failed)] = ranked
    return list(best.values())


def nearest_desk(need: Need, active: list[Activity]) -> Activity | None:
    desks = [
        activity
        for activity in active
        if activity.type == "language_house_desk" and activity.delivery in {"in_person", "hybrid"}
    ]
    here = need.location.point
    return min(desks, key=lambda a: (distance_km(here, a.branch.point), a.id), default=None)


@dataclass(slots=True)
class Ways:
    """Where it would take place for her; the minutes are worked out when first asked for."""

    need: Need
    activity: Activity
    _minutes: int | None = None
    _at_branch: bool | None = None

    def to_branch(self) -> int:
        if self._minutes is None:
            point = self.activity.branch.point
            self._minutes = travel_minutes(self.need.mode, self.need.location.point, point)
        return self._minutes

    @property
    def at_branch(self) -> bool:
        if self._at_branch is None:
            self._at_branch = self._decide()
        return self._at_branch

    def _decide(self) -> bool:
        delivery = self.activity.delivery
        if delivery == "in_person":
            return True
        if delivery in {"online", "home"}:
            return False
        wishes = wishes_of(self.need)
        if "in_person" in wishes and self.to_branch() <= self.need.max_minutes:
            return True
        return "online" not in wishes

    @property
    def minutes(self) -> int:
        return self.to_branch() if self.at_branch else 0


def attended(need: Need, activity: Activity) -> Ways:
    return Ways(need, activity)


def wishes_of(need: Need) -> set[str]:
    wishes = {str(delivery) for delivery in need.delivery}
    return wishes | {"in_person", "online"} if "hybrid" in wishes else wishes


def failing(  # noqa: C901 - the list of the definition
    need: Need,
    activity: Activity,
    ways: Ways,
    holidays: Holidays,
    at: datetime,
    full: Collection[str],
) -> Iterator[str]:
    """The constraints that fail, the cheap ones first; the caller stops when it knows enough."""
    if level_fails(need, activity):
        yield "level"
    if activity.reading == "latin" and need.reading != "latin":
        yield "reading"
    if audience_fails(need, activity):
        yield "audience"
    if delivery_fails(need, activity):
        yield "delivery"
    if needs_fail(need, activity, ways):
        yield "needs"
    if is_full(activity) or activity.id in full:
        yield "seat"
    if activity.service_area and need.residence not in activity.service_area:
        yield "area"
    if (at.astimezone(AMSTERDAM).date() - activity.last_confirmed_on).days > 180:
        yield "stale"
    if activity.id in need.parked:
        yield "parked"
    if ways.at_branch and ways.minutes > need.max_minutes:
        yield "travel"
    if activity.held_sessions and not fitting_starts(need, activity, ways, holidays, at):
        yield "slot"


def counting_level(need: Need, activity: Activity) -> str:
    if activity.type in TALKING and need.speaking_level is not None:
        return str(need.speaking_level)
    return str(need.level)


def level_fails(need: Need, activity: Activity) -> bool:
    if activity.level.policy == "guideline":
        return False
    level = counting_level(need, activity)
    if level == "unknown":
        return activity.type != "language_house_desk"
    low, high = LADDER.index(activity.level.lowest), LADDER.index(activity.level.highest)
    return not low <= LADDER.index(level) <= high


def audience_fails(need: Need, activity: Activity) -> bool:
    audience = activity.audience
    if audience == "everyone" or audience in need.audiences:
        return False
    if audience == "youth":
        return need.age_group != "youth"
    if audience == "adults":
        return need.age_group not in {"adult", "senior"}
    return True


def delivery_fails(need: Need, activity: Activity) -> bool:
    wishes = wishes_of(need)
    if activity.delivery == "hybrid":
        return not wishes & {"in_person", "online"}
    return activity.delivery not in wishes


def needs_fail(need: Need, activity: Activity, ways: Ways) -> bool:
    offered = {str(one) for one in (*activity.facilities, *activity.branch.facilities)}
    for wanted in need.requirements:
        if wanted in {"companion", "call_first"} or wanted in offered:
            continue
        if wanted == "step_free" and not ways.at_branch:
            continue
        return True
    return False


def is_full(activity: Activity) -> bool:
    left = seats_left(activity)
    return left == 0 and not activity.waiting_list


def seats_left(activity: Activity) -> int | None:
    seats = activity.seats
    if seats.capacity is None:
        return None
    return max(0, seats.capacity - seats.taken - seats.taken_elsewhere)


def fitting_starts(
    need: Need, activity: Activity, ways: Ways, holidays: Holidays, at: datetime
) -> list[datetime]:
    closed = holidays.closed(activity.closed_in_school_holidays)
    starts = []
    for session in activity.held_sessions:
        if fits(session, ways.minutes, need.free):
            start = next_held(session, at=at, closed=closed)
            if start is not None:
                starts.append(start)
    return starts


def scored(
    need: Need,
    activity: Activity,
    ways: Ways,
    holidays: Holidays,
    at: datetime,
    failures: list[str],
) -> Ranked:
    starts = fitting_starts(need, activity, ways, holidays, at)
    if not starts:
        closed = holidays.closed(activity.closed_in_school_holidays)
        every = [next_held(session, at=at, closed=closed) for session in activity.held_sessions]
        starts = [start for start in every if start is not None]
    next_at = min(starts, default=None)
    score = 0.0
    score += 0.36 * (0.5 ** (ways.minutes / need.max_minutes) if ways.at_branch else 0.5**0.5)
    score += 0.20 * theme_value(need, activity)
    score += 0.12 * level_value(need, activity)
    score += 0.10 * help_value(need, activity)
    score += 0.10 * soon_value(activity, next_at, holidays, at)
    score += 0.04 * comfort_value(activity)
    score += 0.05 * wait_value(activity)
    left = seats_left(activity)
    score += 0.03 * (1.0 if left is None else min(1.0, left / 3))
    return Ranked(
        activity,
        score,
        ways.minutes,
        distance_km(need.location.point, activity.branch.point) if ways.at_branch else 0.0,
        next_at,
        online=not ways.at_branch and activity.delivery != "home",
        failed=failures[0] if failures else None,
    )


def theme_value(need: Need, activity: Activity) -> float:
    groups = [audience for audience in need.audiences if audience != "everyone"]
    wishes = len(need.themes) + (1 if groups else 0)
    if wishes == 0:
        return 0.5
    met = len([theme for theme in need.themes if theme in activity.themes])
    return (met + (1 if activity.audience in groups else 0)) / wishes


def level_value(need: Need, activity: Activity) -> float:
    level = counting_level(need, activity)
    if level == "unknown":
        return 0.5
    hers = LADDER.index(level)
    low, high = LADDER.index(activity.level.lowest), LADDER.index(activity.level.highest)
    if hers < low:
        return {1: 0.5, 2: 0.25}.get(low - hers, 0.1)
    if hers > high:
        return {1: 0.4}.get(hers - high, 0.1)
    return 0.8 if hers == high else 1.0


def help_value(need: Need, activity: Activity) -> float:
    if not need.spoken_languages:
        return 0.5
    return float(any(spoken in activity.helping_languages for spoken in need.spoken_languages))


def soon_value(
    activity: Activity, next_at: datetime | None, holidays: Holidays, at: datetime
) -> float:
    if not activity.held_sessions:
        return 0.5
    if next_at is None:
        return 0.0
    today, day = at.astimezone(AMSTERDAM).date(), next_at.astimezone(AMSTERDAM).date()
    closed = holidays.closed(activity.closed_in_school_holidays)
    waiting = (day - today).days - closed.days_between(today, day)
    return max(0.0, 1 - waiting / 28)


def comfort_value(activity: Activity) -> float:
    people, best = activity.seats.taken + activity.seats.taken_elsewhere, BEST[activity.type]
    return 1.0 if people < best else max(0.0, 1 - (people - best + 1) / best)


def wait_value(activity: Activity) -> float:
    if seats_left(activity) != 0:
        return 1.0
    if not activity.waiting_list:
        return 0.0
    weeks = activity.expected_wait_weeks
    return max(0.0, 1 - (12 if weeks is None else weeks) / 26)
