"""The contracts of the store on the emulator, and what only many at once can show."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from pynamodb.connection import Connection

from chalicelib.adapters.dynamo.sessions import DynamoSessions
from chalicelib.adapters.dynamo.steps import Newcomer, transaction
from chalicelib.adapters.dynamo.tables import Tables, connect
from chalicelib.domain.catalogue import Seats
from chalicelib.domain.derivation import Derivation
from chalicelib.domain.errors import (
    PreconditionFailed,
    SeatTaken,
    StaleVersion,
    Temporary,
    WegwijsError,
)
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.placement import Happening
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import begun
from chalicelib.usecases.ports import (
    AlreadySeen,
    AlreadyThere,
    CodeTaken,
    ReferralKey,
    ReferralQuery,
)
from tests.adapters.contracts.catalogue import (
    ActivitiesContract,
    LibrariesContract,
    ManyActivitiesContract,
    ProgrammesContract,
)
from tests.adapters.contracts.choices import ChoicesContract
from tests.adapters.contracts.conversation import ConversationContract
from tests.adapters.contracts.covers import CoversContract
from tests.adapters.contracts.known_placements import KnownPlacementsContract
from tests.adapters.contracts.ledger import LedgerContract
from tests.adapters.contracts.library_secrets import LibrarySecretsContract
from tests.adapters.contracts.notices import NoticesContract
from tests.adapters.contracts.referrals import (
    CAFE,
    PHONE_MAC,
    ReferralsContract,
    added,
    key_of,
    offered,
)
from tests.adapters.contracts.reports import ReportsContract
from tests.adapters.contracts.sessions import SessionsContract
from tests.adapters.contracts.waiting import WaitingListsContract
from tests.adapters.contracts.worlds import REGION, DynamoWorld, world_on
from tests.fakes.making import (
    GM0344,
    UTRECHT,
    a_library,
    a_message,
    a_person,
    a_placement,
    an_activity,
    happening,
    referring,
)
from tests.integration.conftest import RunningEmulator

Outcome = type[Exception] | None


@pytest.fixture(scope="module")
def client(emulator: RunningEmulator) -> Any:
    return emulator.client("dynamodb")


@pytest.fixture(scope="module")
def connection(emulator: RunningEmulator) -> Iterator[Connection]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "local")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        yield connect(region=REGION, endpoint=emulator.endpoint)


@pytest.fixture
def world(client: Any, connection: Connection) -> DynamoWorld:
    return world_on(client, connection)


class TestReferralsOnTheEmulator(ReferralsContract):
    pass


class TestConversationOnTheEmulator(ConversationContract):
    pass


class TestKnownPlacementsOnTheEmulator(KnownPlacementsContract):
    pass


class TestLedgerOnTheEmulator(LedgerContract):
    pass


class TestActivitiesOnTheEmulator(ActivitiesContract):
    pass


class TestManyActivitiesOnTheEmulator(ManyActivitiesContract):
    pass


class TestChoicesOnTheEmulator(ChoicesContract):
    pass


class TestLibrariesOnTheEmulator(LibrariesContract):
    pass


class TestLibrarySecretsOnTheEmulator(LibrarySecretsContract):
    pass


class TestNoticesOnTheEmulator(NoticesContract):
    pass


class TestProgrammesOnTheEmulator(ProgrammesContract):
    pass


class TestWaitingListsOnTheEmulator(WaitingListsContract):
    pass


class TestSessionsOnTheEmulator(SessionsContract):
    @pytest.fixture
    def sessions(self, world: DynamoWorld) -> DynamoSessions:
        return DynamoSessions(world.tables, owner=Derivation(b"k" * 32).session_owner)


class TestReportsOnTheEmulator(ReportsContract):
    pass


class TestCoversOnTheEmulator(CoversContract):
    pass


def test_forty_who_come_and_go_at_once_are_all_counted(world: DynamoWorld) -> None:
    world.activities.put(an_activity(seats=Seats(capacity=100)), expected_version=None)
    world.activities.set_taken_elsewhere(CAFE, 20)
    moves = [1, -1, 2, -1] * 10
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda by: world.activities.move_taken_elsewhere(CAFE, by), moves))
    seats = world.activities.get(CAFE).seats
    assert (seats.taken_elsewhere, seats.left) == (30, 70)
    assert world.free_as_stored(CAFE) == 70


def test_of_eight_who_claim_a_reminder_one_gets_it(world: DynamoWorld) -> None:
    world.libraries.put(a_library())
    today, not_since = date(2026, 11, 23), date(2026, 11, 10)
    with ThreadPoolExecutor(8) as nights:
        claims = nights.map(
            lambda _: world.libraries.claim_reminder(UTRECHT, on=today, not_since=not_since),
            range(8),
        )
        assert sum(claims) == 1


def test_of_eight_who_write_one_version_of_a_library_one_does(world: DynamoWorld) -> None:
    world.libraries.put(a_library())

    def write(number: int) -> bool:
        try:
            world.libraries.put(a_library(name=f"Van {number}"), expected_version=1)
        except PreconditionFailed:
            return False
        return True

    with ThreadPoolExecutor(8) as writers:
        assert sum(writers.map(write, range(8))) == 1
    assert world.libraries.get(UTRECHT).version == 2


def all_at_once(*actions: Callable[[], object]) -> list[Outcome]:
    """What each met, all of them having begun at the same moment."""
    start = Barrier(len(actions))

    def run(action: Callable[[], object]) -> Outcome:
        start.wait()
        try:
            action()
        except (WegwijsError, AlreadyThere, AlreadySeen, CodeTaken) as met:
            return type(met)
        return None

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_fifty_at_once_for_ten_seats_gives_exactly_ten(world: DynamoWorld) -> None:
    world.activities.put(an_activity(seats=Seats(capacity=10)), expected_version=None)
    referrals = [added(world, offered(number)) for number in range(50)]
    steps = [
        happening(referral, referral.placements[0].id, Happening.ACCEPTED) for referral in referrals
    ]
    outcomes = all_at_once(*(lambda step=step: world.referrals.save(step) for step in steps))
    assert outcomes.count(None) == 10
    assert outcomes.count(SeatTaken) == 40
    assert world.activities.get(CAFE).seats == Seats(capacity=10, taken=10)
    assert world.free_as_stored("act_cafe") == 0


def test_seats_stay_right_while_the_library_changes_them(world: DynamoWorld) -> None:
    activity = world.activities.put(an_activity(seats=Seats(capacity=30)), expected_version=None)
    referrals = [added(world, offered(number)) for number in range(20)]
    accepting = [
        lambda r=referral: world.referrals.save(
            happening(r, r.placements[0].id, Happening.ACCEPTED)
        )
        for referral in referrals
    ]
    changing = [
        lambda: world.activities.set_taken_elsewhere(CAFE, 4),
        lambda: world.activities.put(
            replace(activity, seats=Seats(capacity=40, taken_elsewhere=4)), expected_version=1
        ),
    ]
    assert all_at_once(*accepting, *changing) == [None] * 22
    assert world.activities.get(CAFE).seats == Seats(capacity=40, taken=20, taken_elsewhere=4)
    assert world.free_as_stored("act_cafe") == 16


def test_two_imports_of_the_same_rows_at_once_both_stand(world: DynamoWorld) -> None:
    rows = [an_activity(f"act_{number:02d}") for number in range(40)]
    assert all_at_once(*[lambda: world.activities.put_many(rows)] * 2) == [None] * 2
    assert {activity.version for activity in world.activities.all_active()} == {2}


def test_five_of_the_same_request_at_once_make_one_referral(world: DynamoWorld) -> None:
    referral = replace(offered(), client_reference="UTR-1")
    outcomes = all_at_once(
        *[lambda: world.referrals.add(referring(referral), a_person(), phone_mac=PHONE_MAC)] * 5
    )
    assert sorted(outcomes, key=str) == sorted([None] + [AlreadyThere] * 4, key=str)
    assert len(world.referrals.timeline(key_of(referral))) == 1


def test_of_twenty_who_decide_on_the_same_version_one_is_first(world: DynamoWorld) -> None:
    referral = added(world, offered())
    step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
    outcomes = all_at_once(*[lambda: world.referrals.save(step)] * 20)
    assert (outcomes.count(None), outcomes.count(StaleVersion)) == (1, 19)
    assert world.referrals.get(key_of(referral)).version == 2


def test_of_twenty_new_placements_with_one_code_one_gets_it(world: DynamoWorld) -> None:
    referrals = [offered(number, code="4821") for number in range(20)]
    outcomes = all_at_once(*(lambda r=referral: added(world, r) for referral in referrals))
    assert (outcomes.count(None), outcomes.count(CodeTaken)) == (1, 19)


def test_a_librarys_message_delivered_ten_times_at_once_is_handled_once(
    world: DynamoWorld,
) -> None:
    referral = added(world, offered())
    step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
    seen = replace(step, webhook=(UTRECHT, "wh_1"))
    outcomes = all_at_once(*[lambda: world.referrals.save(seen)] * 10)
    assert (outcomes.count(None), outcomes.count(AlreadySeen)) == (1, 9)


def test_a_referral_read_while_it_is_written_is_whole(world: DynamoWorld) -> None:
    """Both placements always move in one step, so no reader may ever see one of them moved."""
    pair = (a_placement("plc_1", code="0001"), a_placement("plc_2", code="0002"))
    added(world, replace(offered(), placements=pair))

    def write(times: int = 25) -> None:
        for _ in range(times):
            current = world.referrals.get(key_of(offered()))
            moved = tuple(replace(p, round=p.round + 1) for p in current.placements)
            world.referrals.save(
                replace(begun(current), referral=replace(current, placements=moved))
            )

    seen: list[Referral] = []

    def read(times: int = 60) -> None:
        seen.extend(world.referrals.get(key_of(offered())) for _ in range(times))

    assert all_at_once(write, read, read) == [None] * 3
    assert {len({p.round for p in referral.placements}) for referral in seen} == {1}
    assert all(r.placements[0].round == r.version for r in seen)


def test_a_table_that_is_away_is_temporary(world: DynamoWorld) -> None:
    away = connect(region=REGION, endpoint="http://127.0.0.1:9")
    away_world = DynamoWorld(world.raw, Tables(world.raw.names, away))
    key = ReferralKey(GM0344, ReferralId("ref_1"))
    with pytest.raises(Temporary):
        away_world.referrals.get(key)
    with pytest.raises(Temporary):
        away_world.referrals.list(ReferralQuery(GM0344))
    with pytest.raises(Temporary):
        added(away_world, offered())


def test_a_transaction_sent_again_after_a_lost_answer_stands_once(world: DynamoWorld) -> None:
    world.activities.put(an_activity(), expected_version=None)
    step = happening(added(world, offered()), "plc_1", Happening.ACCEPTED)
    sent_twice = transaction(world.tables, step, Newcomer(), now=world.clock())
    sent_twice.commit()
    sent_twice.commit()
    assert world.activities.get(CAFE).seats.taken == 1


def test_a_catalogue_of_the_demos_size_is_loaded_whole(world: DynamoWorld) -> None:
    world.activities.put_many(an_activity(f"act_{number:04d}") for number in range(583))
    assert len(list(world.activities.all_active())) == 583


def test_the_sweeper_finds_what_is_owed_in_every_shard(world: DynamoWorld) -> None:
    for number in range(60):
        text = a_message(f"msg_{number}")
        saved_id = f"ref_{number}"
        added(world, replace(offered(number), id=ReferralId(saved_id), messages=(text,)))
    found = {key.referral_id for key in world.referrals.due(at=world.clock(), limit=100)}
    assert found == {f"ref_{number}" for number in range(60)}
