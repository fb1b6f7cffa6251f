"""The first lines a person reads: where to go, what to try, what differs from production."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from tools.local.settings import Choices
from tools.local.sign_in import PEOPLE


def lines(base_url: str, choices: Choices, today: date) -> Iterator[str]:
    """What holds here and one request that works, ready to be pasted."""
    yield f"API: {base_url}/v1, described at {base_url}/v1/openapi.json"
    yield f"pages: {base_url}/ and sign in as one of these people, all of them invented:"
    for person in PEOPLE:
        team = "" if person.team is None else f", {person.team}"
        yield f"  {person.name}: {person.role} of {person.organisation}{team}"
    yield "cookies are not Secure and have no __Host- prefix, because this is http on one machine"
    yield "the API: with the token of `make -s token ROLE=case_worker ORG=GM0344`"
    at_any_hour = "open: texts go out at any hour, and without a daily cap"
    window = "on: no texts at night" if choices.sms_window else at_any_hour
    drafts = "on: texts may be drafts" if choices.drafts else "off: only final languages"
    yield f"sending window {window} (SMS_WINDOW=on gives production's rule)"
    yield f"language drafts {drafts} (DRAFTS=off gives production's rule)"
    yield "try:"
    yield f"  curl -s {base_url}/v1/referrals \\"
    yield '    -H "Authorization: Bearer $(make -s token ROLE=case_worker ORG=GM0344)" \\'
    yield '    -H "Content-Type: application/json" -H "Idempotency-Key: first-try" \\'
    yield f"    -d '{json.dumps(example_referral(today))}'"


def example_referral(today: date) -> dict[str, Any]:
    """An invented newcomer in Utrecht for whom the demo catalogue has something."""
    return {
        "location": {"postcode": "3511"},
        "residence": "GM0344",
        "languageLevel": "a1",
        "spokenLanguages": ["ar"],
        "travel": {"mode": "bicycle", "maxMinutes": 30},
        "person": {
            "firstName": "Samira",
            "phone": "06 87654379",
            "contactLanguage": "ar",
            "channel": "sms",
        },
        "agreement": {
            "refer": True,
            "sms": True,
            "reportBack": True,
            "recordedOn": today.isoformat(),
        },
    }
