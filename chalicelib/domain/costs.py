"""What texts cost: by segment, in all, and for each who attends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.funnel import Reached
from chalicelib.domain.milestones import RoadStage
from chalicelib.domain.reporting import SEGMENTS, TEXTS, Tally


@dataclass(frozen=True, slots=True)
class Costs:
    """Euros; `per_attending` None where nobody attends, or how many do is not told."""

    texts: int
    segments: int
    segment_price: float
    attending: int | None

    @property
    def total(self) -> float:
        return round(self.segments * self.segment_price, 2)

    @property
    def per_attending(self) -> float | None:
        return round(self.total / self.attending, 2) if self.attending else None


def costs(
    tallies: Mapping[Tally, int], reached: Iterable[Reached], *, segment_price: float
) -> Costs:
    """The texts that were counted, at so many euros a segment."""
    attending = next(one.people for one in reached if one.stage is RoadStage.ATTENDING)
    texts = sum(number for tally, number in tallies.items() if tally.name == TEXTS)
    segments = sum(number for tally, number in tallies.items() if tally.name == SEGMENTS)
    return Costs(texts, segments, segment_price, attending)
