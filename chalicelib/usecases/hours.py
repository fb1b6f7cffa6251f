"""Hours: a municipality reads what was attended, and says what of it counts."""

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.hours import Counting, Hours, NotReported, hours
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.reading import read
from chalicelib.usecases.saving import key_of


def hours_of(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Hours:
    """Her hours, for who may see the referral; none, with the reason, where that is not agreed.

    Raises:
        NotFound.
    """
    referral = _whose(referral_id, caller=caller, ports=ports)
    withheld = _withheld(referral)
    if withheld is not None:
        return Hours(not_reported=withheld)
    entries = ports.ledger.entries(key_of(referral))
    activities = ports.activities.get_many(entry.activity_id for entry in entries)
    return hours(
        entries,
        ports.ledger.counting(referral.organisation),
        type_by_activity={id_: activity.type for id_, activity in activities.items()},
    )


def _whose(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Referral:
    """The referral; or, for as long as hours outlast her, what remains of it."""
    try:
        return read(referral_id, caller=caller, ports=ports)
    except Gone:
        left = ports.erasures.read(ReferralKey(caller.organisation, referral_id))
        is_hers = caller.eyes is None or caller.eyes.may_see(left)
        if left.erased_for is ErasedFor.TIME and is_hers:
            return left
        raise


def _withheld(referral: Referral) -> NotReported | None:
    if not referral.agreement.report_back:
        return NotReported.NOT_AGREED
    return None if referral.count_hours else NotReported.NOT_COUNTED


def counting_of(code: str, *, caller: Caller, ports: Ports) -> Counting:
    """What this municipality counts; everything, until it says otherwise.

    Raises:
        NotFound: not the caller's own municipality.
    """
    return ports.ledger.counting(_own(code, caller))


def count(code: str, counting: Counting, *, caller: Caller, ports: Ports) -> Counting:
    """From now on this is what counts, also of what was attended before.

    Raises:
        NotFound: not the caller's own municipality.
    """
    ports.ledger.set_counting(_own(code, caller), counting)
    return counting


def _own(code: str, caller: Caller) -> OrganisationId:
    if code != caller.municipality:
        raise NotFound(code)
    return caller.organisation
