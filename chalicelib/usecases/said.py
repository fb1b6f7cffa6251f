"""What a library says about one placement: found, judged, and taken once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.heard import hearing, is_overtaken
from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step
from chalicelib.usecases.ports import AlreadySeen, Ports
from chalicelib.usecases.saving import settle

Deciding = Callable[[Referral, PlacementId, Naming], Step]


@dataclass(frozen=True, slots=True)
class Said:
    """One message of one library about one placement, named by its id or by her code."""

    library: LibraryId
    placement_id: PlacementId | None = None
    code: str | None = None
    webhook_id: str | None = None  # None when it came over a page or the API
    said_at: datetime | None = None  # orders what is said of one type about one placement
    by: Actor | None = None  # who of the library, when a person said it

    @property
    def actor(self) -> Actor:
        return Actor("library", self.library)

    def is_overtaken(self, placement: Placement, type_: str) -> bool:
        """Whether something newer of this type about this placement was heard before."""
        if self.said_at is None:
            return False
        return is_overtaken(placement.heard, type_, said_at=self.said_at)

    def remembered(self, step: Step, placement_id: PlacementId, type_: str) -> Step:
        """The step in which the placement remembers when this was said."""
        if self.said_at is None:
            return step
        placement = step.referral.placement(placement_id)
        heard = hearing(placement.heard, type_, said_at=self.said_at)
        return step.then(step.referral.with_placement(replace(placement, heard=heard)))


def once(said: Said, type_: str | None, decide: Deciding, *, ports: Ports) -> bool:
    """What was said stands, once; an older message that a newer one overtook changes nothing.

    False when it was said, or overtaken, before. `type_` None is for what `decide` puts in order
    itself: it raises AlreadySeen for what was overtaken.
    """

    def in_order(referral: Referral, placement_id: PlacementId, names: Naming) -> Step:
        if type_ is None:
            return decide(referral, placement_id, names)
        if said.is_overtaken(referral.placement(placement_id), type_):
            raise AlreadySeen
        return said.remembered(decide(referral, placement_id, names), placement_id, type_)

    def decided(referral: Referral, names: Naming) -> Step:
        step = in_order(referral, found[1], names)
        if said.webhook_id is None:
            return step
        return replace(step, webhook=(said.library, said.webhook_id))

    if said.webhook_id is not None and ports.referrals.has_seen(said.library, said.webhook_id):
        return False
    found = find(said, ports=ports)
    try:
        settle(lambda: find(said, ports=ports)[0], decided, ports=ports)
    except AlreadySeen:
        return False
    return True


def find(said: Said, *, ports: Ports) -> tuple[Referral, PlacementId]:
    """The referral and placement that this is about.

    Raises:
        NotFound: unknown, or another library's.
    """
    if said.code is not None:
        return ports.referrals.of_code(said.library, said.code)
    if said.placement_id is None:
        raise NotFound("placement")
    referral = ports.referrals.of_placement(said.placement_id, library=said.library)
    return referral, said.placement_id
