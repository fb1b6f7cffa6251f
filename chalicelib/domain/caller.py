"""Who is asking, as the verified identity says, and what she may see."""

from dataclasses import dataclass

from chalicelib.domain.events import Actor
from chalicelib.domain.ids import LibraryId, OrganisationId
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Role

REFERRERS = frozenset({Role.CASE_WORKER, Role.MUNICIPALITY_ADMIN, Role.PARTNER_REFERRER})
LIBRARY_ROLES = frozenset({Role.LIBRARY_STAFF, Role.LIBRARY_ADMIN})
EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Eyes:
    """One person's view: hers, her team's, and while unassigned what she made herself."""

    subject: str
    team: str | None

    def may_see(self, referral: Referral) -> bool:
        if referral.assigned_to is None:
            return referral.created_by == self.subject
        return referral.assigned_to in {self.subject, self.team}


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or a system that signed in; the organisation comes from nowhere else."""

    subject: str
    role: Role
    organisation: OrganisationId
    team: str | None = None

    @property
    def eyes(self) -> Eyes | None:
        """What she may see of her organisation's referrals; None is everything."""
        if self.role is Role.MUNICIPALITY_ADMIN:
            return None
        return Eyes(self.subject, self.team)

    @property
    def municipality(self) -> str | None:
        """Her municipality's code, when she works for one."""
        return self.organisation if self.organisation.startswith("GM") else None

    @property
    def library(self) -> LibraryId | None:
        return LibraryId(self.organisation) if self.role in LIBRARY_ROLES else None

    @property
    def actor(self) -> Actor:
        return Actor(self.role, self.subject)
