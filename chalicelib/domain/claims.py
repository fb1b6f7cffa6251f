"""Claims of a token: what ours say of their bearer, and the caller that verified ones describe.

The same rule for tokens and for signing in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Unauthorized
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.vocabulary import Role

AUDIENCE = "wegwijs"  # also the resource server whose scopes are roles
ACT = "act"  # the one scope of an organisation's resource server: to act for it

_ORGANISATION_PREFIX: Mapping[Role, str] = {
    Role.CASE_WORKER: "GM",
    Role.MUNICIPALITY_ADMIN: "GM",
    Role.PARTNER_REFERRER: "PR",
    Role.LIBRARY_STAFF: "NL-",
    Role.LIBRARY_ADMIN: "NL-",
    Role.PROGRAMME_ANALYST: "KB",
}


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """Whoever these claims are about.

    Raises:
        Unauthorized: `unknown_role`; `organisation` when it is none, or none of this role;
        `subject` when nobody is named.
    """
    try:
        role = Role(str(claims.get("role")))
    except ValueError as error:
        raise Unauthorized("unknown_role") from error
    organisation, subject, team = claims.get("org"), claims.get("sub"), claims.get("team")
    if not isinstance(organisation, str) or not _fits(organisation, role):
        raise Unauthorized("organisation")
    if not isinstance(subject, str) or not (team is None or isinstance(team, str)):
        raise Unauthorized("subject")
    return Caller(subject, role, OrganisationId(organisation), team)


def _fits(organisation: str, role: Role) -> bool:
    """Whether an organisation of this form can have somebody in this role."""
    prefix = _ORGANISATION_PREFIX[role]
    rest = organisation.removeprefix(prefix)
    if not organisation.startswith(prefix) or not (rest.isascii() and (rest.isdigit() or not rest)):
        return False
    match prefix:
        case "GM":
            return len(rest) == 4
        case "PR":
            return len(rest) == 8
        case "NL-":
            return len(rest) == 10 and rest.endswith("0000")
        case _:
            return not rest


@dataclass(frozen=True, slots=True)
class PersonInPool:
    """What the user pool knows of somebody; only her organisation's administrator writes it."""

    groups: frozenset[str]
    organisation: str | None
    organisation_name: str | None = None
    team: str | None = None


def claims_of_person(person: PersonInPool) -> dict[str, str]:
    """Her role is the one group that is a role; without exactly one she has none."""
    roles = [role for role in Role if role in person.groups]
    claims = {
        "role": roles[0] if len(roles) == 1 else None,
        "org": person.organisation,
        "org_name": person.organisation_name,
        "team": person.team,
    }
    return {name: str(value) for name, value in claims.items() if value}


def claims_of_system(scopes: Iterable[str]) -> dict[str, str]:
    """Role and organisation as the scopes that its client may have say: `wegwijs/ROLE`, `ORG/act`.

    A client that may have several of either gets none.
    """
    pairs = [scope.rpartition("/") for scope in scopes]
    roles = {name for audience, _, name in pairs if audience == AUDIENCE}
    organisations = {owner for owner, _, name in pairs if name == ACT and owner != AUDIENCE}
    if len(roles) != 1 or len(organisations) != 1:
        return {}
    return {"role": roles.pop(), "org": organisations.pop()}
