"""What every store keeps its word on about whoever was erased."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.erasure import erased, remains
from chalicelib.domain.errors import Gone, NotFound, StaleVersion
from chalicelib.domain.events import CLOCK, EventKind
from chalicelib.domain.message import claimed, sent
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.retention import Kept, next_end
from chalicelib.domain.step import begun
from tests.adapters.contracts.ledger import EMPTY, noting
from tests.adapters.contracts.ledger import said as said_to_be_there
from tests.adapters.contracts.referrals import PHONE_MAC, key_of, offered, saved
from tests.adapters.contracts.worlds import World
from tests.fakes.making import NOW, a_message, a_person, referring

LINK = "hash of her link"


def known(world: World) -> Referral:
    """A referral of which there is something to erase everywhere."""
    referral = replace(offered(), messages=(a_message(),), client_reference="UTR-1", line=0)
    world.referrals.add(referring(referral), a_person(), phone_mac=PHONE_MAC, link_hash=LINK)
    return world.referrals.get(key_of(referral))


def text_sent(world: World, referral: Referral) -> Referral:
    claim = claimed(referral.messages[0], at=NOW)
    assert claim is not None
    step = begun(referral).then(referral.with_message(claim))
    referral = saved(world, step)
    done = sent(referral.messages[0], provider_id="provider-1", at=NOW)
    return saved(world, begun(referral).then(referral.with_message(done)))


def flag(world: World, referral: Referral, why: ErasedFor = ErasedFor.ASKED) -> Referral:
    world.referrals.save(erased(begun(referral), why, actor=CLOCK, at=NOW))
    return world.erasures.read(key_of(referral))


def forget(world: World, flagged: Referral) -> Referral:
    world.erasures.forget(flagged, remains(flagged, at=NOW), link_hash=LINK)
    return world.erasures.read(key_of(flagged))


class ErasuresContract:
    """Run with a fixture `world`."""

    def test_who_is_not_erased_is_not_among_them(self, world: World) -> None:
        with pytest.raises(NotFound):
            world.erasures.read(key_of(offered()))
        with pytest.raises(NotFound):
            world.erasures.read(key_of(known(world)))

    def test_from_the_flag_on_nobody_reads_or_writes_it(self, world: World) -> None:
        before = known(world)
        flagged = flag(world, before)
        assert flagged.erased_for is ErasedFor.ASKED
        for asked in (world.referrals.get, world.referrals.person):
            with pytest.raises(Gone):
                asked(key_of(before))
        with pytest.raises(StaleVersion):
            world.referrals.save(begun(flagged).then(replace(flagged, count_hours=True)))
        with pytest.raises(NotFound):
            world.referrals.of_link(LINK)
        with pytest.raises(NotFound):
            world.referrals.of_placement(before.placements[0].id, library=None)

    def test_forgetting_is_due_until_it_is_done(self, world: World) -> None:
        flagged = flag(world, known(world))
        assert list(world.referrals.due(at=NOW, limit=10)) == [key_of(flagged)]
        forget(world, flagged)
        assert list(world.referrals.due(at=NOW, limit=10)) == []

    def test_what_remains_is_what_was_said_to_remain(self, world: World) -> None:
        flagged = flag(world, text_sent(world, known(world)))
        assert forget(world, flagged) == remains(flagged, at=NOW)

    def test_a_receipt_finds_nobody_any_more(self, world: World) -> None:
        forget(world, flag(world, text_sent(world, known(world))))
        with pytest.raises(NotFound):
            world.referrals.of_receipt("provider-1")

    def test_doing_it_again_changes_nothing(self, world: World) -> None:
        flagged = flag(world, known(world))
        forget(world, flagged)
        before = world.everything()
        forget(world, flagged)
        assert world.everything() == before

    @pytest.mark.parametrize(("why", "hours"), [(ErasedFor.ASKED, 0), (ErasedFor.TIME, 1)])
    def test_hours_stay_for_a_while_unless_she_asked(
        self, world: World, why: ErasedFor, hours: int
    ) -> None:
        referral = noting(world, known(world), said_to_be_there(EMPTY))
        forget(world, flag(world, referral, why))
        assert len(world.ledger.entries(key_of(referral))) == hours
        assert world.ledger.registers([EMPTY.placement_id]) == {}

    def test_her_number_is_forgotten_unless_it_wants_no_texts(self, world: World) -> None:
        flagged = flag(world, known(world))
        world.referrals.suppress(PHONE_MAC)
        forget(world, flagged)
        assert world.referrals.is_suppressed(PHONE_MAC)
        assert world.referrals.of_phone(PHONE_MAC) == ()

    def test_the_timeline_stays_and_says_that_she_was_erased(self, world: World) -> None:
        flagged = flag(world, known(world))
        forget(world, flagged)
        assert world.referrals.timeline(key_of(flagged))[-1].kind is EventKind.ERASED

    def test_what_is_kept_too_long_is_found_by_when_it_ends(self, world: World) -> None:
        referral = known(world)
        kept, until = next_end(referral)
        assert kept is Kept.CONTACT_IN_SILENCE
        before, after = until - timedelta(seconds=1), until
        assert list(world.erasures.kept_too_long(at=before, limit=10)) == []
        assert list(world.erasures.kept_too_long(at=after, limit=10)) == [key_of(referral)]

    def test_hours_go_and_the_outcome_waits_for_its_own_time(self, world: World) -> None:
        referral = noting(world, known(world), said_to_be_there(EMPTY))
        left = forget(world, flag(world, referral, ErasedFor.TIME))
        kept, until = next_end(left)
        assert kept is Kept.HOURS
        later = until + timedelta(days=30)
        world.erasures.drop_hours(left, until=later)
        assert world.ledger.entries(key_of(left)) == ()
        assert world.erasures.read(key_of(left)) == left
        assert list(world.erasures.kept_too_long(at=until, limit=10)) == []
        assert list(world.erasures.kept_too_long(at=later, limit=10)) == [key_of(left)]

    def test_in_the_end_there_is_no_such_referral_but_its_audit(self, world: World) -> None:
        referral = noting(world, known(world), said_to_be_there(EMPTY))
        left = forget(world, flag(world, referral, ErasedFor.TIME))
        world.erasures.drop(left)
        world.erasures.drop(left)
        with pytest.raises(NotFound):
            world.erasures.read(key_of(left))
        with pytest.raises(NotFound):
            world.referrals.get(key_of(left))
        assert world.ledger.entries(key_of(left)) == ()
        far = next_end(left)[1] + timedelta(days=9_999)
        assert list(world.erasures.kept_too_long(at=far, limit=10)) == []
        assert world.referrals.timeline(key_of(left))[-1].kind is EventKind.ERASED
