"""What she answers, by text and on her page, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.clocks import Situation
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.message import MessageKind, MessageState
from chalicelib.domain.placement import State
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.step import begun
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import Channel, LibraryDeclineReason, WithdrawalReason
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.hear import Inbound, hear
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reply import find_by_link, reply
from chalicelib.usecases.said import Said
from tests.fakes.making import UTRECHT, a_person, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    all_at_once,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    with_referrals,
)

PHONE = "+31612345678"
MORE = tuple(
    an_activity(f"act_more{n}", type=kind)
    for n, kind in enumerate(
        (
            "self_study",
            "ido",
            "reading_group",
            "library_tour",
            "job_support",
            "bookstart",
            "exam_practice",
            "digital_course",
            "digital_health",
        )
    )
)


class Telephone:
    """One number, from which texts come in and to which they go out."""

    def __init__(self, ports: FakePorts, number: str = PHONE) -> None:
        self.ports, self.number, self._sent = ports, number, 0

    def says(self, text: str, *, id_: str | None = None) -> None:
        self._sent += 1
        hear(Inbound(id_ or f"in-{self.number}-{self._sent}", self.number, text), ports=self.ports)

    def gets(self) -> list[str]:
        """Every text that came, after all that is due went out."""
        sweep(ports=self.ports)
        return [text for phone, text, _ in self.ports.sms.sent if phone == self.number]


def asked(ports: FakePorts, key: str = "key-1", **changes: Any) -> Referral:
    """A newcomer who has her offer on her screen."""
    referral = referred(ports, key, **changes)
    sweep(ports=ports)
    return now_of(referral, ports)


def token(ports: FakePorts, referral: Referral) -> str:
    return ports.derivation.link_token(referral.id)


def reasons(referral: Referral, ports: FakePorts) -> list[TaskReason]:
    """Why a person has to look, now."""
    return [t.reason for t in now_of(referral, ports).tasks if t.is_open and t.library is None]


def kinds(referral: Referral, ports: FakePorts) -> list[MessageKind]:
    return [m.kind for m in now_of(referral, ports).messages]


# Choosing.


def test_a_digit_chooses_the_option_that_has_it() -> None:
    ports = a_world()
    referral = asked(ports)
    shown = referral.messages[0].options
    Telephone(ports).says("٢")
    chosen = now_of(referral, ports).placement(shown[1])
    assert chosen.state in {"confirmed", "held", "waitlisted"}
    others = [now_of(referral, ports).placement(id_).state for id_ in (shown[0], shown[2])]
    assert others == ["proposed", "proposed"]


def test_the_timeline_says_that_she_said_so() -> None:
    ports = a_world()
    referral = asked(ports)
    Telephone(ports).says("1")
    actors = {e.actor.role for e in ports.referrals.timeline(key_of(referral))[-5:]}
    assert "newcomer" in actors
    assert now_of(referral, ports).last_reply is not None


def test_what_the_number_meant_does_not_move_when_one_is_taken() -> None:
    ports = a_world()
    referral = asked(ports)
    first, second, _ = referral.messages[0].options
    phone = Telephone(ports)
    phone.says("1")
    phone.says("2")
    now = now_of(referral, ports)
    assert "proposed" not in {now.placement(first).state, now.placement(second).state}


def test_the_same_text_delivered_twice_is_one_answer() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("0", id_="in-1")
    phone.says("0", id_="in-1")
    assert now_of(referral, ports).round == 2


def test_two_replies_at_once_are_each_taken_once() -> None:
    ports = a_world()
    referral = asked(ports)
    phone = Telephone(ports)
    all_at_once(lambda: phone.says("1", id_="a"), lambda: phone.says("1", id_="b"))
    first = referral.messages[0].options[0]
    moves = [e for e in ports.referrals.timeline(key_of(referral)) if e.placement_id == first]
    assert sum(e.kind == "placement_moved" for e in moves) == 1


def test_a_bare_yes_chooses_when_there_is_one_thing_to_choose() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    Telephone(ports).says("Ja graag!")
    assert states(now_of(referral, ports)) == {"act_cafe": "confirmed"}


def test_a_bare_yes_to_three_is_asked_back() -> None:
    ports = a_world()
    referral = asked(ports)
    Telephone(ports).says("ja")
    assert set(states(now_of(referral, ports)).values()) == {"proposed"}
    assert kinds(referral, ports)[-1] == "help"


def test_a_place_that_went_meanwhile_is_answered_with_what_there_is() -> None:
    ports = a_world([CAFE, GROUP])
    referral = asked(ports)
    number = referral.messages[0].options.index(id_on(referral, "act_group")) + 1
    full = replace(GROUP, seats=replace(GROUP.seats, taken_elsewhere=2))
    ports.activities.set_taken_elsewhere(GROUP.id, full.seats.taken_elsewhere)
    phone = Telephone(ports)
    phone.says(str(number))
    assert states(now_of(referral, ports)) == {"act_cafe": "proposed", "act_group": "lapsed"}
    assert "gone" in phone.gets()[-1]


def test_a_reply_to_a_lapsed_offer_is_told_so() -> None:
    ports = a_world([CAFE, GROUP])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("0")  # the only round there is
    phone.says("1")
    assert "gone" in phone.gets()[-1]
    assert TaskReason.NOTHING_SUITS in reasons(referral, ports)


def test_a_reply_after_the_library_confirmed_changes_nothing() -> None:
    ports = a_world([GROUP])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("1")
    confirm_intake(Said(UTRECHT, id_on(referral, "act_group"), webhook_id="w"), ports=ports)
    texts = phone.gets()
    phone.says("1")
    assert states(now_of(referral, ports)) == {"act_group": "confirmed"}
    assert phone.gets() == texts


def offered_a_fourth(ports: FakePorts, referral: Referral) -> PlacementId:
    """A fourth offer beside three that are hers."""
    current = now_of(referral, ports)
    fourth = replace(
        current.placements[0],
        id=PlacementId("plc_fourth"),
        activity_id=MORE[5].id,
        code="0001",
        state=State.PROPOSED,
        seat_counted=False,
    )
    grown = replace(current, placements=(*current.placements, fourth))
    ports.referrals.save(replace(begun(current), referral=grown))
    return fourth.id


def test_a_fourth_place_is_a_persons_business() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    for round_ in range(3):
        reply(token(ports, referral), Reply(Wish.YES, referral.placements[round_].id), ports=ports)
    assert now_of(referral, ports).beyond_proposed == 3
    offered = offered_a_fourth(ports, referral)
    reply(token(ports, referral), Reply(Wish.YES, offered), ports=ports)
    assert now_of(referral, ports).beyond_proposed == 3
    assert reasons(referral, ports) == [TaskReason.TOO_MANY]


# Two people on one telephone.


def test_options_of_two_on_one_number_are_numbered_on() -> None:
    ports = a_world()
    first = asked(ports, "key-1")
    second = asked(ports, "key-2", person=a_person(first_name="Yusra"))
    assert (first.line, second.line) == (0, 1)
    text_1, text_2 = Telephone(ports).gets()
    assert ("1 " in text_1, "4 " in text_2) == (True, True)
    Telephone(ports).says("5")
    chosen = second.messages[0].options[1]
    assert now_of(second, ports).placement(chosen).state != "proposed"
    assert set(states(now_of(first, ports)).values()) == {"proposed"}


def test_two_on_one_number_answer_at_once_and_both_are_heard() -> None:
    ports = a_world()
    first, second = asked(ports, "key-1"), asked(ports, "key-2", person=a_person(first_name="Y"))
    phone = Telephone(ports)
    all_at_once(lambda: phone.says("1", id_="a"), lambda: phone.says("4", id_="b"))
    for referral in (first, second):
        assert (
            now_of(referral, ports).placement(referral.messages[0].options[0]).state != "proposed"
        )


def test_none_of_these_is_about_the_text_that_came_last() -> None:
    ports = a_world([CAFE])
    first = asked(ports, "key-1")
    ports.now.forward(timedelta(minutes=5))
    second = asked(ports, "key-2", person=a_person(first_name="Yusra"))
    Telephone(ports).says("0")
    assert states(now_of(first, ports)) == {"act_cafe": "proposed"}
    assert states(now_of(second, ports)) == {"act_cafe": "declined"}


def test_a_line_is_free_again_once_its_referral_ends() -> None:
    ports = a_world([CAFE])
    first = asked(ports, "key-1")
    take_back(first.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    assert asked(ports, "key-2", person=a_person(first_name="Yusra")).line == 0


def test_a_number_that_is_somebody_elses_now_is_heard_as_hers() -> None:
    ports = a_world([CAFE])
    former = asked(ports, "key-1")
    take_back(former.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    now_hers = asked(ports, "key-2", person=a_person(first_name="Yusra"))
    Telephone(ports).says("1")
    assert states(now_of(former, ports)) == {"act_cafe": "cancelled"}
    assert states(now_of(now_hers, ports)) == {"act_cafe": "confirmed"}


# None, too far, another time.


def test_none_of_these_brings_the_next_offer_and_after_three_rounds_a_person() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    phone = Telephone(ports)
    for round_ in (2, 3):
        phone.says("0")
        assert now_of(referral, ports).round == round_
        assert reasons(referral, ports) == []
        phone.gets()
    phone.says("0")
    assert now_of(referral, ports).open_proposals == ()
    assert reasons(referral, ports) == [TaskReason.NOTHING_SUITS]
    declined = {p.reason for p in now_of(referral, ports).placements}
    assert declined == {"none"}


def test_a_no_to_a_text_that_has_its_answer_does_not_refuse_what_she_has_not_seen() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("0")
    phone.says("nee")  # before the second offer's text went out
    assert now_of(referral, ports).round == 2
    assert len(now_of(referral, ports).open_proposals) == 3


def test_too_far_stays_within_half_the_way_to_the_nearest() -> None:
    far = replace(
        WALK, branch=replace(WALK.branch, point=replace(WALK.branch.point, latitude=52.16))
    )
    ports = a_world([far])
    referral = asked(ports)
    minutes = referral.placements[0].offered.travel_minutes
    Telephone(ports).says("te ver weg")
    now = now_of(referral, ports)
    assert now.need is not None
    assert now.need.max_minutes == max(5, minutes // 2)
    assert now.asked["travel"] == {"maxMinutes": now.need.max_minutes}
    assert (now.placements[0].state, now.placements[0].reason) == ("declined", "too_far")
    assert reasons(referral, ports) == [TaskReason.NOTHING_SUITS]


def test_another_time_is_asked_and_searched() -> None:
    ports = a_world([CAFE, GROUP])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("ander moment")
    assert "ask_time" in phone.gets()[-1]
    assert set(states(now_of(referral, ports)).values()) == {"proposed"}
    phone.says("3")
    now = now_of(referral, ports)
    assert now.need is not None
    assert now.need.free is not None
    assert {interval.from_minute for interval in now.need.free} == {18 * 60}
    assert now.asked["availability"][0] == "mon_evening"
    assert set(states(now).values()) == {"declined"}


def test_nine_is_a_call_and_asking_twice_is_one_task() -> None:
    ports = a_world()
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("9")
    phone.says("bel mij")
    assert reasons(referral, ports) == [TaskReason.CALL_ME]
    (task,) = now_of(referral, ports).tasks
    assert (task.owner, task.deadline.isoformat()) == ("usr_1", "2026-11-24")


# STOP.


def test_stop_ends_the_texts_is_said_once_and_takes_nothing_away() -> None:
    ports = a_world([CAFE, GROUP])
    referral = asked(ports)
    phone = Telephone(ports)
    number = referral.messages[0].options.index(id_on(referral, "act_group")) + 1
    phone.says(str(number))
    phone.says("STOP!!!")
    phone.says("stop")
    texts = phone.gets()
    assert ["stopped" in text for text in texts] == [False, True]
    assert states(now_of(referral, ports)) == {"act_cafe": "proposed", "act_group": "held"}
    assert reasons(referral, ports) == [TaskReason.TEXTS_STOPPED]
    confirm_intake(Said(UTRECHT, id_on(referral, "act_group"), webhook_id="w"), ports=ports)
    ports.now.forward(timedelta(days=30))
    assert phone.gets() == texts, "nothing goes to a number that wants nothing"


def test_stop_is_heard_before_any_text_and_after_erasure() -> None:
    ports = a_world()
    phone = Telephone(ports)
    phone.says("توقف")
    assert ports.referrals.is_suppressed(ports.derivation.phone_mac(PHONE))
    referral = asked(ports)
    assert phone.gets() == []
    ports.referrals.erase(key_of(referral))
    phone.says("stop")
    assert ports.referrals.is_suppressed(ports.derivation.phone_mac(PHONE))
    assert phone.gets() == []


def test_only_start_from_that_number_lifts_a_stop() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("stop")
    phone.gets()
    Telephone(ports, "+31687654321").says("START")
    assert ports.referrals.is_suppressed(ports.derivation.phone_mac(PHONE))
    phone.says("start")
    assert "started" in phone.gets()[-1]
    assert reasons(referral, ports) == []
    phone.says("1")
    assert "Taalcafé" in phone.gets()[-1]


def test_stop_repeated_by_its_provider_is_one_stop() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("stop", id_="x")
    phone.says("start", id_="y")
    phone.says("stop", id_="x")
    said = [e.reason for e in ports.referrals.timeline(key_of(referral)) if e.kind == "replied"]
    assert said == ["stop", "start"]


# What nobody understands.


@pytest.mark.parametrize(
    "text", ["", "👍", "x" * 1000, "7", "Wie bent u eigenlijk?", "1 2 3", "２ december"]
)
def test_what_nobody_understands_is_helped_once_a_day_and_looked_at(text: str) -> None:
    ports = a_world()
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says(text)
    phone.says(text)
    assert [kind for kind in kinds(referral, ports) if kind == "help"] == ["help"]
    assert reasons(referral, ports) == [TaskReason.UNKNOWN_REPLY]
    phone.gets()
    ports.now.forward(timedelta(days=1, minutes=1))
    phone.says(text)
    assert [kind for kind in kinds(referral, ports) if kind == "help"] == ["help", "help"]


def test_a_number_that_nobody_has_gets_no_answer() -> None:
    ports = a_world()
    phone = Telephone(ports, "+31699999999")
    phone.says("1")
    phone.says("hello")
    assert phone.gets() == []


def test_who_asked_for_help_gets_it_and_nobody_is_troubled() -> None:
    ports = a_world()
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("help")
    assert "help" in phone.gets()[-1]
    assert reasons(referral, ports) == []


# What follows when a place is certain.

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_place_that_is_certain_is_confirmed_reminded_of_and_asked_about() -> None:
    later = replace(
        CAFE,
        sessions=tuple(
            replace(s, valid_from=TUESDAY.date() + timedelta(days=7)) for s in CAFE.sessions
        ),
    )
    ports = a_world([later])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("1")
    assert placed_on(referral, "act_cafe").code in phone.gets()[-1]
    while ports.now() < TUESDAY + timedelta(days=8):
        phone.gets()
        ports.now.forward(timedelta(hours=6))
    said = [
        (m.kind.value, m.sent_at.strftime("%d-%m") if m.sent_at else None)
        for m in now_of(referral, ports).messages
    ]
    assert said == [
        ("offer", "23-11"),
        ("confirmation", "23-11"),
        ("reminder", "28-11"),
        ("reminder", "30-11"),
        ("how_was_it", "01-12"),
    ]


def test_a_meeting_that_is_called_off_is_not_reminded_of() -> None:
    starts = TUESDAY.date() + timedelta(days=7)
    later = replace(CAFE, sessions=tuple(replace(s, valid_from=starts) for s in CAFE.sessions))
    ports = a_world([later])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("1")
    phone.gets()
    closed = replace(
        later, sessions=tuple(replace(s, except_on=frozenset({starts})) for s in later.sessions)
    )
    ports.activities.put(closed, expected_version=ports.activities.get(CAFE.id).version)
    ports.now.forward(timedelta(days=7))
    phone.gets()
    reminders = [m for m in now_of(referral, ports).messages if m.kind == "reminder"]
    assert [(m.state, m.failure) for m in reminders] == [("none", "not_wanted")] * 2


def test_how_it_was_is_heard_and_a_bad_time_is_for_a_person() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    phone = Telephone(ports)
    phone.says("1")
    phone.gets()
    ports.now.forward(timedelta(days=2))
    assert "how_was_it" in phone.gets()[-1]
    phone.says("3")
    assert reasons(referral, ports) == [TaskReason.DISLIKED]
    said = [e.reason for e in ports.referrals.timeline(key_of(referral)) if e.kind == "replied"]
    assert said == ["yes", "how_was_it_3"]


def test_by_letter_nothing_is_texted() -> None:
    ports = a_world([CAFE])
    referral = referred(ports, channel=Channel.LETTER)
    reply(token(ports, referral), Reply(Wish.YES, referral.placements[0].id), ports=ports)
    assert now_of(referral, ports).messages == ()


# Her page.


def test_her_link_finds_her_referral_and_looking_changes_nothing() -> None:
    ports = a_world()
    referral = asked(ports)
    before = ports.referrals.everything()
    assert find_by_link(token(ports, referral), ports=ports) == referral
    assert ports.referrals.everything() == before


def ended(ports: FakePorts, referral: Referral) -> str:
    take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    return token(ports, referral)


def erased(ports: FakePorts, referral: Referral) -> str:
    ports.referrals.erase(key_of(referral))
    return token(ports, referral)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda *_: "",
        lambda *_: "x" * 5000,
        lambda *_: "ключ",
        lambda ports, referral: token(ports, referral)[:-1] + "_",
        lambda _, referral: referral.id,
        ended,
        erased,
    ],
)
def test_a_link_that_is_none_is_not_found(spoil: Callable[[FakePorts, Referral], str]) -> None:
    ports = a_world()
    referral = asked(ports)
    bad = spoil(ports, referral)
    with pytest.raises(NotFound):
        find_by_link(bad, ports=ports)
    with pytest.raises(NotFound):
        reply(bad, Reply(Wish.NONE), ports=ports)


def test_the_same_click_twice_is_one_answer() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    for _ in range(2):
        reply(token(ports, referral), Reply(Wish.NONE), ports=ports)
    assert now_of(referral, ports).round == 2
    ports.now.forward(timedelta(minutes=2))
    reply(token(ports, referral), Reply(Wish.NONE), ports=ports)
    assert now_of(referral, ports).round == 3


def test_a_page_that_says_its_round_may_be_quick() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    for round_ in (1, 1, 2):
        reply(token(ports, referral), Reply(Wish.NONE, round=round_), ports=ports)
    assert now_of(referral, ports).round == 3


def test_somebody_elses_placement_is_not_hers() -> None:
    ports = a_world()
    hers, theirs = asked(ports, "key-1"), asked(ports, "key-2")
    with pytest.raises(NotFound):
        reply(token(ports, hers), Reply(Wish.YES, theirs.placements[0].id), ports=ports)
    with pytest.raises(NotFound):
        reply(token(ports, hers), Reply(Wish.NO, PlacementId("plc_none")), ports=ports)


def test_yes_no_and_leaving_on_her_page() -> None:
    ports = a_world([CAFE, GROUP])
    referral = asked(ports)
    link = token(ports, referral)
    cafe, group = id_on(referral, "act_cafe"), id_on(referral, "act_group")
    reply(link, Reply(Wish.YES, cafe), ports=ports)
    reply(link, Reply(Wish.YES, cafe), ports=ports)
    reply(link, Reply(Wish.NO, group), ports=ports)
    assert states(now_of(referral, ports)) == {"act_cafe": "confirmed", "act_group": "declined"}
    reply(link, Reply(Wish.LEAVE, cafe), ports=ports)
    reply(link, Reply(Wish.LEAVE, cafe), ports=ports)
    assert states(now_of(referral, ports)) == {"act_cafe": "declined", "act_group": "declined"}
    assert ports.activities.taken(CAFE.id) == 0
    assert reasons(referral, ports) == [TaskReason.NOTHING_SUITS]


def test_not_now_rests_for_a_month_and_is_nobodys_task() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    reply(token(ports, referral), Reply(Wish.NOT_NOW), ports=ports)
    parked = now_of(referral, ports)
    assert (parked.open_proposals, parked.parked_at) == ((), ports.now())
    assert reasons(referral, ports) == []
    assert parked.clock is not None
    assert parked.clock.situation is Situation.PARKED


def test_another_time_without_a_part_of_the_day_asks_which() -> None:
    ports = a_world()
    referral = asked(ports)
    now = reply(token(ports, referral), Reply(Wish.OTHER_TIME), ports=ports)
    assert now.last_reply is not None
    assert (now.last_reply.wish, now.last_reply.part_of_day) == (Wish.OTHER_TIME, None)
    assert len(now.open_proposals) == 3
    assert kinds(referral, ports) == ["offer"]


def test_stop_and_start_on_her_page_are_about_her_number() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    mac = ports.derivation.phone_mac(PHONE)
    for wish, is_suppressed in ((Wish.STOP, True), (Wish.STOP, True), (Wish.START, False)):
        reply(token(ports, referral), Reply(wish), ports=ports)
        assert ports.referrals.is_suppressed(mac) is is_suppressed
    assert kinds(referral, ports) == ["offer", "stopped", "started"]


def test_stop_on_the_page_of_who_has_no_number_is_heard() -> None:
    ports = a_world([CAFE])
    referral = referred(ports, channel=Channel.LETTER, person=a_person(phone=None))
    reply(token(ports, referral), Reply(Wish.STOP), ports=ports)
    assert reasons(referral, ports) == [TaskReason.TEXTS_STOPPED]


def test_a_library_that_declines_says_so_in_a_new_offer_and_old_numbers_hold() -> None:
    ports = a_world([CAFE, GROUP, BUDDY, *MORE[:1]])
    referral = asked(ports)
    group = id_on(referral, "act_group") if "act_group" in states(referral) else None
    assert group is not None
    reply(token(ports, referral), Reply(Wish.YES, group), ports=ports)
    decline_intake(Said(UTRECHT, group, webhook_id="w"), LibraryDeclineReason.FULL, ports=ports)
    phone = Telephone(ports)
    assert len(phone.gets()) == 2
    newest = [m for m in now_of(referral, ports).messages if m.kind == "offer"][-1]
    assert newest.state is MessageState.SENT
    phone.says("1")
    assert now_of(referral, ports).placement(newest.options[0]).state != "proposed"


# What was said already, what nobody asked, and who was quicker.


@pytest.mark.parametrize("wish", [Wish.NONE, Wish.NOT_NOW, Wish.TOO_FAR, Wish.OTHER_TIME])
def test_an_answer_to_a_round_that_has_its_answer_changes_nothing(wish: Wish) -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    reply(token(ports, referral), Reply(Wish.NONE, round=1), ports=ports)
    before = now_of(referral, ports)
    assert reply(token(ports, referral), Reply(wish, round=1), ports=ports) == before


def test_asking_for_help_on_her_page_changes_nothing() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    assert reply(token(ports, referral), Reply(Wish.HELP), ports=ports) == referral


def test_who_is_reached_by_letter_may_still_text() -> None:
    ports = a_world([CAFE])
    referral = referred(ports, channel=Channel.LETTER)
    phone = Telephone(ports)
    phone.says("Bel mij aub")
    phone.says("nee")
    assert reasons(referral, ports) == [TaskReason.CALL_ME, TaskReason.UNKNOWN_REPLY]
    assert phone.gets() == []


def test_the_same_text_handled_by_somebody_quicker_is_passed_over() -> None:
    ports = a_world(MORE)
    referral = asked(ports)
    quicker = Telephone(ports)
    slower = with_referrals(ports, between={("save", 1): lambda: quicker.says("0", id_="a")})
    Telephone(slower).says("0", id_="a")
    assert now_of(referral, ports).round == 2


def test_a_digit_that_is_another_persons_option_is_not_understood() -> None:
    ports = a_world()
    first = asked(ports, "key-1")
    second = asked(ports, "key-2", person=a_person(first_name="Yusra"))
    take_back(first.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
    Telephone(ports).says("1")
    assert kinds(second, ports)[-1] == "help"


def test_two_referred_at_once_on_one_number_have_two_lines() -> None:
    ports = a_world()
    slower = with_referrals(ports, between={("add", 1): lambda: referred(ports, "quicker")})
    assert referred(slower, "slower", person=a_person(first_name="Yusra")).line == 1


def test_who_is_erased_while_she_answers_has_no_link() -> None:
    ports = a_world([CAFE])
    referral = asked(ports)
    late = {("get", 1): lambda: ports.referrals.erase(key_of(referral))}
    with pytest.raises(NotFound):
        reply(
            token(ports, referral),
            Reply(Wish.CALL_ME),
            ports=with_referrals(ports, between=late),
        )


def test_who_starts_again_is_reminded_again() -> None:
    starts = TUESDAY.date() + timedelta(days=7)
    later = replace(CAFE, sessions=tuple(replace(s, valid_from=starts) for s in CAFE.sessions))
    ports = a_world([later])
    referral = asked(ports)
    phone = Telephone(ports)
    for text in ("1", "stop", "start"):
        phone.says(text)
        phone.gets()
    waiting = [m.kind for m in now_of(referral, ports).messages if m.state == "pending"]
    assert waiting == ["reminder", "reminder", "how_was_it"]


def test_a_text_whose_options_changed_under_way_is_composed_again() -> None:
    ports = a_world()
    referral = referred(ports)
    gone = id_on(referral, "act_group")
    late = {
        ("get", 3): lambda: reply(token(ports, referral), Reply(Wish.NO, gone), ports=ports),
    }
    sweep(ports=with_referrals(ports, between=late))
    ports.now.forward(timedelta(seconds=5))
    assert len(Telephone(ports).gets()) == 1
    assert gone not in now_of(referral, ports).messages[0].options
