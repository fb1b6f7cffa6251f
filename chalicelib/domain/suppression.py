"""What may be published of counts of people, so that nothing under five can be worked out.

Not by hiding cells of a table and hoping that no sum gives them away, but by dividing everybody
into blocks of at least five, or of nobody, before anything is added up. Everything that is
published is a sum of whole blocks, so no sum, difference, overlap of periods or other grouping
tells less than a block. See docs/decisions/0024.

Two ways to divide. `pooled` puts categories that are too small together, with as many larger ones
as it takes: the small ones are five or more, or the smallest of the others goes with them, so
that the total minus what is shown is never a small number (complementary suppression).
`boundaries` puts stages of a road together that follow each other. `detailed` says of which
categories the stages may be shown as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
OTHER = "other"
Counts = tuple[int, ...]  # how many are at each stage, and no farther


@dataclass(frozen=True, slots=True)
class Pooled:
    """The categories that may be shown by name, and all others together."""

    shown: Mapping[str, Counts]
    rest: Counts | None  # None where nobody is left

    @property
    def buckets(self) -> Mapping[str, Counts]:
        return self.shown if self.rest is None else {**self.shown, OTHER: self.rest}


def is_safe(count: int) -> bool:
    """Whether so many people may be told of: nobody, or at least five."""
    return count == 0 or count >= LEAST


def pooled(categories: Mapping[str, Counts]) -> Pooled | None:
    """Every category by name that is large enough, the others together; None if all are too few."""
    by_size = sorted(categories, key=lambda name: (-sum(categories[name]), name))
    shown = [name for name in by_size if sum(categories[name]) >= LEAST]
    rest = [name for name in by_size if 0 < sum(categories[name]) < LEAST]
    while rest and shown and not is_safe(_people(categories, rest)):
        rest.append(shown.pop())
    if not is_safe(_people(categories, rest)):
        return None
    together = added(categories[name] for name in rest) if rest else None
    return Pooled({name: categories[name] for name in shown}, together)


def boundaries(counts: Counts) -> tuple[int, ...]:
    """The stages at which a block begins; each block is nobody, or at least five.

    The counts together are nobody, or at least five.
    """
    starts, begun = [0], 0
    for stage, count in enumerate(counts):
        begun += count
        if is_safe(begun):
            starts.append(stage + 1)
            begun = 0
    if starts[-1] == len(counts):
        return tuple(starts[:-1])
    while len(starts) > 1 and not is_safe(sum(counts[starts[-1] :])):
        starts.pop()
    return tuple(starts)


def detailed(buckets: Mapping[str, Counts], starts: Sequence[int]) -> frozenset[str]:
    """The buckets of which every block of stages may be shown.

    The others together are nobody or at least five in each block too, or one of those that could
    be shown is held back with them: the column minus what is shown is never a small number.
    """
    blocks = {name: blocks_of(counts, starts) for name, counts in buckets.items()}
    shown = {name for name, of_one in blocks.items() if all(map(is_safe, of_one))}
    while (unsafe := _first_unsafe(blocks, shown, len(starts))) is not None:
        of_use = [name for name in shown if blocks[name][unsafe]]
        shown.remove(min(of_use, key=lambda name: (sum(blocks[name]), name)))
    return frozenset(shown)


def blocks_of(counts: Counts, starts: Sequence[int]) -> Counts:
    """How many are in each block of stages."""
    ends = (*starts[1:], len(counts))
    return tuple(sum(counts[begin:end]) for begin, end in zip(starts, ends, strict=True))


def added(many: Iterable[Counts]) -> Counts:
    """Stage by stage."""
    return tuple(map(sum, zip(*many, strict=True)))


def _first_unsafe(
    blocks: Mapping[str, Counts], shown: Iterable[str], number_of_blocks: int
) -> int | None:
    hidden = blocks.keys() - set(shown)
    sums = (sum(blocks[name][n] for name in hidden) for n in range(number_of_blocks))
    return next((n for n, people in enumerate(sums) if not is_safe(people)), None)


def _people(categories: Mapping[str, Counts], names: Iterable[str]) -> int:
    return sum(sum(categories[name]) for name in names)


@dataclass(frozen=True, slots=True)
class Block:
    """So many people somewhere in a tree: `path` leads to the branch they have in common."""

    path: tuple[str, ...]
    people: int


def rolled_up(leaves: Mapping[tuple[str, ...], int]) -> tuple[Block, ...]:
    """Everybody at the finest branch where there are at least five; the root holds all.

    Whoever is left of a branch goes up a level, together with the others left there. At the root
    the smallest block goes with them where they are fewer than five; nobody is told of at all
    where all together are.
    """
    blocks, left = _rolled_up((), leaves)
    if not left:
        return tuple(blocks)
    if not blocks:
        return ()
    smallest = min(blocks, key=lambda block: (block.people, block.path))
    kept = (block for block in blocks if block is not smallest)
    return (Block((), left + smallest.people), *kept)


def _rolled_up(
    path: tuple[str, ...], leaves: Mapping[tuple[str, ...], int]
) -> tuple[list[Block], int]:
    """The blocks under this branch, and how many are left that its parent must take."""
    level = len(path)
    blocks, left = list[Block](), leaves.get(path, 0)
    for branch in sorted({leaf[: level + 1] for leaf in leaves if len(leaf) > level}):
        below = {leaf: n for leaf, n in leaves.items() if leaf[: level + 1] == branch}
        found, left_there = _rolled_up(branch, below)
        blocks += found
        left += left_there
    if left >= LEAST:
        return [Block(path, left), *blocks], 0
    return blocks, left
