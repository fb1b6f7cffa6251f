"""Reviving: what a placement and a referral gave up as they ended, they have again."""

from dataclasses import replace

from chalicelib.domain.ids import PlacementId
from chalicelib.domain.offering import Naming
from chalicelib.domain.step import Step
from chalicelib.usecases.ports import Ports, ReferralKey


def with_code(step: Step, placement_id: PlacementId, *, names: Naming) -> Step:
    """The step in which what lives again has a code: its own, unless that was given on."""
    before = step.before.placement(placement_id) if step.before else None
    placement = step.referral.placement(placement_id)
    if before is None or before.is_live or not placement.is_live:
        return step
    coded = replace(placement, code=names.code(placement_id, placement.library))
    changes = tuple(
        replace(c, placement=coded) if c.placement.id == placement_id else c for c in step.changes
    )
    return replace(step, referral=step.referral.with_placement(coded), changes=changes)


def revived(step: Step, *, ports: Ports) -> Step:
    """The step in which a referral that has begun again has a free line on her telephone."""
    has_begun = step.before is not None and step.before.has_ended and not step.referral.has_ended
    if not has_begun or step.referral.line is None:
        return step
    key = ReferralKey(step.referral.organisation, step.referral.id)
    phone = ports.referrals.person(key).phone
    mac = None if phone is None else ports.derivation.phone_mac(phone)
    line = None if mac is None else ports.referrals.free_line(mac)
    return replace(step, referral=replace(step.referral, line=line))
