"""A hand-over that is over, or never was, is neither expired nor passed a second time."""

import pytest

from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.events import CLOCK
from chalicelib.domain.handing_over import (
    called_off,
    confirmed_by_giver,
    expired,
    passed,
    started,
    taken_back,
)
from chalicelib.domain.handover import Side
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.step import Step, begun
from tests.fakes.making import NOW, a_referral

AMSTERDAM = OrganisationId("GM0363")
NONE = begun(a_referral())
OVER = called_off(started(NONE, AMSTERDAM, NOW.date(), actor=CLOCK, at=NOW), actor=CLOCK, at=NOW)


@pytest.mark.parametrize("step", [NONE, OVER], ids=["none", "over"])
def test_what_is_not_under_way_neither_expires_nor_passes(step: Step) -> None:
    assert expired(step, at=NOW) is step
    assert passed(step, ReferralId("ref_2"), at=NOW) is step


@pytest.mark.parametrize("step", [NONE, OVER], ids=["none", "over"])
def test_of_what_is_not_under_way_nothing_can_be_said(step: Step) -> None:
    with pytest.raises(IllegalTransition):
        confirmed_by_giver(step, actor=CLOCK, at=NOW)
    with pytest.raises(IllegalTransition):
        taken_back(step, Side.GIVER, actor=CLOCK, at=NOW)
    with pytest.raises(IllegalTransition):
        called_off(step, actor=CLOCK, at=NOW)
