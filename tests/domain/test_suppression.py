"""Nothing under five can be worked out of what is published, however it is added and subtracted.

The attacker of these tests knows every category, every stage and every quarter there is, asks for
every report, and solves the equations that the answers are.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.domain.funnel import Funnel, suppressed
from chalicelib.domain.milestones import STAGES
from chalicelib.domain.suppression import (
    LEAST,
    OTHER,
    Block,
    Counts,
    boundaries,
    detailed,
    is_safe,
    pooled,
    rolled_up,
)

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=6).map(tuple)
TABLES = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 8)] * 3), min_size=1, max_size=6
)


@pytest.mark.parametrize(
    ("counts", "starts"),
    [
        ((6, 5, 9), (0, 1, 2)),
        ((1, 0, 7, 0, 6, 0), (0, 3, 4, 5)),
        ((6, 4, 9), (0, 1)),  # four at a stage go on with the next
        ((6, 9, 4), (0, 1)),  # and at the end with the one before
        ((7, 0, 1), (0,)),  # past a stage at which nobody is
        ((0, 0), (0, 1)),
        ((5,), (0,)),
    ],
)
def test_stages_go_together_until_they_are_enough(counts: Counts, starts: Sequence[int]) -> None:
    assert boundaries(counts) == starts


@given(COUNTS.filter(lambda counts: is_safe(sum(counts))))
def test_each_block_of_stages_is_nobody_or_enough(counts: Counts) -> None:
    starts = boundaries(counts)
    ends = (*starts[1:], len(counts))
    assert starts[0] == 0
    assert all(is_safe(sum(counts[b:e])) for b, e in zip(starts, ends, strict=True))


def test_small_categories_go_together() -> None:
    found = pooled({"a": (9,), "b": (3,), "c": (2,), "d": (0,)})
    assert found is not None
    assert (dict(found.shown), found.rest) == ({"a": (9,)}, (5,))


def test_a_single_small_one_takes_the_smallest_other_with_it() -> None:
    found = pooled({"a": (9,), "b": (6,), "c": (2,)})
    assert found is not None
    assert (dict(found.shown), found.rest) == ({"a": (9,)}, (8,))


def test_too_few_in_all_are_not_told_of() -> None:
    assert pooled({"a": (3,), "b": (1,)}) is None


def test_nobody_is_told_of() -> None:
    found = pooled({"a": (0,)})
    assert found is not None
    assert found.buckets == {}


@given(TABLES)
def test_every_category_is_in_one_bucket_of_at_least_five(table: dict[str, Counts]) -> None:
    found = pooled(table)
    everybody = sum(map(sum, table.values()))
    if found is None:
        assert 0 < everybody < LEAST
    else:
        assert all(sum(counts) >= LEAST for counts in found.buckets.values())
        assert sum(map(sum, found.buckets.values())) == everybody


def test_a_column_is_not_given_away_by_what_is_shown_beside_it() -> None:
    """b has three at the first stage: a, with twelve, is held back, or 15 - 12 would tell."""
    buckets = {"a": (12, 6), "b": (3, 9), "c": (5, 5)}
    assert detailed(buckets, (0, 1)) == {"a"}
    assert detailed({"a": (12, 6), "b": (3, 9)}, (0, 1)) == frozenset()
    assert detailed({"a": (12, 6), "b": (5, 9)}, (0, 1)) == {"a", "b"}


# Rolled up


def test_everybody_is_at_the_finest_branch_with_five() -> None:
    leaves: dict[tuple[str, ...], int] = {
        ("ut", "35", "a1"): 6,
        ("ut", "35", "a2"): 3,
        ("ut", "36", "a1"): 2,
    }
    assert set(rolled_up(leaves)) == {Block(("ut", "35", "a1"), 6), Block(("ut",), 5)}


def test_who_is_left_at_the_root_takes_the_smallest_block_with_them() -> None:
    leaves: dict[tuple[str, ...], int] = {("ut", "35"): 6, ("nh", "10"): 9, ("ze", "43"): 1}
    assert set(rolled_up(leaves)) == {Block(("nh", "10"), 9), Block((), 7)}


def test_where_nobody_is_nothing_is_told() -> None:
    assert rolled_up({}) == ()
    assert rolled_up({("ut",): 0}) == ()
    assert rolled_up({("ut",): 4}) == ()


LEAVES = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from("cd"), st.sampled_from("ef"))
    | st.tuples(st.sampled_from("ab"))
    | st.just(()),
    st.integers(0, 7),
    max_size=8,
)


@given(LEAVES)
def test_every_block_is_enough_and_all_are_told_of_or_nobody(
    leaves: dict[tuple[str, ...], int],
) -> None:
    blocks = rolled_up(leaves)
    assert all(block.people >= LEAST for block in blocks)
    everybody = sum(leaves.values())
    assert sum(block.people for block in blocks) == (everybody if everybody >= LEAST else 0)
    assert len({block.path for block in blocks}) == len(blocks)


# Working it out


QUARTERS = ("2026-Q3", "2026-Q4")
PLACES, LEVELS = ("GM1", "GM2", "GM3"), ("a1", "a2")
FEW_STAGES = (0, 1, 4)  # referred, offered, attending: enough to see every rule at work
Atom = tuple[str, str, str, int]  # quarter, place, level, stage
ATOMS: list[Atom] = list(product(QUARTERS, PLACES, LEVELS, FEW_STAGES))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=len(ATOMS), max_size=len(ATOMS)))
@example([0, 5, 5] * 12)
@example([1, 0, 6] * 12)
@example([4, 4, 4] * 12)
def test_no_small_number_can_be_worked_out(numbers: list[int]) -> None:
    world = dict(zip(ATOMS, numbers, strict=True))
    known = Equations(ATOMS)
    for atoms in every_answer(world):
        known.learn(atoms)
        if not any(world[atom] for atom in atoms):  # nobody in all is nobody in each
            for atom in atoms:
                known.learn(frozenset({atom}))
    for target in every_cell():
        people = sum(world[atom] for atom in target)
        if not is_safe(people):
            assert not known.tell(target), f"{people} can be worked out: {sorted(target)}"


def every_answer(world: dict[Atom, int]) -> Iterable[frozenset[Atom]]:
    """What each number that is published is the number of."""
    for quarters in (QUARTERS[:1], QUARTERS[1:], QUARTERS):
        for by in (1, 2):
            groups = {q: table(world, q, by) for q in quarters}
            told = suppressed(groups, groups, {})
            yield from equations_of(told, world, quarters, by)


def equations_of(
    told: Funnel, world: dict[Atom, int], quarters: Sequence[str], by: int
) -> Iterable[frozenset[Atom]]:
    safe = [q for q in quarters if is_safe(sum(n for a, n in world.items() if a[0] == q))]
    for reached in told.stages:
        if reached.people is not None:
            atoms = atoms_of(safe, STAGES.index(reached.stage))
            assert reached.people == sum(world[a] for a in atoms)
            yield atoms
    named = {q: names_shown(table(world, q, by)) for q in safe}
    for group in told.groups:
        for reached in group.stages:
            if reached.people is not None:
                atoms = frozenset(
                    a
                    for a in atoms_of(safe, STAGES.index(reached.stage))
                    if (a[by] if a[by] in named[a[0]] else OTHER) == group.value
                )
                assert reached.people == sum(world[a] for a in atoms)
                yield atoms


def table(world: dict[Atom, int], quarter: str, by: int) -> dict[str, Counts]:
    values = PLACES if by == 1 else LEVELS
    found = {}
    for value in values:
        counts = [0] * len(STAGES)
        for atom, number in world.items():
            if atom[0] == quarter and atom[by] == value:
                counts[atom[3]] += number
        found[value] = tuple(counts)
    return found


def names_shown(categories: dict[str, Counts]) -> frozenset[str]:
    found = pooled(categories)
    return frozenset() if found is None else frozenset(found.shown)


def atoms_of(quarters: Iterable[str], stage: int) -> frozenset[Atom]:
    """Everybody of these quarters who came this far."""
    return frozenset(a for a in ATOMS if a[0] in set(quarters) and a[3] >= stage)


def every_cell() -> Iterable[frozenset[Atom]]:
    """Every number of people that one would want to know: by quarter, place or level, and stage.

    Those that came so far and those that came no farther.
    """
    for quarters in (QUARTERS[:1], QUARTERS[1:], QUARTERS):
        for by, value in ((0, None), *((1, p) for p in PLACES), *((2, level) for level in LEVELS)):
            for stages in ([0, 1, 4], [1, 4], [4], [0], [1]):
                yield frozenset(
                    a
                    for a in ATOMS
                    if a[0] in quarters and a[3] in stages and (value is None or a[by] == value)
                )


class Equations:
    """Sums that are known, kept so that one sees at once what follows from them."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._place = {atom: number for number, atom in enumerate(atoms)}
        self._rows: dict[int, list[Fraction]] = {}

    def learn(self, atoms: frozenset[Atom]) -> None:
        row = self._reduced(atoms)
        pivot = next((n for n, value in enumerate(row) if value), None)
        if pivot is not None:
            self._rows[pivot] = [value / row[pivot] for value in row]

    def tell(self, atoms: frozenset[Atom]) -> bool:
        """Whether the number of these follows from what is known."""
        return not any(self._reduced(atoms))

    def _reduced(self, atoms: frozenset[Atom]) -> list[Fraction]:
        row = [Fraction(atom in atoms) for atom in self._place]
        for pivot in sorted(self._rows):
            if row[pivot]:
                by = row[pivot]
                known = self._rows[pivot]
                row = [value - by * other for value, other in zip(row, known, strict=True)]
        return row
