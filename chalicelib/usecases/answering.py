"""Answering: the beats that her page and her texts share, so that they can never disagree."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from chalicelib.domain.answering import (
    MOST_ROUNDS,
    at_part_of_day,
    nearer,
    newcomer,
    opened,
    refused,
    remembered,
    renewed,
    still_open,
    texts_resumed,
    texts_stopped,
)
from chalicelib.domain.errors import TooManyPlacements
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.message import MessageKind, MessageState
from chalicelib.domain.offering import NOT_NOW, Naming, accept
from chalicelib.domain.placement import Happening, Placement, State, allowed
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.follow_up import owe, with_reminders
from chalicelib.usecases.meanwhile import with_meanwhile
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.saving import key_of, settle

BY_TEXT = LibraryId("sms")  # stands for a library where messages that came in are remembered
_OPEN_FOR_YES = frozenset({State.PROPOSED, State.SEAT_OFFERED})
_NOTICES = frozenset({MessageKind.STOPPED, MessageKind.STARTED})

Deciding = Callable[[Step, Reply, Naming, Ports], Step]


def answer(
    key: ReferralKey, reply: Reply, *, ports: Ports, message_id: str | None = None
) -> Referral:
    """Her answer stands, once; `message_id` is that of the text it came in.

    Raises:
        NotFound: she has no such placement. AlreadySeen: this text was handled before.
    """

    def decide(referral: Referral, names: Naming) -> Step:
        step = heard(referral, message_id, ports=ports)
        if _is_repeated(referral, reply, ports=ports):
            return step
        decided = _DECIDES[reply.wish](step, reply, names, ports)
        if decided is step:
            return step
        return remembered(decided, reply, at=ports.now())

    return settle(lambda: ports.referrals.get(key), decide, ports=ports).referral


def heard(referral: Referral, message_id: str | None, *, ports: Ports) -> Step:
    """A step that, when it came by text, is taken once, and is a sign of life whatever it says."""
    step = begun(referral)
    if message_id is None:
        return step
    alive = replace(referral, last_heard_at=ports.now())
    return replace(step, referral=alive, webhook=(BY_TEXT, message_id))


def _is_repeated(referral: Referral, reply: Reply, *, ports: Ports) -> bool:
    last = referral.last_reply
    return last is not None and last.repeats(reply, at=ports.now())


def _yes(step: Step, reply: Reply, names: Naming, ports: Ports) -> Step:
    """What she chose is hers, or waits for its library; gone, the next best is offered.

    Of what is hers already it says that she still wants it, where that is asked.
    """
    placement, actor = _placement(step, reply), newcomer(step.referral)
    if Happening.STILL_WANTED in allowed(placement.state):
        return renewed(step, placement, at=ports.now())
    if placement.state not in _OPEN_FOR_YES:
        return step
    activity = ports.activities.get(placement.activity_id)
    try:
        after = accept(step, placement, activity, actor=actor, at=ports.now())
    except TooManyPlacements:
        wanted = placement.id
        return opened(step, TaskReason.TOO_MANY, actor=actor, at=ports.now(), placement_id=wanted)
    if after.referral.placement(placement.id).state is not State.LAPSED:
        return with_meanwhile(after, names=names, actor=actor, ports=ports)
    more = offer_more(after, names=names, actor=actor, ports=ports)[0]
    is_told = more.referral.round > step.referral.round
    return more if is_told else owe(more, MessageKind.GONE, names=names, ports=ports)


def _no(step: Step, reply: Reply, names: Naming, ports: Ports) -> Step:
    """A no before, leaving after."""
    placement = _placement(step, reply)
    if not placement.is_live:
        return step
    step = refused(step, [placement], reason="not_this_one", at=ports.now())
    return next_round(step, names, ports)


def _none(step: Step, reply: Reply, names: Naming, ports: Ports) -> Step:
    seen = still_open(step.referral, round_=reply.round)
    if not seen:
        return step
    return next_round(refused(step, seen, reason="none", at=ports.now()), names, ports)


def _not_now(step: Step, reply: Reply, _: Naming, ports: Ports) -> Step:
    """She may want something later: it is offered again when her clock says so."""
    seen = still_open(step.referral, round_=reply.round)
    if not seen:
        return step
    step = refused(step, seen, reason=NOT_NOW, at=ports.now())
    return step.then(replace(step.referral, parked_at=ports.now()))


def _too_far(step: Step, reply: Reply, names: Naming, ports: Ports) -> Step:
    """What is a way off is refused, and the search stays within half the nearest way."""
    seen = still_open(step.referral, round_=reply.round)
    if not seen:
        return step
    far = [p for p in seen if p.offered.travel_minutes > 0] or list(seen)
    step = refused(step, far, reason="too_far", at=ports.now())
    return next_round(nearer(step, far, at=ports.now()) or step, names, ports)


def _other_time(step: Step, reply: Reply, names: Naming, ports: Ports) -> Step:
    """Another part of the day is searched; which one, she is asked where she did not say."""
    seen = still_open(step.referral, round_=reply.round)
    if not seen:
        return step
    if reply.part_of_day is None:
        came_by_text = step.webhook is not None
        if came_by_text:
            return owe(step, MessageKind.ASK_TIME, names=names, ports=ports)
        return step.then(step.referral)  # her page asks, by what she said last
    step = refused(step, seen, reason="other_time", at=ports.now())
    step = at_part_of_day(step, reply.part_of_day, at=ports.now())
    return next_round(step, names, ports)


def _call_me(step: Step, _: Reply, __: Naming, ports: Ports) -> Step:
    actor = newcomer(step.referral)
    return opened(step, TaskReason.CALL_ME, actor=actor, at=ports.now())


def _nothing(step: Step, _: Reply, __: Naming, ___: Ports) -> Step:
    return step


_DECIDES: Mapping[Wish, Deciding] = {
    Wish.YES: _yes,
    Wish.NO: _no,
    Wish.LEAVE: _no,
    Wish.NONE: _none,
    Wish.NOT_NOW: _not_now,
    Wish.TOO_FAR: _too_far,
    Wish.OTHER_TIME: _other_time,
    Wish.CALL_ME: _call_me,
    # These are about her number, not about one referral: see `stop` and `start`.
    Wish.STOP: _nothing,
    Wish.START: _nothing,
    Wish.HELP: _nothing,
}


def _placement(step: Step, reply: Reply) -> Placement:
    if reply.placement_id is None:
        raise ValueError(f"{reply.wish} is about one placement")
    return step.referral.placement(reply.placement_id)


def next_round(step: Step, names: Naming, ports: Ports, *, actor: Actor | None = None) -> Step:
    """What fits now is offered, while nothing is hers or open yet; after three rounds a person.

    `actor` is whoever answers for her, where she does not do so herself.
    """
    referral, at = step.referral, ports.now()
    actor = actor or newcomer(referral)
    if referral.beyond_proposed or referral.has_ended:
        return step
    if referral.round < MOST_ROUNDS:
        step = offer_more(step, names=names, actor=actor, ports=ports)[0]
    if step.referral.open_proposals:
        return step
    return opened(step, TaskReason.NOTHING_SUITS, actor=actor, at=at)


def stop(
    referrals: Iterable[Referral], *, phone_mac: str | None, ports: Ports, message_id: str | None
) -> None:
    """No text goes to that number any more, but one that says so; what was hers stays hers."""
    if phone_mac is not None:
        ports.referrals.suppress(phone_mac)
    known = tuple(referrals)
    tells = None if any(_is_told_stopped(r) for r in known) else _last(known)
    for referral in known:
        is_told_here = tells is not None and referral.id == tells.id
        _stopped(referral, is_told_here=is_told_here, ports=ports, message_id=message_id)


def _stopped(
    referral: Referral, *, is_told_here: bool, ports: Ports, message_id: str | None
) -> None:
    def decide(current: Referral, names: Naming) -> Step:
        step = remembered(begun(current), Reply(Wish.STOP), at=ports.now())
        step = texts_stopped(step, at=ports.now())
        if is_told_here and not _is_told_stopped(current):
            step = owe(step, MessageKind.STOPPED, names=names, ports=ports)
        return step

    _once_each(referral, decide, ports=ports, message_id=message_id)


def start(
    referrals: Iterable[Referral], *, phone_mac: str | None, ports: Ports, message_id: str | None
) -> None:
    """Texts go to that number again, and one says so; what lies ahead is reminded of again."""
    if phone_mac is not None:
        ports.referrals.allow(phone_mac)
    known = tuple(referrals)
    for referral in known:
        tells = _is_told_stopped(referral)
        _started(referral, is_told_here=tells, ports=ports, message_id=message_id)


def _started(
    referral: Referral, *, is_told_here: bool, ports: Ports, message_id: str | None
) -> None:
    def decide(current: Referral, names: Naming) -> Step:
        step = remembered(begun(current), Reply(Wish.START), at=ports.now())
        step = texts_resumed(step, at=ports.now())
        if is_told_here and _is_told_stopped(current):
            step = owe(step, MessageKind.STARTED, names=names, ports=ports)
        for placement in current.placements:
            if placement.state is State.CONFIRMED:
                step = with_reminders(step, placement, names=names, ports=ports)
        return step

    _once_each(referral, decide, ports=ports, message_id=message_id)


def _once_each(
    referral: Referral,
    decide: Callable[[Referral, Naming], Step],
    *,
    ports: Ports,
    message_id: str | None,
) -> None:
    """Each referral on the number takes the message once, whatever came between."""
    key = key_of(referral)
    mark = None if message_id is None else f"{message_id}/{referral.id}"
    if mark is not None and ports.referrals.has_seen(BY_TEXT, mark):
        return

    def marked(current: Referral, names: Naming) -> Step:
        step = decide(current, names)
        return step if mark is None else replace(step, webhook=(BY_TEXT, mark))

    settle(lambda: ports.referrals.get(key), marked, ports=ports)


def _is_told_stopped(referral: Referral) -> bool:
    """Whether the last thing said about her texts is that they stopped."""
    said = [m for m in referral.messages if m.kind in _NOTICES and m.state is not MessageState.NONE]
    return bool(said) and said[-1].kind is MessageKind.STOPPED


def _last(referrals: tuple[Referral, ...]) -> Referral | None:
    return max(referrals, key=lambda r: r.created_at, default=None)
