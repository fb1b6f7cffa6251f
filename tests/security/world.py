"""Everything twice, hers and somebody else's: what callers ask for to see whom they may ask for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.adapters.identity import JwtIdentities
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.answering import opened
from chalicelib.domain.caller import LIBRARY_ROLES, REFERRERS, Caller
from chalicelib.domain.catalogue import Seats
from chalicelib.domain.events import CLOCK
from chalicelib.domain.feed import FeedSource
from chalicelib.domain.ids import (
    ActivityId,
    BranchId,
    LibraryId,
    OrganisationId,
    ProgrammeId,
    TaskId,
)
from chalicelib.domain.import_job import ImportJob
from chalicelib.domain.library_secret import FIRST
from chalicelib.domain.programme import Programme
from chalicelib.domain.referral import Referral
from chalicelib.domain.session import Session
from chalicelib.domain.step import begun
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import ActivityType, Entry, Role
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.endpoints import keep_endpoint, try_endpoint
from chalicelib.usecases.feeds import keep_feed
from chalicelib.usecases.ports import FileKind
from chalicelib.usecases.refer import refer
from chalicelib.usecases.saving import settle
from chalicelib.usecases.warm_handover import read_handover, start_handover
from tests.fakes.activities import FakeActivities
from tests.fakes.libraries import FakeLibraries, FakeProgrammes
from tests.fakes.library_secrets import FakeLibrarySecrets
from tests.fakes.making import OVERVECHT, UTRECHT, a_library, a_person, an_activity
from tests.fakes.outside import FakePlaces, FakeSnapshots
from tests.fakes.ports import FakePorts
from tests.security.tokens import Issuer
from tests.usecases.worlds import HERE, an_order, key_of, now_of, placed_on

AMSTERDAM = LibraryId("NL-0899010000")
TEAM = "team-oost"
HOME = {
    Role.CASE_WORKER: "GM0344",
    Role.MUNICIPALITY_ADMIN: "GM0344",
    Role.PARTNER_REFERRER: "PR00000001",
    Role.LIBRARY_STAFF: UTRECHT,
    Role.LIBRARY_ADMIN: UTRECHT,
    Role.PROGRAMME_ANALYST: "KB",
}
CALLERS = {
    role: Caller(f"usr_{role}", role, OrganisationId(home), TEAM if role in REFERRERS else None)
    for role, home in HOME.items()
}
STRANGER = Caller("usr_far", Role.CASE_WORKER, OrganisationId("GM0363"))
THEIR_ADMIN = Caller("usr_far_lib", Role.LIBRARY_ADMIN, OrganisationId(AMSTERDAM))
# Whoever sees all of an organisation's referrals, also where it has no such role.
ADMIN_OF = {
    organisation: Caller("usr_admin", Role.MUNICIPALITY_ADMIN, OrganisationId(organisation))
    for organisation in (*HOME.values(), "GM0363")
}


class Whose(StrEnum):
    """Whose a thing is, as the caller sees it."""

    OWN = "her own"
    TEAM = "her team's"
    COLLEAGUE = "a colleague's"
    FOREIGN = "another organisation's"
    UNKNOWN = "unknown"


Things = dict[str, str]  # the value for each name that a path or a body may have
UNKNOWN: Things = {
    "referral_id": "ref_unknown",
    "placement_id": "plc_unknown",
    "desk_code": "9797",
    "task_id": "tsk_unknown",
    "isil": "NL-0899990000",
    "branch": "NL-0899999999",
    "activity_id": "act_unknown",
    "import_id": "imp_unknown",
    "secret_id": "sec_unknown",
    "delivery_id": "dlv_unknown",
    "programme_id": "unknown",
    "code": "GM9999",
    "name": "unknown.css",
    "report": "unknown",
    "handover_link": "GM0344.ref_unknown.1.20270101.xxxxxxxxxxxxxxxx",
}


@dataclass(frozen=True, slots=True)
class World:
    """The ports, who may sign tokens, and what there is, by whose it is for this role."""

    ports: FakePorts
    issuer: Issuer
    role: Role
    things: dict[Whose, Things]

    def session(self) -> str:
        """The cookie of somebody of this role who has just signed in."""
        at = self.ports.now()
        return self.ports.sessions.open(Session(CALLERS[self.role], at, at))

    def of_others(self) -> str:
        """All that belongs to the other organisation, as it stands."""
        theirs, ports = self.things[Whose.FOREIGN], self.ports
        referral = ports.referrals.of_task(TaskId(theirs["their_task"]))
        return repr(
            [
                referral,
                ports.activities.get(ActivityId("act_theirs")),
                ports.libraries.get(AMSTERDAM),
                ports.endpoints.get(AMSTERDAM),
                ports.secrets.of(AMSTERDAM),
                ports.feeds.get(AMSTERDAM),
                ports.ledger.counting(OrganisationId("GM0363")),
            ]
        )


def a_world_for(role: Role, issuer: Issuer) -> World:
    """What somebody of this role finds: hers, her team's, a colleague's and a stranger's."""
    ports = _ports(issuer)
    me = CALLERS[role if role in REFERRERS else Role.CASE_WORKER]
    colleague = replace(me, subject="usr_colleague", team=None)
    hers = _referred(ports, me, "hers", "act_group")
    teams = _referred(ports, me, "teams", "act_group", assigned_to=TEAM)
    colleagues = _referred(ports, colleague, "colleagues", "act_group", assigned_to="usr_colleague")
    theirs = _referred(ports, STRANGER, "theirs", "act_theirs")
    own, foreign = _of_library(ports, UTRECHT), _of_library(ports, AMSTERDAM)
    things = {
        Whose.OWN: own | _of_referral(ports, hers, role, "act_group") | {"code": "GM0344"},
        Whose.TEAM: own | _of_referral(ports, teams, role, "act_group"),
        Whose.COLLEAGUE: own | _of_referral(ports, colleagues, role, "act_group"),
        Whose.FOREIGN: foreign
        | _of_referral(ports, theirs, role, "act_theirs")
        | {"code": "GM0363"},
        Whose.UNKNOWN: UNKNOWN,
    }
    return World(ports, issuer, role, things)


def _ports(issuer: Issuer) -> FakePorts:
    group = an_activity(
        "act_group",
        type=ActivityType.CONVERSATION_GROUP,
        entry=Entry.INTAKE,
        seats=Seats(capacity=50),
    )
    theirs = an_activity(
        "act_theirs",
        library=AMSTERDAM,
        branch=replace(OVERVECHT, isil=BranchId("NL-0899011002")),
        type=ActivityType.WALK_AND_TALK,
        entry=Entry.REGISTER,
        seats=Seats(capacity=50),
    )
    found = (an_activity("act_cafe", seats=Seats(capacity=50)), group, theirs)
    secrets = (b"a" * 32, b"b" * 32)
    identities: Any = JwtIdentities(issuer.public, issuer=issuer.name, audience="wegwijs")
    words: Any = GettextWords(drafts=False)
    return FakePorts(
        activities=FakeActivities(found),
        libraries=FakeLibraries([a_library(), a_library(AMSTERDAM, name="OBA")]),
        snapshots=FakeSnapshots(found),
        places=FakePlaces({"3562": HERE}),
        programmes=FakeProgrammes([Programme(ProgrammeId("taalcafe-basis"), "Taalcafé")]),
        secrets=FakeLibrarySecrets({UTRECHT: secrets, AMSTERDAM: secrets}),
        identities=identities,
        words=words,
    )


def _referred(
    ports: FakePorts, caller: Caller, key: str, activity: str, **changes: Any
) -> Referral:
    """Somebody referred by this caller who has accepted this activity, and wants to be called."""
    person = a_person(phone=f"+3161234{sum(key.encode()):04d}")
    order = an_order(person=person, client_reference=None, **changes)
    referral = refer(order, key, caller=caller, ports=ports).referral
    accept_for_her(
        referral.id, placed_on(referral, activity).id, caller=_her_own(caller, changes), ports=ports
    )

    def decide(current: Referral, _: Any) -> Any:
        return opened(begun(current), TaskReason.CALL_ME, actor=CLOCK, at=ports.now())

    settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)
    mine, today = _her_own(caller, changes), ports.now().date()
    start_handover(referral.id, OrganisationId("GM0392"), today, caller=mine, ports=ports)
    return now_of(referral, ports)


def _her_own(caller: Caller, changes: dict[str, Any]) -> Caller:
    """Somebody who may see a referral that is assigned so, whoever made it."""
    return replace(caller, team=changes.get("assigned_to"))


def _of_referral(ports: FakePorts, referral: Referral, role: Role, activity: str) -> Things:
    librarys, mine = sorted(referral.tasks, key=lambda task: task.library is None)
    return {
        "referral_id": referral.id,
        "placement_id": placed_on(referral, activity).id,
        "handover_link": read_handover(
            referral.id, caller=ADMIN_OF[referral.organisation], ports=ports
        ).token,
        "desk_code": placed_on(referral, activity).code,
        "proposed_id": placed_on(referral, "act_cafe").id,
        "task_id": librarys.id if role in LIBRARY_ROLES else mine.id,
        "their_task": mine.id,
        "me": CALLERS[role].subject,
        "version": f'"{referral.version}"',
        "link": ports.derivation.link_token(referral.id),
        "placement_link": ports.derivation.placement_link(
            placed_on(referral, activity).id, last_day=_soon(ports)
        ),
    }


def _of_library(ports: FakePorts, isil: LibraryId) -> Things:
    admin = replace(THEIR_ADMIN, organisation=OrganisationId(isil))
    keep_endpoint(isil, "https://bieb.example.nl/wegwijs", caller=admin, ports=ports)
    delivery = try_endpoint(isil, caller=admin, ports=ports)
    source = FeedSource(url="https://bieb.example.nl/agenda.csv", kind=FileKind.CSV)
    keep_feed(source, library=isil, caller=admin, ports=ports)
    import_id = f"imp_{isil.lower()}"
    ports.imports.add(ImportJob(import_id, isil, FileKind.CSV, ports.now(), total_rows=1))
    return {
        "isil": isil,
        "branch": OVERVECHT.isil if isil == UTRECHT else "NL-0899011002",
        "activity_id": "act_group" if isil == UTRECHT else "act_theirs",
        "import_id": import_id,
        "secret_id": FIRST,
        "delivery_id": delivery.id,
        "programme_id": "taalcafe-basis",
        "name": "wegwijs.css",
        "report": "vraag",
    } | _links(ports, isil)


def _links(ports: FakePorts, isil: LibraryId) -> Things:
    return {
        "confirmation_link": ports.derivation.library_link(isil, last_day=_soon(ports)),
        "speaker_link": ports.derivation.speaker_link("ti", last_day=_soon(ports)),
        "list_link": ports.derivation.list_link(isil, last_day=_soon(ports)),
    }


def _soon(ports: FakePorts) -> date:
    return (ports.now() + timedelta(days=3)).date()
