"""Her letter: for whoever gets letters and for anybody, printed by who may see the referral."""

import re
from dataclasses import replace

import pytest

from app import app
from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.matching.need import Need
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Channel, Reading
from tests.entry.api_on_fakes import CALLERS, ApiOnFakes
from tests.fakes.outside import FakeIdentities
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP, WALK, a_need_asked, a_world, referred


@pytest.fixture
def ports() -> FakePorts:
    world = a_world((CAFE, GROUP, WALK), words=GettextWords(drafts=True))
    world.identities = FakeIdentities(CALLERS)
    return world


@pytest.fixture
def api(ports: FakePorts, monkeypatch: pytest.MonkeyPatch) -> ApiOnFakes:
    monkeypatch.setattr(wiring, "ports", lambda: ports)
    return ApiOnFakes(app, ports)


def letter_of(api: ApiOnFakes, referral: Referral) -> str:
    answered = api.ask("municipality_admin", "GET", f"/referrals/{referral.id}/letter")
    assert answered.status == 200
    assert answered.headers["content-type"] == "text/html; charset=utf-8"
    return answered.raw.decode()


def test_a_letter_has_both_languages_her_link_and_the_options(
    api: ApiOnFakes, ports: FakePorts
) -> None:
    referral = referred(ports, contact_language="ar", channel=Channel.LETTER)
    letter = letter_of(api, referral)
    assert '<html lang="ar" dir="rtl">' in letter
    assert "Amina" in letter
    assert "Nee heeft geen gevolgen" in letter
    assert "الرفض ليس له أي عواقب" in letter
    assert f"/s/{ports.derivation.link_token(referral.id)}" in letter
    assert 'class="qrline"' in letter
    assert all(placement.code in letter for placement in referral.placements)
    assert letter.count('class="b"') == len(referral.placements) + 4  # one box an answer


def test_who_reads_nothing_gets_dutch_with_digits_and_pictograms(
    api: ApiOnFakes, ports: FakePorts
) -> None:
    plain = a_need_asked()
    assert isinstance(plain.unplaced, Need)
    unread = replace(plain, unplaced=replace(plain.unplaced, reading=Reading.NONE))
    letter = letter_of(api, referred(ports, contact_language="ar", need=unread))
    assert '<html lang="nl" dir="ltr">' in letter
    assert not re.search("[\u0600-\u06ff]", letter)
    assert '<use href="#cup"/>' in letter
    assert "10:00–11:30" in letter


def test_a_letter_after_the_end_has_no_link_that_opens_nothing(
    api: ApiOnFakes, ports: FakePorts
) -> None:
    referral = referred(ports, contact_language="en")
    withdrawn = {"reason": "moved"}
    api.ask("municipality_admin", "POST", f"/referrals/{referral.id}/withdrawal", withdrawn)
    letter = letter_of(api, referral)
    assert "qrline" not in letter
    assert "/s/" not in letter


def test_a_letter_is_for_who_may_see_the_referral(api: ApiOnFakes, ports: FakePorts) -> None:
    referral = referred(ports)
    unknown = api.ask("case_worker", "GET", "/referrals/ref_unknown/letter")
    foreign = api.ask("partner_referrer", "GET", f"/referrals/{referral.id}/letter")
    assert (foreign.status, foreign.body) == (404, unknown.body)
    assert api.ask("library_staff", "GET", f"/referrals/{referral.id}/letter").status == 403
    assert api.ask(None, "GET", f"/referrals/{referral.id}/letter").status == 401
