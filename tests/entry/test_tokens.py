"""The function that the user pool asks before it signs a token, with the events that it sends."""

from typing import Any

from chalicelib.entry.tokens import says_who_she_is


def asked(trigger: str, request: dict[str, Any]) -> Any:
    answered = says_who_she_is({"triggerSource": trigger, "request": request}, None)
    return answered["response"]["claimsAndScopeOverrideDetails"]


def test_a_persons_id_token_names_her_role_and_organisation() -> None:
    request = {
        "userAttributes": {"sub": "1", "custom:org": "GM0344", "custom:team": "team-oost"},
        "groupConfiguration": {"groupsToOverride": ["case_worker"]},
    }
    assert asked("TokenGeneration_HostedAuth", request) == {
        "idTokenGeneration": {
            "claimsToAddOrOverride": {"role": "case_worker", "org": "GM0344", "team": "team-oost"}
        }
    }


def test_somebody_in_no_group_gets_a_token_without_a_role() -> None:
    said = asked("TokenGeneration_HostedAuth", {"userAttributes": {"custom:org": "GM0344"}})
    assert said == {"idTokenGeneration": {"claimsToAddOrOverride": {"org": "GM0344"}}}


def test_a_systems_access_token_says_what_its_scopes_are() -> None:
    request = {"scopes": ["wegwijs/library_admin", "NL-0899040000/act"]}
    assert asked("TokenGeneration_ClientCredentials", request) == {
        "accessTokenGeneration": {
            "claimsToAddOrOverride": {"role": "library_admin", "org": "NL-0899040000"}
        }
    }


def test_whatever_else_was_in_the_event_stays() -> None:
    event = {"triggerSource": "TokenGeneration_ClientCredentials", "request": {}, "version": "3"}
    assert says_who_she_is(event, None)["version"] == "3"
