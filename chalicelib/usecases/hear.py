"""Hear: a text came in from a telephone, and each has a defined answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.answering import newcomer, opened
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.inbound import Understood, understood
from chalicelib.domain.message import Message, MessageKind
from chalicelib.domain.numbering import newest_asked, options
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
_ONE_TO_THREE = frozenset({1, 2, 3})
_FREE_OF_CHOICE = frozenset({Wish.TOO_FAR, Wish.OTHER_TIME, Wish.NOT_NOW, Wish.CALL_ME})


@dataclass(frozen=True, slots=True)
class Inbound:
    """One text as the provider handed it over; `id` is the provider's, the same when repeated."""

    id: str
    phone: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Situation:
    """Who is open on that number, what each digit means, and which text was the last to ask."""

    inbound: Inbound
    referrals: Sequence[Referral]
    options: Mapping[int, tuple[Referral, PlacementId]]
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
    on_screen, asked = options(referrals), newest_asked(referrals)
    numbers = on_screen.keys() | _ONE_TO_THREE if asked else frozenset(on_screen)
    meant = understood(inbound.text, options=numbers, lexicon=ports.lexicon)
    if meant.wish is Wish.STOP:
        stop(referrals, phone_mac=mac, ports=ports, message_id=inbound.id)
    elif meant.wish is Wish.START:
        start(referrals, phone_mac=mac, ports=ports, message_id=inbound.id)
    elif referrals:
        _answered(meant, _Situation(inbound, referrals, on_screen, asked), ports=ports)


def _answered(meant: Understood, now: _Situation, *, ports: Ports) -> None:
    try:
        if meant.number is not None:
            _number(meant.number, now, ports=ports)
        elif meant.wish is not None:
            _wish(meant.wish, now, ports=ports)
        else:
            _not_understood(now, ports=ports)
    except AlreadySeen:
        return


def _number(number: int, now: _Situation, *, ports: Ports) -> None:
    """A digit is an answer to the text that asked last; else it chooses what it stands for."""
    if number in _ONE_TO_THREE and now.kind is MessageKind.HOW_WAS_IT:
        _how_it_was(number, now, ports=ports)
    elif number in _ONE_TO_THREE and now.kind is MessageKind.ASK_TIME:
        part = PARTS_OF_DAY[number - 1]
        reply = Reply(Wish.OTHER_TIME, part_of_day=part, round=now.round)
        answer(key_of(now.referral), reply, ports=ports, message_id=now.inbound.id)
    elif number in now.options:
        _choose(*now.options[number], now, ports=ports)
    else:
        _not_understood(now, ports=ports)


def _choose(
    referral: Referral, placement_id: PlacementId, now: _Situation, *, ports: Ports
) -> None:
    placement = referral.placement(placement_id)
    if not placement.is_live:
        _gone(referral, now, ports=ports)
        return
    reply = Reply(Wish.YES, placement_id)
    answer(key_of(referral), reply, ports=ports, message_id=now.inbound.id)


def _wish(wish: Wish, now: _Situation, *, ports: Ports) -> None:
    if wish is Wish.YES:
        _yes(now, ports=ports)
    elif wish is Wish.HELP:
        _not_understood(now, ports=ports, is_clear=True)
    elif wish in _FREE_OF_CHOICE or now.kind in {MessageKind.OFFER, MessageKind.ASK_TIME}:
        wanted = Wish.NONE if wish is Wish.NO else wish
        reply = Reply(wanted, round=now.round)
        answer(key_of(now.referral), reply, ports=ports, message_id=now.inbound.id)
    else:
        _not_understood(now, ports=ports)


def _yes(now: _Situation, *, ports: Ports) -> None:
    """A bare yes says enough when there is one thing to say yes to."""
    still_open = [
        (referral, id_)
        for referral, id_ in now.options.values()
        if referral.placement(id_).state in {State.PROPOSED, State.SEAT_OFFERED}
    ]
    if len(still_open) == 1:
        _choose(*still_open[0], now, ports=ports)
    else:
        _not_understood(now, ports=ports)


def _gone(referral: Referral, now: _Situation, *, ports: Ports) -> None:
    """What she chose is gone: she hears so, and with nothing else open a person looks."""

    def decide(current: Referral, names: Naming) -> Step:
        step = heard(current, now.inbound.id)
        step = owe(step, MessageKind.GONE, names=names, ports=ports)
        if current.open_proposals or current.beyond_proposed:
            return step
        return _task(step, TaskReason.UNKNOWN_REPLY, ports=ports)

    settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)


def _how_it_was(number: int, now: _Situation, *, ports: Ports) -> None:
    """How it was is in the timeline; that it was not good is for a person."""
    about = None if now.asked is None else now.asked[1].placement_id

    def decide(current: Referral, _: Naming) -> Step:
        step, actor = heard(current, now.inbound.id), newcomer(current)
        event = Event(
            EventKind.REPLIED,
            ports.now(),
            actor,
            placement_id=about,
            reason=f"how_was_it_{number}",
        )
        step = step.then(current, event)
        return _task(step, TaskReason.DISLIKED, ports=ports) if number == _NOT_GOOD else step

    settle(lambda: ports.referrals.get(key_of(now.referral)), decide, ports=ports)


def _not_understood(now: _Situation, *, ports: Ports, is_clear: bool = False) -> None:
    """One help text a day, and unless she asked for just that, a person looks."""

    def decide(current: Referral, names: Naming) -> Step:
        step = heard(current, now.inbound.id)
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
