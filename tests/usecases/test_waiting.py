"""The waiting list: in order, by consent, and never forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.catalogue import Activity, Seats
from chalicelib.domain.errors import IllegalTransition, SeatTaken, Temporary
from chalicelib.domain.message import MessageKind
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.vocabulary import (
    ActivityStatus,
    Channel,
    Entry,
    LibraryDeclineReason,
    WithdrawalReason,
)
from chalicelib.domain.waiting import Standing
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.catalogue import set_taken_elsewhere
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reply import reply
from chalicelib.usecases.said import Said
from chalicelib.usecases.waiting import ask_the_next, standings, sweep_lists
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    AGREED,
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    LIBRARIAN,
    a_world,
    all_at_once,
    counted,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    taken,
    with_referrals,
)

ONLY_BUDDY = [BUDDY]


def waiting(ports: FakePorts, count: int, activity: Activity = BUDDY) -> list[Referral]:
    """So many on the list of a full activity, in this order."""
    return [joined(ports, f"key-{n}", activity) for n in range(count)]


def joined(ports: FakePorts, key: str, activity: Activity = BUDDY, **changes: object) -> Referral:
    referral = referred(ports, key, **changes)
    return accept_for_her(
        referral.id, id_on(referral, activity.id), caller=CASE_WORKER, ports=ports
    )


def free_one(ports: FakePorts) -> None:
    """The library says that somebody who came by herself left."""
    there = ports.activities.get(BUDDY.id).seats.taken_elsewhere
    set_taken_elsewhere(BUDDY.id, there - 1, caller=LIBRARIAN, ports=ports)


def wide(capacity: int) -> Activity:
    return replace(BUDDY, seats=Seats(capacity=capacity, taken_elsewhere=capacity))


def state(ports: FakePorts, referral: Referral) -> str:
    return states(now_of(referral, ports))["act_buddy"]


def answers(ports: FakePorts, referral: Referral, wish: Wish) -> None:
    token = ports.derivation.link_token(referral.id)
    reply(token, Reply(wish, id_on(referral, "act_buddy")), ports=ports)


def positions(ports: FakePorts, referrals: list[Referral]) -> list[int | None]:
    found = standings([now_of(r, ports) for r in referrals], ports=ports)
    stands = [found.get(id_on(r, "act_buddy")) for r in referrals]
    return [None if one is None else one.position for one in stands]


def test_who_joins_stands_behind_those_who_came_before() -> None:
    ports = a_world(ONLY_BUDDY)
    assert positions(ports, waiting(ports, 3)) == [1, 2, 3]
    assert ports.activities.get(BUDDY.id).seats.waiting == 3


def test_who_leaves_lets_the_others_move_up_and_promotes_nobody() -> None:
    ports = a_world(ONLY_BUDDY)
    first, second, third = waiting(ports, 3)
    answers(ports, second, Wish.LEAVE)
    assert positions(ports, [first, second, third]) == [1, None, 2]
    assert ask_the_next(BUDDY.id, ports=ports) == 0
    assert taken(ports, BUDDY) == 0


def test_a_free_seat_is_held_for_the_head_while_she_is_asked() -> None:
    ports = a_world(ONLY_BUDDY)
    first, second = waiting(ports, 2)
    free_one(ports)
    assert ask_the_next(BUDDY.id, ports=ports) == 1
    assert (state(ports, first), state(ports, second)) == ("seat_offered", "waitlisted")
    assert taken(ports, BUDDY) == 1
    (asking,) = [m for m in now_of(first, ports).messages if m.kind is MessageKind.SEAT_FREE]
    assert (asking.is_owed, asking.placement_id) == (True, id_on(first, "act_buddy"))


def test_her_yes_makes_it_hers_until_the_library_answers() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    answers(ports, first, Wish.YES)
    assert state(ports, first) == "held"
    assert taken(ports, BUDDY) == 1


def test_at_a_drop_in_her_yes_is_enough() -> None:
    ports = a_world([replace(BUDDY, entry=Entry.DROP_IN)])
    (first,) = waiting(ports, 1)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    answers(ports, first, Wish.YES)
    assert state(ports, first) == "confirmed"


def test_her_yes_holds_also_when_the_activity_paused_meanwhile() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    now = ports.activities.get(BUDDY.id)
    ports.activities.put(replace(now, status=ActivityStatus.PAUSED), expected_version=now.version)
    answers(ports, first, Wish.YES)
    assert state(ports, first) == "held"


def test_her_no_passes_the_seat_to_the_next() -> None:
    ports = a_world(ONLY_BUDDY)
    first, second = waiting(ports, 2)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    answers(ports, first, Wish.NO)
    assert ports.queue.lists[-1] == BUDDY.id, "somebody looks at once"
    assert sweep_lists(ports=ports) == 1
    assert (state(ports, first), state(ports, second)) == ("declined", "seat_offered")
    assert taken(ports, BUDDY) == 1


def test_forty_eight_hours_of_silence_pass_the_seat_to_the_next() -> None:
    ports = a_world(ONLY_BUDDY)
    first, second = waiting(ports, 2)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    ports.now.forward(timedelta(hours=47, minutes=59))
    sweep(ports=ports)
    assert state(ports, first) == "seat_offered"
    ports.now.forward(timedelta(minutes=1))
    sweep(ports=ports)
    sweep_lists(ports=ports)
    assert (state(ports, first), state(ports, second)) == ("lapsed", "seat_offered")
    assert taken(ports, BUDDY) == 1


def test_when_fewer_come_by_themselves_somebody_looks_at_once() -> None:
    ports = a_world(ONLY_BUDDY)
    waiting(ports, 1)
    free_one(ports)
    assert ports.queue.lists == [BUDDY.id]


def test_what_the_queue_lost_the_sweeper_finds() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    sweep_lists(ports=ports)
    ports.queue.is_lost = True
    free_one(ports)
    assert sweep_lists(ports=ports) == 1
    assert state(ports, first) == "seat_offered"


def test_a_list_on_which_nothing_can_happen_is_left_alone_for_a_day() -> None:
    ports = a_world(ONLY_BUDDY)
    waiting(ports, 1)
    assert sweep_lists(ports=ports) == 1
    assert sweep_lists(ports=ports) == 0
    ports.now.forward(timedelta(days=1))
    assert sweep_lists(ports=ports) == 1


@pytest.mark.parametrize("ends", ["withdrawn", "declined by the library"])
def test_a_seat_that_any_step_gives_back_goes_to_the_next(ends: str) -> None:
    ports = a_world(ONLY_BUDDY)
    first, second = waiting(ports, 2)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    if ends == "withdrawn":
        take_back(first.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)
    else:
        said = Said(UTRECHT, id_on(first, "act_buddy"), webhook_id="1")
        decline_intake(said, LibraryDeclineReason.OTHER, ports=ports)
    sweep_lists(ports=ports)
    assert state(ports, second) == "seat_offered"


def test_two_seats_at_once_go_to_the_first_two() -> None:
    ports = a_world([wide(3)])
    people = waiting(ports, 3)
    free_one(ports)
    free_one(ports)
    assert ask_the_next(BUDDY.id, ports=ports) == 2
    assert [state(ports, p) for p in people] == ["seat_offered", "seat_offered", "waitlisted"]


def test_nobody_new_takes_the_seat_that_others_wait_for() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    late = referred(ports, "late")
    free_one(ports)
    accept_for_her(late.id, id_on(late, "act_buddy"), caller=CASE_WORKER, ports=ports)
    assert positions(ports, [first, late]) == [1, 2]
    ask_the_next(BUDDY.id, ports=ports)
    assert (state(ports, first), state(ports, late)) == ("seat_offered", "waitlisted")


def test_whoever_read_of_a_free_seat_before_others_waited_joins_the_list_too() -> None:
    ports = a_world([replace(BUDDY, seats=Seats(capacity=1))])
    first, second = referred(ports, "1"), referred(ports, "2")

    def fills_and_empties() -> None:
        set_taken_elsewhere(BUDDY.id, 1, caller=LIBRARIAN, ports=ports)
        accept_for_her(first.id, id_on(first, "act_buddy"), caller=CASE_WORKER, ports=ports)
        set_taken_elsewhere(BUDDY.id, 0, caller=LIBRARIAN, ports=ports)

    racing = with_referrals(ports, between={("save", 1): fills_and_empties})
    accept_for_her(second.id, id_on(second, "act_buddy"), caller=CASE_WORKER, ports=racing)
    assert positions(ports, [first, second]) == [1, 2]


def test_the_library_may_take_whom_it_meets_also_when_others_wait() -> None:
    ports = a_world(ONLY_BUDDY)
    waiting(ports, 1)
    met = referred(ports, "met")
    free_one(ports)
    said = Said(UTRECHT, code=placed_on(met, "act_buddy").code, webhook_id="1")
    assert confirm_intake(said, ports=ports)
    assert state(ports, met) == "confirmed"
    assert ask_the_next(BUDDY.id, ports=ports) == 0


def test_a_librarys_yes_to_one_who_waits_stays_illegal() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    said = Said(UTRECHT, id_on(first, "act_buddy"), webhook_id="1")
    with pytest.raises(IllegalTransition):
        confirm_intake(said, ports=ports)
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    with pytest.raises(IllegalTransition):
        confirm_intake(said, ports=ports)


def test_while_it_is_paused_nobody_is_asked() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    now = ports.activities.get(BUDDY.id)
    paused = replace(now, status=ActivityStatus.PAUSED, seats=Seats(capacity=9))
    now = ports.activities.put(paused, expected_version=now.version)
    assert ask_the_next(BUDDY.id, ports=ports) == 0
    ports.activities.put(replace(now, status=ActivityStatus.ACTIVE), expected_version=now.version)
    assert sweep_lists(ports=ports) == 1
    assert state(ports, first) == "seat_offered"


def test_whom_no_text_reaches_a_person_asks() -> None:
    ports = a_world(ONLY_BUDDY)
    first = joined(
        ports, "1", channel=Channel.VIA_CASE_WORKER, agreement=replace(AGREED, sms=False)
    )
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    tasks = [t for t in now_of(first, ports).tasks if t.is_open]
    assert [(t.reason, t.placement_id) for t in tasks] == [("seat_free", id_on(first, "act_buddy"))]


@pytest.mark.parametrize("stops", ["before she is asked", "before the text went out"])
def test_who_wants_no_texts_is_asked_by_a_person(stops: str) -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    token = ports.derivation.link_token(first.id)
    free_one(ports)
    if stops == "before she is asked":
        reply(token, Reply(Wish.STOP), ports=ports)
        ask_the_next(BUDDY.id, ports=ports)
    else:
        ask_the_next(BUDDY.id, ports=ports)
        reply(token, Reply(Wish.STOP), ports=ports)
    sweep(ports=ports)
    assert state(ports, first) == "seat_offered"
    reasons = {t.reason for t in now_of(first, ports).tasks if t.is_open}
    assert reasons & {"seat_free", "texts_stopped"}
    assert not any("seat_free" in text for _, text, _ in ports.sms.sent)


def test_the_ticket_of_somebody_who_is_gone_is_taken_off_the_list() -> None:
    ports = a_world(ONLY_BUDDY)
    gone, first = waiting(ports, 2)
    ports.referrals.erase(key_of(gone))
    free_one(ports)
    assert ask_the_next(BUDDY.id, ports=ports) == 1
    assert state(ports, first) == "seat_offered"
    assert ports.activities.get(BUDDY.id).seats.waiting == 0


def test_of_two_who_ask_at_once_one_does() -> None:
    ports = a_world(ONLY_BUDDY)
    first, second = waiting(ports, 2)
    free_one(ports)
    asked = all_at_once(*[lambda: ask_the_next(BUDDY.id, ports=ports)] * 4)
    assert sum(n for n in asked if isinstance(n, int)) == 1
    assert (state(ports, first), state(ports, second)) == ("seat_offered", "waitlisted")
    assert taken(ports, BUDDY) == 1


def test_a_seat_that_goes_under_our_hands_is_looked_for_again() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    free_one(ports)
    gone = SeatTaken(BUDDY.id)
    racing = with_referrals(ports, before={("save", 1): gone, ("save", 2): gone})
    assert ask_the_next(BUDDY.id, ports=racing) == 1
    assert state(ports, first) == "seat_offered"


def test_a_list_that_could_not_be_looked_at_stays_due() -> None:
    ports = a_world(ONLY_BUDDY)
    (first,) = waiting(ports, 1)
    free_one(ports)
    away = with_referrals(ports, before={("save", 1): Temporary("away")})
    with pytest.raises(Temporary):
        sweep_lists(ports=away)
    assert sweep_lists(ports=ports) == 1
    assert state(ports, first) == "seat_offered"


def test_so_many_at_once_go_on_next_time() -> None:
    ports = a_world([wide(60)])
    people = waiting(ports, 55)
    set_taken_elsewhere(BUDDY.id, 0, caller=LIBRARIAN, ports=ports)
    with pytest.raises(Temporary):
        ask_the_next(BUDDY.id, ports=ports)
    ask_the_next(BUDDY.id, ports=ports)
    assert {state(ports, p) for p in people} == {"seat_offered"}


def test_a_list_of_an_activity_nobody_knows_is_no_fault() -> None:
    assert ask_the_next(BUDDY.id, ports=a_world([CAFE])) == 0


def test_the_wait_is_what_the_library_says_else_what_the_last_one_waited() -> None:
    ports = a_world(ONLY_BUDDY)
    second = waiting(ports, 2)[1]
    second_id = id_on(second, "act_buddy")
    assert standings([second], ports=ports)[second_id] == Standing(2, 2, None)
    ports.now.forward(timedelta(days=15))
    free_one(ports)
    ask_the_next(BUDDY.id, ports=ports)
    assert standings([second], ports=ports)[second_id] == Standing(1, 1, 3)
    now = ports.activities.get(BUDDY.id)
    ports.activities.put(replace(now, expected_wait_weeks=8), expected_version=now.version)
    assert standings([second], ports=ports)[second_id] == Standing(1, 1, 8)


def test_who_does_not_wait_stands_nowhere() -> None:
    ports = a_world([CAFE, GROUP])
    assert standings([referred(ports)], ports=ports) == {}


def test_twenty_who_join_at_once_each_have_a_place_of_their_own() -> None:
    ports = a_world(ONLY_BUDDY)
    people = [referred(ports, f"key-{n}") for n in range(20)]
    jobs = [
        lambda r=r: accept_for_her(r.id, id_on(r, "act_buddy"), caller=CASE_WORKER, ports=ports)
        for r in people
    ]
    assert all(isinstance(o, Referral) for o in all_at_once(*jobs))
    assert sorted(positions(ports, people), key=str) == sorted(range(1, 21), key=str)
    assert counted(ports, people) == {}
