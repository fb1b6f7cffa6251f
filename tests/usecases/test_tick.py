"""Time passes and nobody acts: each deadline is kept, once, however late; nothing is stuck."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.answering import MOST_ROUNDS
from chalicelib.domain.clocks import Situation
from chalicelib.domain.clocks import begun as begun_clock
from chalicelib.domain.events import CLOCK, EventKind
from chalicelib.domain.placement import Happening, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import Channel
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.answering import answer
from chalicelib.usecases.confirm import confirm_intake
from chalicelib.usecases.owed import do_what_is_owed, sweep
from chalicelib.usecases.said import Said
from chalicelib.usecases.saving import settle
from chalicelib.usecases.tick import tick
from tests.fakes.making import UTRECHT, a_person, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_need_asked,
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

MONTHS = timedelta(days=200)


def pass_time(ports: FakePorts, *, days: float, late: timedelta = timedelta()) -> None:
    """So many days go by, and the sweeper comes when something is due, or so much later."""
    pass_until(ports, ports.now() + timedelta(days=days), late=late)


def pass_until(ports: FakePorts, until: datetime, *, late: timedelta = timedelta()) -> None:
    while (due := earliest(ports)) is not None and max(due, ports.now()) <= until:
        ports.now.at = max(due, ports.now()) + late
        sweep(ports=ports)
    ports.now.at = max(until, ports.now())


def earliest(ports: FakePorts) -> datetime | None:
    keys = ports.referrals.due(at=datetime(2100, 1, 1, tzinfo=UTC), limit=1)
    return next((ports.referrals.get(key).due_at for key in keys), None)


def accepts(ports: FakePorts, referral: Referral, activity: str) -> Referral:
    placement_id = id_on(referral, activity)
    return accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)


def texts(ports: FakePorts, referral: Referral) -> list[str]:
    return [f"{m.kind} {m.state}" for m in now_of(referral, ports).messages]


def open_tasks(ports: FakePorts, referral: Referral) -> list[TaskReason]:
    return [t.reason for t in now_of(referral, ports).tasks if t.is_open]


def nudges(ports: FakePorts, referral: Referral) -> list[str]:
    lines = ports.referrals.timeline(key_of(referral))
    return [f"{e.at:%d-%m}" for e in lines if e.kind is EventKind.LIBRARY_NUDGED]


def moves(ports: FakePorts, referral: Referral, activity: str, what: Happening) -> Referral:
    """This happens to her placement, whoever makes it happen."""

    def decide(now: Referral, _: object) -> Step:
        change = advance(placed_on(now, activity), what, at=ports.now())
        return moved(begun(now), change, actor=CLOCK)

    return settle(lambda: now_of(referral, ports), decide, ports=ports).referral


# An offer


def test_an_offer_is_reminded_of_twice_and_then_lapses() -> None:
    ports = a_world()
    referral = referred(ports)
    pass_time(ports, days=3)
    assert texts(ports, referral) == ["offer sent", "offer_reminder sent"]
    pass_time(ports, days=5)
    assert texts(ports, referral)[2:] == ["offer_reminder sent"]
    assert set(states(now_of(referral, ports)).values()) == {"proposed"}
    pass_time(ports, days=2)
    now = now_of(referral, ports)
    assert {(p.state, p.reason) for p in now.placements} == {(State.LAPSED, "unanswered")}
    assert (now.status, open_tasks(ports, referral)) == ("no_offer", [TaskReason.NO_ANSWER])
    assert len(now.messages) == 3


def test_an_offer_that_was_answered_is_not_reminded_of_again() -> None:
    ports = a_world([CAFE, GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    confirm_intake(Said(UTRECHT, id_on(referral, "act_group")), ports=ports)
    pass_time(ports, days=9)
    # One still stands open beside what she chose, and lapses without a word.
    assert states(now_of(referral, ports))["act_cafe"] == "lapsed"
    assert open_tasks(ports, referral) == []


def test_somebody_who_does_not_answer_is_not_offered_more() -> None:
    ports = a_world([CAFE])
    referral = referred(ports)
    pass_time(ports, days=10)
    ports.snapshots.show([CAFE, GROUP])
    pass_time(ports, days=60)
    assert now_of(referral, ports).round == 1
    assert open_tasks(ports, referral) == [TaskReason.NO_ANSWER, TaskReason.NOTHING_FOUND]


# A silent library


def test_a_silent_library_is_nudged_twice_and_passed_by() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    ports.activities.put_many([WALK])
    ports.snapshots.show([GROUP, WALK])
    pass_time(ports, days=8)  # Monday 23 November and on
    assert nudges(ports, referral) == ["25-11", "30-11"]
    assert (states(now_of(referral, ports)), taken(ports, GROUP)) == ({"act_group": "held"}, 1)
    pass_time(ports, days=2)
    now = now_of(referral, ports)
    assert states(now) == {"act_group": "lapsed", "act_walk": "proposed"}
    assert placed_on(now, "act_group").reason == "library_silent"
    assert taken(ports, GROUP) == 0
    assert texts(ports, referral) == ["offer none", "offer sent"]  # told once, by the new offer


def test_who_is_passed_by_with_nothing_else_to_offer_is_told_so() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    pass_time(ports, days=10)
    assert texts(ports, referral) == ["offer none", "passed_by sent"]


def test_who_passed_a_library_by_is_not_sent_there_again() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    pass_time(ports, days=200)
    assert states(now_of(referral, ports)) == {"act_group": "lapsed"}
    assert open_tasks(ports, referral) == [TaskReason.NOTHING_FOUND]


def test_a_library_that_answers_is_nudged_no_more() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    pass_time(ports, days=3)
    said = Said(UTRECHT, id_on(referral, "act_group"))
    confirm_intake(said, ports=ports)
    pass_time(ports, days=20)
    assert nudges(ports, referral) == ["25-11"]


def test_a_planned_intake_is_reminded_of_and_asked_about() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    planned = ports.now() + timedelta(days=4, hours=5)  # Friday 27 November

    def decide(now: Referral, _: object) -> Step:
        placement = replace(placed_on(now, "act_group"), scheduled_at=planned)
        return begun(now).then(now.with_placement(placement))

    settle(lambda: now_of(referral, ports), decide, ports=ports)
    pass_time(ports, days=4)
    (reminder,) = (m for m in now_of(referral, ports).messages if m.kind == "reminder")
    assert (reminder.session_at, f"{reminder.sent_at:%d-%m}") == (planned, "26-11")
    pass_time(ports, days=30)
    assert nudges(ports, referral) == ["01-12", "04-12"]
    assert states(now_of(referral, ports)) == {"act_group": "held"}  # it did answer
    assert open_tasks(ports, referral) == [TaskReason.INTAKE_UNCLEAR]


# Her own silence


@pytest.mark.parametrize("wish", [Wish.YES, Wish.CALL_ME])
def test_a_sign_of_life_begins_the_silence_anew(wish: Wish) -> None:
    ports = a_world([CAFE])
    referral = accepts(ports, referred(ports), "act_cafe")
    pass_time(ports, days=35)
    about = id_on(referral, "act_cafe") if wish is Wish.YES else None
    answer(key_of(referral), Reply(wish, about), ports=ports)
    pass_time(ports, days=27)
    assert states(now_of(referral, ports)) == {"act_cafe": "confirmed"}
    assert texts(ports, referral).count("still_coming sent") == 1
    pass_time(ports, days=2)
    assert texts(ports, referral).count("still_coming sent") == 2


@pytest.mark.parametrize(
    ("activity", "kind", "asked", "gone"),
    [("act_cafe", "still_coming", 30, 45), ("act_buddy", "still_interested", 57, 71)],
)
def test_she_is_asked_and_not_her_library(activity: str, kind: str, asked: int, gone: int) -> None:
    ports = a_world([CAFE, BUDDY])
    referral = accepts(ports, referred(ports), activity)
    pass_time(ports, days=asked)
    assert f"{kind} sent" in texts(ports, referral)
    assert nudges(ports, referral) == []
    assert placed_on(now_of(referral, ports), activity).is_live
    pass_time(ports, days=gone - asked)
    silent = placed_on(now_of(referral, ports), activity)
    assert (silent.state, silent.reason, silent.seat_counted) == ("lapsed", "unanswered", False)
    assert TaskReason.NO_ANSWER in open_tasks(ports, referral)


def test_where_no_text_may_ask_somebody_does() -> None:
    ports = a_world([CAFE])
    by_letter = referred(ports, channel=Channel.LETTER, person=a_person(phone=None))
    referral = accepts(ports, by_letter, "act_cafe")
    pass_time(ports, days=30)
    assert (texts(ports, referral), open_tasks(ports, referral)) == ([], [TaskReason.ASK_HER])


def test_an_offered_seat_waits_two_days() -> None:
    ports = a_world([BUDDY, CAFE])
    referral = accepts(ports, referred(ports), "act_buddy")
    ports.activities.set_taken_elsewhere(BUDDY.id, 0)
    moves(ports, referral, "act_buddy", Happening.SEAT_OFFERED)
    pass_time(ports, days=1.9)
    assert states(now_of(referral, ports))["act_buddy"] == "seat_offered"
    pass_time(ports, days=0.2)
    assert (states(now_of(referral, ports))["act_buddy"], taken(ports, BUDDY)) == ("lapsed", 0)


# Nothing to offer


def test_a_referral_without_an_offer_is_searched_for_every_week() -> None:
    ports = a_world([])
    referral = referred(ports)
    pass_time(ports, days=10)
    ports.activities.put_many([CAFE])
    ports.snapshots.show([CAFE])
    pass_time(ports, days=7)
    assert states(now_of(referral, ports)) == {"act_cafe": "proposed"}
    assert texts(ports, referral)[0] == "offer sent"


def test_after_thirty_days_without_an_offer_a_person_looks() -> None:
    ports = a_world([])
    referral = referred(ports)
    pass_time(ports, days=29)
    assert open_tasks(ports, referral) == []
    pass_time(ports, days=2)
    assert open_tasks(ports, referral) == [TaskReason.NOTHING_FOUND]
    ports.activities.put_many([CAFE])
    ports.snapshots.show([CAFE])
    pass_time(ports, days=7)
    assert now_of(referral, ports).status == "offered"
    assert open_tasks(ports, referral) == []


def test_a_place_nobody_knows_is_somebodys_task_within_the_hour() -> None:
    ports = a_world([CAFE])
    nowhere = a_need_asked(place=replace(a_need_asked().place, postcode="9999"))
    referral = referred(ports, need=nowhere)
    pass_time(ports, days=0.1)
    assert open_tasks(ports, referral) == [TaskReason.PLACE_UNKNOWN]
    pass_time(ports, days=30)
    assert len(now_of(referral, ports).tasks) == 1


# Not now


def test_not_now_is_offered_again_after_thirty_days() -> None:
    ports = a_world([CAFE])
    referral = referred(ports)
    answer(key_of(referral), Reply(Wish.NOT_NOW), ports=ports)
    pass_time(ports, days=29)
    assert states(now_of(referral, ports)) == {"act_cafe": "declined"}
    pass_time(ports, days=2)
    now = now_of(referral, ports)
    assert [p.state for p in now.placements] == ["declined", "proposed"]
    assert (now.parked_at, now.status) == (None, "offered")


def test_not_now_is_forgotten_by_somebody_who_found_a_place_meanwhile() -> None:
    ports = a_world([CAFE, GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    answer(key_of(referral), Reply(Wish.NOT_NOW), ports=ports)
    moves(ports, referral, "act_group", Happening.ATTENDED)
    pass_time(ports, days=31)
    now = now_of(referral, ports)
    assert (now.parked_at, now.round) == (None, 1)


# The sweeper


def test_a_sweeper_that_was_away_for_weeks_reminds_before_it_drops() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    ports.now.forward(timedelta(days=30))
    sweep(ports=ports)
    assert states(now_of(referral, ports)) == {"act_group": "held"}
    assert len(nudges(ports, referral)) == 1
    pass_time(ports, days=7)
    assert len(nudges(ports, referral)) == 2
    assert states(now_of(referral, ports)) == {"act_group": "lapsed"}


def test_two_sweepers_at_once_do_each_thing_once() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    ports.now.forward(timedelta(days=3))
    all_at_once(*[lambda: tick(key_of(referral), ports=ports)] * 6)
    assert len(nudges(ports, referral)) == 1
    tick(key_of(referral), ports=ports)
    assert len(nudges(ports, referral)) == 1


def test_who_comes_second_finds_it_done() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    ports.now.forward(timedelta(days=3))
    first = {("get", 2): lambda: tick(key_of(referral), ports=ports)}
    tick(key_of(referral), ports=with_referrals(ports, between=first))
    assert len(nudges(ports, referral)) == 1


def test_nothing_is_searched_for_while_nobody_knows_what_she_needs() -> None:
    ports = a_world([])
    referral = referred(ports)
    settle(
        lambda: now_of(referral, ports),
        lambda now, _: begun(now).then(replace(now, need=None)),
        ports=ports,
    )
    ports.activities.put_many([CAFE])
    ports.snapshots.show([CAFE])
    pass_time(ports, days=60)
    assert now_of(referral, ports).placements == ()
    assert open_tasks(ports, referral) == [TaskReason.NOTHING_FOUND]


def test_after_three_rounds_a_person_looks_instead_of_one_more_offer() -> None:
    ports = a_world([])
    referral = referred(ports)
    settle(
        lambda: now_of(referral, ports),
        lambda now, _: begun(now).then(replace(now, round=MOST_ROUNDS)),
        ports=ports,
    )
    ports.activities.put_many([CAFE])
    ports.snapshots.show([CAFE])
    pass_time(ports, days=8)
    assert now_of(referral, ports).placements == ()
    assert open_tasks(ports, referral) == [TaskReason.NOTHING_SUITS]


def test_a_clock_of_a_placement_on_a_referral_is_our_own_bug() -> None:
    ports = a_world([CAFE])
    before = referred(ports)
    nobodys = begun_clock(Situation.HELD, since=ports.now(), at=ports.now())
    due = replace(nobodys, step=2)  # passed by
    ports.referrals.save(begun(before).then(replace(before, clock=due)))
    ports.now.forward(timedelta(days=30))
    with pytest.raises(ValueError, match="about one placement"):
        tick(key_of(before), ports=ports)


def test_nobody_is_harmed_by_a_clock_of_somebody_erased_or_unknown() -> None:
    ports = a_world([GROUP])
    referral = accepts(ports, referred(ports), "act_group")
    before = now_of(referral, ports)
    ports.now.forward(MONTHS)
    ports.referrals.erase(key_of(referral))
    do_what_is_owed(key_of(referral), ports=ports)
    do_what_is_owed(key_of(before), ports=a_world())
    assert taken(ports, GROUP) == 1  # giving it back is what erasing does


WRITES = 8


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_a_crash_at_any_write_shows_in_nothing_once_the_sweeper_came_again(
    write: int, when: str
) -> None:
    def passed_by(**unruly: object) -> tuple[object, ...]:
        ports = a_world([GROUP])
        referral = accepts(ports, referred(ports), "act_group")
        ports.activities.put_many([WALK])
        ports.snapshots.show([GROUP, WALK])
        troubled, until = with_referrals(ports, **unruly), ports.now() + timedelta(days=12)
        crashes = 0
        while crashes < 2:
            try:
                pass_until(troubled, until)
                break
            except Crash:
                crashes += 1
        now = now_of(referral, ports)
        return states(now), nudges(ports, referral), taken(ports, GROUP), now.round

    assert passed_by(**{when: {("save", write): Crash()}}) == passed_by()


# Whatever the state, whatever the silence


MORE = [an_activity(f"act_more{n}", title=f"Taalcafé {n}") for n in range(3)]
ROADS: dict[str, Callable[[FakePorts, Referral], object]] = {
    "proposed": lambda _, referral: referral,
    "held": lambda ports, referral: accepts(ports, referral, "act_group"),
    "waitlisted": lambda ports, referral: accepts(ports, referral, "act_buddy"),
    "seat_offered": lambda ports, referral: (
        accepts(ports, referral, "act_buddy"),
        ports.activities.set_taken_elsewhere(BUDDY.id, 0),
        moves(ports, referral, "act_buddy", Happening.SEAT_OFFERED),
    ),
    "confirmed": lambda ports, referral: accepts(ports, referral, "act_cafe"),
    "attending": lambda ports, referral: (
        accepts(ports, referral, "act_cafe"),
        moves(ports, referral, "act_cafe", Happening.ATTENDED),
    ),
    "parked": lambda ports, referral: answer(key_of(referral), Reply(Wish.NOT_NOW), ports=ports),
    "refused": lambda ports, referral: answer(key_of(referral), Reply(Wish.NONE), ports=ports),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    roads=st.lists(st.sampled_from(sorted(ROADS)), unique=True, max_size=3),
    late=st.timedeltas(timedelta(), timedelta(days=20)),
    channel=st.sampled_from(Channel),
    grows=st.booleans(),
)
def test_letting_time_pass_ends_with_nothing_live_or_with_an_open_task(
    roads: list[str], late: timedelta, channel: Channel, *, grows: bool
) -> None:
    ports = a_world([CAFE, GROUP, BUDDY])
    referral = referred(ports, channel=channel)
    for road in roads:
        is_open = {p.activity_id for p in now_of(referral, ports).open_proposals}
        if len(is_open) == 3 or road in {"parked", "refused"}:
            ROADS[road](ports, now_of(referral, ports))
    if grows:
        ports.activities.put_many(MORE)
        ports.snapshots.show([CAFE, GROUP, BUDDY, *MORE])
    pass_time(ports, days=600, late=late)
    end = now_of(referral, ports)
    is_live = [p for p in end.placements if p.is_live]
    assert end.has_ended or open_tasks(ports, referral), end.status
    assert not [p for p in is_live if p.state is not State.PROPOSED]
    assert counted(ports, [end]) == {}
    assert end.has_ended or (end.clock is not None and end.clock.due_at is not None)
    assert end.clock is None or end.clock.situation in Situation
