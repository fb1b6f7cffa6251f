"""The child of handling.py: one application in a process of its own, asked again and again.

`python -m benchmarks.handled bare DIRECTORY`, or `ours`: microseconds a request by route, as JSON.
"""

import json
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from time import process_time
from typing import Any

from benchmarks import synthetic
from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.snapshot import Catalogue
from chalicelib.domain.offering import MOST_PROPOSED, offered
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.referrals import referral_answer
from chalicelib.usecases.ports import ReferralKey
from tests.fakes import making
from tests.fakes.outside import FakeIdentities, FakeSnapshots, FakeSwitchboard
from tests.test_wiring import SETTINGS

REQUESTS, REPEATED = 20, 200  # many short looks: in some nobody else is in the way
OFFERED_FROM = 2_000  # activities
PATH_BY_ROUTE = {"/v1/health": {}, "/v1/referrals/{referral_id}": {"referral_id": "ref_1"}}


def main(which: str, *directory: str) -> None:
    """Said on the last line of what is printed."""
    application = bare(*directory) if which == "bare" else ours()
    print(json.dumps({route: microseconds(application, route) for route in PATH_BY_ROUTE}))


def bare(directory: str) -> Any:
    """The bare application, whose model finds the same answer ready at once."""
    sys.path.insert(0, directory)
    module = import_module("app")
    referral, activities = referral_with_offers()
    answer = referral_answer(referral, activities, words=GettextWords(drafts=False))
    held = module.Referral(id="ref_1", answer=json.loads(json.dumps(answer)))
    module.Referral.get = lambda _: held
    return module.app


def ours() -> Any:
    """The API as it is wired, with one referral in hand."""
    referral, activities = referral_with_offers()
    wired: Any = wiring.Wired(SETTINGS)
    wired.referrals = HeldReferral(referral, making.referring(referral).events)
    wired.activities = HeldActivities(activities)
    wired.snapshots, wired.switchboard = FakeSnapshots(), FakeSwitchboard()
    wired.identities = FakeIdentities(
        {"t": Caller("usr_1", Role.CASE_WORKER, making.GM0344, team="taal")}
    )
    wiring.ports = lambda: wired  # type: ignore[assignment]
    return import_module("app").app


def referral_with_offers() -> tuple[Referral, Mapping[ActivityId, Activity]]:
    """A referral with as many offers as a text can name."""
    catalogue = Catalogue.of(synthetic.activities(OFFERED_FROM))
    found = (match(need, catalogue, synthetic.AT).matches for need in synthetic.needs(100))
    matches = next(m[:MOST_PROPOSED] for m in found if len(m) >= MOST_PROPOSED)
    placements = tuple(
        making.a_placement(f"plc_{m.rank}", activity_id=m.activity.id, offered=offered(m))
        for m in matches
    )
    referral = making.a_referral(placements=placements, messages=(making.a_message(),))
    return referral, {m.activity.id: m.activity for m in matches}


@dataclass(frozen=True)
class HeldReferral:
    """The port Referrals, as far as reading one goes."""

    referral: Referral
    events: Sequence[Event]

    def get(self, _: ReferralKey) -> Referral:
        return self.referral

    def timeline(self, _: ReferralKey) -> Sequence[Event]:
        return self.events


@dataclass(frozen=True)
class HeldActivities:
    """The port Activities, as far as reading a referral goes."""

    held: Mapping[ActivityId, Activity]

    def get_many(self, _: Collection[ActivityId]) -> Mapping[ActivityId, Activity]:
        return self.held


def microseconds(application: Any, route: str) -> float:
    """Processor time a request, warm, from the gateway's event to its answer."""
    event = {
        "resource": route,
        "path": route.format(**PATH_BY_ROUTE[route]),
        "pathParameters": PATH_BY_ROUTE[route] or None,
        "multiValueQueryStringParameters": None,
        "headers": {"authorization": "Bearer t", "accept": "application/json"},
        "requestContext": {"httpMethod": "GET", "resourcePath": route},
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
    }
    for _ in range(100):
        if (answered := application(event, None))["statusCode"] != 200:
            raise RuntimeError(f"the benchmark asks badly: {answered}")
    return min(_asked(application, event) for _ in range(REPEATED))


def _asked(application: Any, event: Mapping[str, Any]) -> float:
    began = process_time()
    for _ in range(REQUESTS):
        application(event, None)
    return (process_time() - began) / REQUESTS * 1_000_000


if __name__ == "__main__":
    main(*sys.argv[1:])
