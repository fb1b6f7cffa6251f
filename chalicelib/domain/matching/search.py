"""Walking down the ranking of a catalogue without judging most of it.

The search is best-first. A heap holds three sorts of things, each with the highest score it can
still turn out to have: nodes of the catalogue's two forests (see `snapshot`), activities that
were glanced at, and activities whose score is settled. The highest is taken: a node is opened, a
glance is settled, and a settled activity is the next one of the ranking, because nothing left in
the heap can overtake it. So activities come out in the exact order of the ranking, and the search
ends when the answer is complete. A node is dropped when every activity under it surely breaks
more than one constraint, or one for which no near miss is wanted any more.

The bound of a node is the sum of the most that each part can come to under it: travel by the
minutes to the nearest point of its box, without barriers, which only ever lengthen a way; level by
the ranges that its tree holds; theme, help in a language and the soonest weekday by its marks; the
seats by its worth. SLACK covers the rounding of adding in another order.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Any, NamedTuple, TypeVar

from chalicelib.domain.geography import distance_km, fewest_minutes, travel_minutes
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching import marks, scoring
from chalicelib.domain.matching.box import least_km
from chalicelib.domain.matching.constraints import (
    BIT,
    area_holds,
    failed_bit,
    failed_by_kind,
    is_at_her_place,
    is_fresh,
    lacking,
    level_that_counts,
    timing,
    travel_holds,
    wished_delivery,
)
from chalicelib.domain.matching.facts import Kind
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.matching.scoring import WEIGHTS, SeatParts
from chalicelib.domain.matching.snapshot import ById, Catalogue, Forest
from chalicelib.domain.schedule import AMSTERDAM, OPEN
from chalicelib.domain.vocabulary import ActivityType, Delivery, Level

SLACK = 1e-9

_TRAVEL, _SLOT = BIT[Constraint.TRAVEL], BIT[Constraint.SLOT]
_SEAT, _PARKED = BIT[Constraint.SEAT], BIT[Constraint.PARKED]
EVERYTHING = sum(BIT.values())  # of something that is not there: never wanted
_W_TRAVEL, _W_THEME, _W_LEVEL, _W_HELP, _W_SOON, _W_COMFORT, _W_WAIT, _W_SCARCITY = WEIGHTS.values()
# How the heap tells its things apart; a settled activity has its minutes, 0 or more, instead.
_NODE, _HOME_NODE, _GLANCE, _HOME_GLANCE, _FAR_GLANCE = -5, -4, -3, -2, -1


class Found(NamedTuple):
    """The next activity of the ranking; `failed` are constraints as bits, one at most."""

    place: int
    failed: int
    branch: int
    type: ActivityType
    is_online: bool


class _KindView(NamedTuple):
    """A kind as it is for her, in one way of attending it."""

    failed: int
    bound: float
    theme: float
    level: float
    type: ActivityType
    delivery: Delivery


class _TimesView(NamedTuple):
    """When it meets as it is for her."""

    failed: int
    soon: float


class _Visit(NamedTuple):
    """How she would attend what is held at one branch; `travel` is that part of the score.

    While `is_settled` is False the minutes are those of the straight line, the fewest possible.
    """

    minutes: int
    travel: float
    failed: int
    is_settled: bool = True


_ANY_TIME = marks.EVERY_PART | marks.BY_ARRANGEMENT
_OUT_OF_REACH = _KindView(EVERYTHING, 0.0, 0.0, 0.0, ActivityType.IDO, Delivery.HOME)
_AT_HOME = _Visit(0, scoring.OWN_PLACE_VALUE * _W_TRAVEL, 0)

_V = TypeVar("_V")


class _Judged(dict[int, _V]):
    """Each numbered thing judged once, when it is first met."""

    def __init__(self, judge: Callable[[int], _V]) -> None:
        self._judge = judge

    def __missing__(self, number: int) -> _V:
        view = self[number] = self._judge(number)
        return view


class _Glance(NamedTuple):
    """An activity before it is settled, with all that follows from its facts and branch."""

    failed: int
    kind: _KindView
    visit: _Visit
    room: SeatParts
    help_language: float
    is_at_home: bool


class Search:
    """One question to one catalogue."""

    def __init__(
        self, need: Need, catalogue: Catalogue, at: datetime, full: Collection[ActivityId]
    ) -> None:
        self._need, self._catalogue, self._at = need, catalogue, at
        self._today = at.astimezone(AMSTERDAM).date()
        self._parked, self._full = frozenset(need.parked), frozenset(full)
        self._prepare_words()
        self._prepare_views()
        self._wanted = {0, *BIT.values()}
        self._wants_online = True
        self._heap: list[tuple[float, int, Any, Any]] = []
        self._put_roots()

    def wants_no_more(self, failed: int) -> None:
        """No near miss is looked for that fails any of these constraints."""
        self._wanted = {bits for bits in self._wanted if not bits & failed}

    def wants_no_more_online(self) -> None:
        """What she would attend online is passed over from here on."""
        self._wants_online = False

    def in_order_of_rank(self) -> Iterator[Found]:
        """Every match and every wanted near miss, best first; looks no further than asked."""
        heap = self._heap
        while heap:
            _, sort, number, thing = heappop(heap)
            if sort >= 0:
                if self._is_wanted(thing):
                    yield thing
            elif sort == _NODE:
                self._open_branch_node(number, *thing)
            elif sort == _HOME_NODE:
                self._open_home_node(number, *thing)
            elif sort == _FAR_GLANCE:
                self._settle_from_afar(number, thing)
            else:
                self._settle(number, thing)

    def _is_wanted(self, found: Found) -> bool:
        return found.failed in self._wanted and (self._wants_online or not found.is_online)

    def _prepare_words(self) -> None:
        need = self._need
        self._asked = marks.asked_word(need, at_her_place=False)
        self._asked_at_home = marks.asked_word(need, at_her_place=True)
        self._free = marks.free_word(need.free)
        self._constraints_of = _Judged(marks.constraints_of)
        self._wish = marks.themes_word(need.themes)
        self._spoken = marks.tongues_word(need.spoken_languages)
        closures = [OPEN, *self._catalogue.holidays.periods.values()]
        self._soonest_by_weekday = scoring.soonest_values(self._today, closures)
        self._soonest = _Judged(self._soonest_in)
        wishes, groups = scoring.wish_count(need), bool(scoring.wished_groups(need))
        # The marks know no audiences: a group she wishes may be under any node.
        self._best_theme = _Judged(
            lambda offered: (
                _W_THEME * ((offered.bit_count() + groups) / wishes if wishes else scoring.NEUTRAL)
            )
        )

    def _prepare_views(self) -> None:
        need, catalogue, today = self._need, self._catalogue, self._today
        wished = wished_delivery(need)
        self._wishes_branch = Delivery.IN_PERSON in wished
        self._wishes_online = Delivery.ONLINE in wished
        self._glimpses = _Judged(self._glimpse)
        self._visits = _Judged(self._visit)
        self._near_kinds = _Judged(lambda one: self._kind_at_branch(one, need.max_minutes))
        self._far_kinds = _Judged(lambda one: self._kind_at_branch(one, need.max_minutes + 1))
        self._home_kinds = _Judged(self._kind_at_home)
        self._helps = _Judged(
            lambda one: scoring.help_language_value(need, catalogue.languages[one]) * _W_HELP
        )
        self._areas = _Judged(
            lambda one: failed_bit(Constraint.AREA, holds=area_holds(need, catalogue.areas[one]))
        )
        self._confirmed = _Judged(
            lambda one: failed_bit(
                Constraint.STALE, holds=is_fresh(catalogue.confirmed[one], today=today)
            )
        )
        self._lacking = _Judged(lambda one: self._needs(one, at_her_place=False))
        self._lacking_at_home = _Judged(lambda one: self._needs(one, at_her_place=True))
        self._timings: dict[tuple[int, int], _TimesView] = {}
        self._way_matters = any(not interval.start_only for interval in need.free or ())

    def _soonest_in(self, parts: int) -> float:
        """The best `soon` part of a session in these parts of the week, or by arrangement."""
        values = [self._soonest_by_weekday[day] for day in marks.weekdays_of(parts)]
        if parts & marks.BY_ARRANGEMENT:
            values.append(scoring.NEUTRAL)
        return max(values, default=0.0) * _W_SOON

    # The nodes: what every activity under them surely fails, and the best that one may score.

    def _put_roots(self) -> None:
        at_branch, at_home = self._catalogue.at_branch, self._catalogue.at_home
        for tree, root in enumerate(at_branch.roots):
            self._put_branch_nodes((root,), self._best_level(at_branch, tree))
        for tree, root in enumerate(at_home.roots):
            self._put_home_nodes((root,), self._best_level(at_home, tree))

    def _put_branch_nodes(self, nodes: Iterable[int], best_level: float) -> None:
        forest, need, here = self._catalogue.at_branch, self._need, self._need.location.point
        for node in nodes:
            failed = self._surely_fails(forest, node, self._asked)
            if failed not in self._wanted:
                continue
            minutes = fewest_minutes(need.mode, least_km(here, forest.box(node)))
            if minutes > need.max_minutes:
                failed |= _TRAVEL
                if failed not in self._wanted:
                    continue
            travel = scoring.travel_value(need, minutes) * _W_TRAVEL
            bound = travel + best_level + self._best_of_rest(forest, node, failed)
            heappush(self._heap, (-bound, _NODE, node, (failed, best_level)))

    def _put_home_nodes(self, nodes: Iterable[int], best_level: float) -> None:
        forest = self._catalogue.at_home
        for node in nodes:
            failed = self._surely_fails(forest, node, self._asked_at_home)
            if failed in self._wanted:
                bound = _AT_HOME.travel + best_level + self._best_of_rest(forest, node, failed)
                heappush(self._heap, (-bound, _HOME_NODE, node, (failed, best_level)))

    def _surely_fails(self, forest: Forest, node: int, asked: int) -> int:
        failed = self._constraints_of[forest.lacks[node] & asked]
        return failed if forest.offers[node] & self._free else failed | _SLOT

    def _best_level(self, forest: Forest, tree: int) -> float:
        level = level_that_counts(self._need, ActivityType(forest.types[tree]))
        ranges = forest.levels[tree]
        return _W_LEVEL * max(
            scoring.headroom_value(level, Level(lowest), Level(highest))
            for lowest, highest in ranges
        )

    def _best_of_rest(self, forest: Forest, node: int, failed: int) -> float:
        """The most that the parts but travel and level can come to, with SLACK."""
        if not self._need.spoken_languages:
            help_language = _W_HELP * scoring.NEUTRAL
        else:
            help_language = _W_HELP if forest.tongues[node] & self._spoken else 0.0
        offers = forest.offers[node]
        must_fit = failed or _SLOT not in self._wanted
        soon = self._soonest[offers & (self._free if must_fit and failed != _SLOT else _ANY_TIME)]
        theme = self._best_theme[offers & self._wish]
        return theme + help_language + soon + forest.worth[node] * marks.WORTH_STEP + SLACK

    def _open_branch_node(self, node: int, failed: int, best_level: float) -> None:
        forest = self._catalogue.at_branch
        if failed not in self._wanted:
            return
        if node >= forest.leaves:
            self._put_branch_nodes(forest.children(node), best_level)
        else:
            self._glance_at_branches(forest.entries(node))

    def _open_home_node(self, node: int, failed: int, best_level: float) -> None:
        forest = self._catalogue.at_home
        is_online = forest.lacks[node] & marks.NOT_AT_HOME
        if failed not in self._wanted or (is_online and not self._wants_online):
            return
        if node >= forest.leaves:
            self._put_home_nodes(forest.children(node), best_level)
        else:
            entries = forest.entries(node)
            self._glance_at_home(self._catalogue.at_home_entries[entries.start : entries.stop])

    # The activities: first a glance that costs a few look-ups, then, if it comes to that, all.

    def _glance_at_branches(self, indexes: Iterable[int]) -> None:
        branch_of, kind_of = self._catalogue.branch_of, self._catalogue.kind_of
        for index in indexes:
            visit = self._glimpses[branch_of[index]]
            kinds = self._far_kinds if visit.failed else self._near_kinds
            kind = kinds[kind_of[index]]
            if kind.failed | visit.failed in self._wanted:
                self._glance(index, kind, visit, is_at_home=False)

    def _glance_at_home(self, indexes: Iterable[int]) -> None:
        for index in indexes:
            kind = self._home_kinds[self._catalogue.kind_of[index]]
            if kind.failed in self._wanted:
                self._glance(index, kind, _AT_HOME, is_at_home=True)

    def _glance(self, index: int, kind: _KindView, visit: _Visit, *, is_at_home: bool) -> None:
        """An activity that may still be wanted enters the heap with the most it can score."""
        catalogue = self._catalogue
        lacking = self._lacking_at_home if is_at_home else self._lacking
        room = catalogue.rooms[catalogue.room_of[index]]
        failed = (
            kind.failed
            | visit.failed
            | room.failed
            | lacking[catalogue.facilities_of[index]]
            | self._areas[catalogue.area_of[index]]
            | self._confirmed[catalogue.confirmed_of[index]]
        )
        if failed in self._wanted:
            help_language = self._helps[catalogue.languages_of[index]]
            bound = visit.travel + kind.bound + help_language + room.total + _W_SOON + SLACK
            sort = _HOME_GLANCE if is_at_home else _GLANCE
            glance = _Glance(failed, kind, visit, room, help_language, is_at_home)
            heappush(self._heap, (-bound, sort, index, glance))

    def _settle(self, index: int, glance: _Glance) -> None:
        """The activity, when it is still wanted, enters the heap with its score.

        When only the straight line to it is known it enters with the score that it would have
        along that, and is settled when that comes up: the true way only makes both its score and
        its fit in her free time worse.
        """
        catalogue, (_, kind, visit, room, help_language, is_at_home) = self._catalogue, glance
        branch = catalogue.branch_of[index]
        times = self._times(catalogue.times_of[index], visit.minutes)
        failed = glance.failed | times.failed | self._known_of(index)
        if failed not in self._wanted or (is_at_home and self._goes_to_branch(kind, branch)):
            return
        score = scoring.total(
            (
                visit.travel,
                kind.theme,
                kind.level,
                help_language,
                times.soon,
                room.comfort,
                room.wait,
                room.scarcity,
            )
        )
        if not visit.is_settled:
            heappush(self._heap, (-score, _FAR_GLANCE, index, glance))
            return
        is_online = is_at_home and kind.delivery is not Delivery.HOME
        found = Found(index, failed, catalogue.isil_of_branch[branch], kind.type, is_online)
        heappush(self._heap, (-score, visit.minutes, ById(catalogue, index), found))

    def _known_of(self, index: int) -> int:
        """What is known of this very activity: parked, or full since the snapshot."""
        if not self._parked and not self._full:
            return 0
        id_ = self._catalogue.id_at(index)
        parked = _PARKED if id_ in self._parked else 0
        return parked | (_SEAT if id_ in self._full else 0)

    def _settle_from_afar(self, index: int, glance: _Glance) -> None:
        visit = self._visits[self._catalogue.branch_of[index]]
        self._settle(index, glance._replace(visit=visit))

    def _goes_to_branch(self, kind: _KindView, branch: int) -> bool:
        """A hybrid that she would rather attend at its branch: found in the other forest."""
        is_hybrid = kind.delivery is Delivery.HYBRID
        return is_hybrid and self._wishes_branch and not self._glimpses[branch].failed

    def _glimpse(self, branch: int) -> _Visit:
        """Beyond her maximum the straight line will do: the way around water takes long to find."""
        need, there = self._need, self._catalogue.point(branch)
        fewest = fewest_minutes(need.mode, distance_km(need.location.point, there))
        if travel_holds(need, fewest):
            return self._visits[branch]
        travel = scoring.travel_value(need, fewest) * _W_TRAVEL
        return _Visit(fewest, travel, _TRAVEL, is_settled=False)

    def _visit(self, branch: int) -> _Visit:
        need = self._need
        minutes = travel_minutes(need.mode, need.location.point, self._catalogue.point(branch))
        failed = failed_bit(Constraint.TRAVEL, holds=travel_holds(need, minutes))
        return _Visit(minutes, scoring.travel_value(need, minutes) * _W_TRAVEL, failed)

    def _kind_at_branch(self, number: int, minutes: int) -> _KindView:
        kind = self._catalogue.kinds[number]
        if is_at_her_place(self._need, kind.delivery, minutes):
            return _OUT_OF_REACH
        return self._kind(kind)

    def _kind_at_home(self, number: int) -> _KindView:
        kind = self._catalogue.kinds[number]
        if kind.delivery is Delivery.HYBRID and not self._wishes_online:
            return _OUT_OF_REACH
        return self._kind(kind)

    def _kind(self, kind: Kind) -> _KindView:
        need = self._need
        theme = scoring.theme_value(need, kind) * _W_THEME
        level = scoring.level_value(need, kind) * _W_LEVEL
        failed = failed_by_kind(need, kind)
        return _KindView(failed, theme + level, theme, level, kind.type, kind.delivery)

    def _needs(self, number: int, *, at_her_place: bool) -> int:
        facilities = self._catalogue.facilities[number]
        missing = lacking(self._need, facilities, at_her_place=at_her_place)
        return failed_bit(Constraint.NEEDS, holds=not missing)

    def _times(self, number: int, minutes: int) -> _TimesView:
        """Judged once for all ways of the same length, or once when the way is no matter."""
        key = (number, minutes if self._way_matters else 0)
        view = self._timings.get(key)
        if view is None:
            view = self._timings[key] = self._judge_times(*key)
        return view

    def _judge_times(self, number: int, minutes: int) -> _TimesView:
        times = self._catalogue.times[number]
        closed = self._catalogue.holidays.closed(times.closed_in)
        when = timing(self._need, times, minutes, at=self._at, closed=closed)
        soon = scoring.soon_value(times, when.next_at, today=self._today, closed=closed)
        return _TimesView(0 if when.fits else _SLOT, soon * _W_SOON)
