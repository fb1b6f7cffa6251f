"""The three activities that suit her best, out of a million, without looking at most of them.

Ranking: score descending, then minutes, then id. Diversity: down the ranking, while fewer than
three are chosen, an activity is passed over when one of the same branch and type was chosen, and
one she would attend online when one of those was; from the fourth on nothing is passed over, and
what was passed over stands where its own score puts it. When fewer than three can be chosen, they
are the answer: nothing that was passed over fills the first three places. Near misses: activities
that fail exactly one constraint and would be chosen among the first three if it were lifted for
them alone; the best for each constraint, and no more than three.

How the ranking is walked without judging every activity: `search`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from chalicelib.domain.geography import distance_km
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching import marks, scoring
from chalicelib.domain.matching.box import least_km
from chalicelib.domain.matching.judgement import Explanation, explain
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Fallback, Matches
from chalicelib.domain.matching.search import EVERYTHING, Found, Search
from chalicelib.domain.matching.snapshot import ById, Catalogue

DIVERSE = 3  # so many stand out first, each of its own branch and type
MOST_NEAR_MISSES = 3
_TO_OPEN, _DESK = 0, 1  # in the heap of desks: as near as a desk, a node is opened first


def match(
    need: Need, catalogue: Catalogue, at: datetime, *, full: Collection[ActivityId] = ()
) -> Matches:
    """What suits her at that moment: the same answer as judging every activity.

    `full` are activities known to have lost their last seat and their list since the snapshot.
    """
    chosen, others, near = _walk(Search(need, catalogue, at, full), need.limit)
    answer = (chosen + (others if len(chosen) == DIVERSE else []))[: need.limit]

    def explained(found: Found) -> Explanation:
        activity = catalogue.activity(found.place)
        is_full = activity.id in full
        return explain(need, activity, catalogue.holidays, at, is_full=is_full)

    return Matches(
        matches=tuple(
            replace(explained(found).match, rank=rank) for rank, found in enumerate(answer, 1)
        ),
        near_misses=tuple(explained(found).as_near_miss() for found in near),
        fallback=None if answer else nearest_desk(need, catalogue),
        considered=catalogue.considered,
        catalogue_version=catalogue.version,
        config=scoring.CONFIG,
    )


def nearest_desk(need: Need, catalogue: Catalogue) -> Fallback | None:
    """The nearest language-house desk that she can walk into, whatever else; ties by id."""
    here, forest = need.location.point, catalogue.at_branch
    heap: list[tuple[float, int, Any]] = [(0.0, _TO_OPEN, root) for root in forest.roots]
    while heap:
        km, sort, node = heappop(heap)
        if sort == _DESK:
            return Fallback(catalogue.activity(node.place), km)
        if forest.lacks[node] & marks.NO_DESK:
            continue
        if node >= forest.leaves:
            for child in forest.children(node):
                heappush(heap, (least_km(here, forest.box(child)), _TO_OPEN, child))
            continue
        # A tree holds one type, so where one is a desk all are.
        for index in forest.entries(node):
            km = distance_km(here, catalogue.point(catalogue.branch_of[index]))
            heappush(heap, (km, _DESK, ById(catalogue, index)))
    return None


def _walk(search: Search, limit: int) -> tuple[list[Found], list[Found], list[Found]]:
    """Down the ranking: the diverse first three, the other matches in order, and near misses."""
    chosen: list[Found] = []
    others: list[Found] = []
    near: list[Found] = []
    for found in search.in_order_of_rank():
        stands_out = len(chosen) < DIVERSE and _stands_out(found, chosen)
        if not found.failed:
            (chosen if stands_out else others).append(found)
        elif stands_out:
            near.append(found)
            search.wants_no_more(found.failed)
        if len(chosen) == DIVERSE or len(near) == MOST_NEAR_MISSES:
            search.wants_no_more(EVERYTHING)
        if len(others) >= limit - DIVERSE:
            if len(chosen) == DIVERSE:
                break
            if any(one.is_online for one in chosen):
                search.wants_no_more_online()  # a second one can only be among the others
    return chosen, others, near


def _stands_out(found: Found, chosen: list[Found]) -> bool:
    return not any(
        (found.branch == other.branch and found.type is other.type)
        or (found.is_online and other.is_online)
        for other in chosen
    )
