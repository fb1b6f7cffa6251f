"""What a token says of its bearer, asked by the user pool before it signs one.

Deployed as a function of its own, which app.py's middleware does not reach.
"""

from collections.abc import Mapping
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.claims import PersonInPool, claims_of_person, claims_of_system

tokens = Blueprint(__name__)

_SYSTEM = "TokenGeneration_ClientCredentials"


@tokens.lambda_function(name="says_who_she_is")
def says_who_she_is(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """The tokens about to be signed name role and organisation; none that is not known."""
    request = event["request"]
    if event["triggerSource"] == _SYSTEM:
        claims = claims_of_system(request.get("scopes") or ())
        override = {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
    else:
        claims = claims_of_person(_person(request))
        override = {"idTokenGeneration": {"claimsToAddOrOverride": claims}}
    event["response"] = {"claimsAndScopeOverrideDetails": override}
    return event


def _person(request: Mapping[str, Any]) -> PersonInPool:
    attributes = request.get("userAttributes") or {}
    groups = (request.get("groupConfiguration") or {}).get("groupsToOverride") or ()
    return PersonInPool(
        groups=frozenset(groups),
        organisation=attributes.get("custom:org"),
        organisation_name=attributes.get("custom:org_name"),
        team=attributes.get("custom:team"),
    )
