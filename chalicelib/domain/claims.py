"""From the claims of a verified token to a caller: the same rule for tokens and for signing in."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Unauthorized
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.vocabulary import Role

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
