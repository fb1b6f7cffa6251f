"""Hear: a text came in from a telephone, and each has a defined answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.answering import newcomer, opened
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.inbound import Understood, understood
from chalicelib.domain.message import OFFERS, YES_OR_NO, Message, MessageKind
from chalicelib.domain.numbering import Choice, choices, newest_asked
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import State
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import PARTS_OF_DAY, Reply, Wish
from chalicelib.domain.step import Step
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.answering import BY_TEXT, answer, heard, start, stop
from chalicelib.usecases.follow_up import owe
from chalicelib.usecases.ports import AlreadySeen, Ports
from chalicelib.usecases.saving import key_of, settle

ONE_HELP_A = timedelta(days=1)
_NOT_GOOD = 3  # how it was: 1 good, 2 fair, 3 not good
_FREE_OF_CHOICE = frozenset({Wish.TOO_FAR, Wish.OTHER_TIME, Wish.NOT_NOW, Wish.CALL_ME})
_NO = frozenset({Wish.NO, Wish.NONE})
_OPEN_QUESTIONS = OFFERS | {MessageKind.ASK_TIME}
_WAITS_FOR_YES = frozenset({State.PROPOSED, State.SEAT_OFFERED})


@dataclass(frozen=True, slots=True)
class Inbound:
    """One text as the provider handed it over; `id` is the provider's, the same when repeated."""

    id: str
    phone: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Situation:
    """Who is open on that number, what each number means, and which text was the last to ask."""

    inbound: Inbound
    referrals: Sequence[Referral]
    choices: Mapping[int, Choice]
    asked: tuple[Referral, Message] | None

    @property
    def referral(self) -> Referral:
        """Whose a text without a number is: hers who was asked last, else the newest."""
        if self.asked is not None:
            return self.asked[0]
        return max(self.referrals, key=lambda r: r.created_at)

    @property
    def kind(self) -> MessageKind | None:
        return None if self.asked is None else self.asked[1].kind

    @property
    def round(self) -> int:
        """The round that she was looking at."""
        return self.referral.round if self.asked is None else self.asked[1].round


def hear(inbound: Inbound, *, ports: Ports) -> None:
    """What she meant is done, once; what nobody understands is answered with help, and looked at.

    From a number that nobody has, only STOP and START mean something: the number is remembered
    under its HMAC, and nothing is sent.
    """
    if ports.referrals.has_seen(BY_TEXT, inbound.id):
        return
    mac = ports.derivation.phone_mac(inbound.phone)
    referrals = ports.referrals.of_phone(mac)
    on_screen, asked = choices(referrals), newest_asked(referrals)
    meant = understood(inbound.text, options=on_screen, lexicon=ports.lexicon)
    if meant.wish is Wish.STOP:
        stop(referrals, phone_mac=mac, ports=ports, message_id=inbound.id)
    elif meant.wish is Wish.START:
        start(referrals, phone_mac=mac, ports=ports, message_id=inbound.id)
    elif referrals:
        _answered(meant, _Situation(inbound, referrals, on_screen, asked), ports=ports)


def _answered(meant: Understood, now: _Situation, *, ports: Ports) -> None:
    try:
        if meant.number is not None:
            _chose(now.choices[meant.number], now, ports=ports)
        elif meant.wish is not None:
            _wish(meant.wish, now, ports=ports)
        else:
            _not_understood(now, ports=ports)
    except AlreadySeen:
        return


def _chose(choice: Choice, now: _Situation, *, ports: Ports) -> None:
    """The number answers the text that it stood in, whoever shares the telephone."""
    message = choice.message
    if message.kind is MessageKind.HOW_WAS_IT:
        _how_it_was(choice, now, ports=ports)
    elif message.kind is MessageKind.ASK_TIME:
        part = PARTS_OF_DAY[choice.position]
        reply = Reply(Wish.OTHER_TIME, part_of_day=part, round=message.round)
        answer(key_of(choice.referral), reply, ports=ports, message_id=now.inbound.id)
    else:
        _about_one(Wish.YES, choice, now, ports=ports)


def _about_one(wish: Wish, choice: Choice, now: _Situation, *, ports: Ports) -> None:
    """Her yes or no to one placement; a yes to one that ended since comes too late."""
    placement = choice.referral.placement(_placement_of(choice))
    if wish is Wish.YES and not placement.is_live:
        _gone(choice.referral, now, ports=ports)
        return
    reply = Reply(wish, placement.id)
    answer(key_of(choice.referral), reply, ports=ports, message_id=now.inbound.id)


def _placement_of(choice: Choice) -> PlacementId:
    message = choice.message
    if message.placement_id is not None:
        return message.placement_id
    return message.options[choice.position]


def _wish(wish: Wish, now: _Situation, *, ports: Ports) -> None:
    if wish is Wish.YES:
        _yes(now, ports=ports)
    elif wish is Wish.HELP:
        _not_understood(now, ports=ports, is_clear=True)
    elif wish in _NO and now.asked is not None and now.kind in YES_OR_NO:
        _about_one(Wish.LEAVE, Choice(*now.asked, position=0), now, ports=ports)
    elif wish in _FREE_OF_CHOICE or now.kind in _OPEN_QUESTIONS:
        wanted = Wish.NONE if wish is Wish.NO else wish
        reply = Reply(wanted, round=now.round)
        answer(key_of(now.referral), reply, ports=ports, message_id=now.inbound.id)
    else:
        _not_understood(now, ports=ports)


def _yes(now: _Situation, *, ports: Ports) -> None:
    """A bare yes says enough when there is one thing to say yes to, or one thing was asked."""
    if now.asked is not None and now.kind in YES_OR_NO:
        _about_one(Wish.YES, Choice(*now.asked, position=0), now, ports=ports)
        return
    still_open = [choice for choice in now.choices.values() if _is_open(choice)]
    if len(still_open) == 1:
        _about_one(Wish.YES, still_open[0], now, ports=ports)
    else:
        _not_understood(now, ports=ports)


def _is_open(choice: Choice) -> bool:
    """Whether this number offers something that still waits for her yes."""
    is_offered = choice.message.kind in OFFERS | {MessageKind.SEAT_FREE}
    if not is_offered:
        return False
    return choice.referral.placement(_placement_of(choice)).state in _WAITS_FOR_YES


def _gone(referral: Referral, now: _Situation, *, ports: Ports) -> None:
    """What she chose is gone: she hears so, and with nothing else open a person looks."""

    def decide(current: Referral, names: Naming) -> Step:
        step = heard(current, now.inbound.id, ports=ports)
        step = owe(step, MessageKind.GONE, names=names, ports=ports)
        if current.open_proposals or current.beyond_proposed:
            return step
        return _task(step, TaskReason.UNKNOWN_REPLY, ports=ports)

    settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)


def _how_it_was(choice: Choice, now: _Situation, *, ports: Ports) -> None:
    """How it was is in the timeline; that it was not good is for a person."""
    number = choice.position + 1

    def decide(current: Referral, _: Naming) -> Step:
        step, actor = heard(current, now.inbound.id, ports=ports), newcomer(current)
        event = Event(
            EventKind.REPLIED,
            ports.now(),
            actor,
            placement_id=choice.message.placement_id,
            reason=f"how_was_it_{number}",
        )
        step = step.then(current, event)
        return _task(step, TaskReason.DISLIKED, ports=ports) if number == _NOT_GOOD else step

    settle(lambda: ports.referrals.get(key_of(choice.referral)), decide, ports=ports)


def _not_understood(now: _Situation, *, ports: Ports, is_clear: bool = False) -> None:
    """One help text a day, and unless she asked for just that, a person looks."""

    def decide(current: Referral, names: Naming) -> Step:
        step = heard(current, now.inbound.id, ports=ports)
        if not _was_helped(current, ports=ports):
            step = owe(step, MessageKind.HELP, names=names, ports=ports)
        return step if is_clear else _task(step, TaskReason.UNKNOWN_REPLY, ports=ports)

    settle(lambda: ports.referrals.get(key_of(now.referral)), decide, ports=ports)


def _was_helped(referral: Referral, *, ports: Ports) -> bool:
    since = ports.now() - ONE_HELP_A
    helps = [m for m in referral.messages if m.kind is MessageKind.HELP]
    return any(m.is_owed or (m.sent_at is not None and m.sent_at > since) for m in helps)


def _task(step: Step, reason: TaskReason, *, ports: Ports) -> Step:
    return opened(step, reason, actor=newcomer(step.referral), at=ports.now())
