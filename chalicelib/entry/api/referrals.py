"""What case workers and partners do with referrals."""

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.ids import PlacementId, ReferralId
from chalicelib.domain.looks import Purpose
from chalicelib.domain.referral import Referral
from chalicelib.entry.answers.base import etag, json_answer
from chalicelib.entry.answers.matches import matches_answer, unmatched_answer
from chalicelib.entry.answers.referrals import referral_answer, timeline_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.correction import correction
from chalicelib.entry.parsing.queries import ReferralListQuery
from chalicelib.entry.parsing.referral import (
    AcceptanceIn,
    ReferralFields,
    WithdrawalIn,
    order,
    referral_fields,
)
from chalicelib.usecases import accept, reading, refer
from chalicelib.usecases.ports import ReferralQuery
from chalicelib.usecases.waiting import standings

referrals = Blueprint(__name__)
_ANY = ["*/*"]


@referrals.route("/v1/referrals", methods=["POST"], content_types=_ANY)
@guarded(referrals, allow=REFERRERS)
def refers(call: Call) -> Response:
    body = call.json()
    key, faults = _idempotency_key(call)
    fields = _fields(body, faults, call)
    placed_order = order(fields, residence=call.caller.municipality or "", body=body)
    referred = refer.refer(placed_order, key, caller=call.caller, ports=call.ports)
    return _answer(referred, call, status=201)


@referrals.route("/v1/referrals", methods=["GET"])
@guarded(referrals, allow=REFERRERS)
def lists_referrals(call: Call) -> Response:
    asked = call.query(ReferralListQuery)
    page = reading.list_referrals(
        ReferralQuery(
            organisation=call.caller.organisation,
            status=asked.status,
            updated_since=asked.updated_since,
            assigned_to=asked.assigned_to,
            sees=call.caller.eyes,
            page_size=asked.page_size,
            cursor=asked.cursor,
        ),
        ports=call.ports,
    )
    reading.noted(page.items, caller=call.caller, ports=call.ports, purpose=Purpose.LIST)
    items = _referrals(page.items, call)
    return json_answer({"items": items, "nextCursor": page.next_cursor})


@referrals.route("/v1/referrals/{referral_id}", methods=["GET"])
@guarded(referrals, allow=REFERRERS)
def reads_a_referral(call: Call, referral_id: str) -> Response:
    referral = reading.read(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    reading.noted([referral], caller=call.caller, ports=call.ports, purpose=Purpose.FOLLOW)
    events = reading.timeline(referral, ports=call.ports)
    body = {**_referrals([referral], call)[0], "timeline": timeline_answer(events)}
    return json_answer(body, headers=etag(referral.version))


@referrals.route("/v1/referrals/{referral_id}", methods=["PATCH"], content_types=_ANY)
@guarded(referrals, allow=REFERRERS)
def corrects_a_referral(call: Call, referral_id: str) -> Response:
    patch = call.json()
    current = reading.read(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    person = reading.person(current, caller=call.caller, ports=call.ports, purpose=Purpose.CORRECT)
    changes = correction(patch, current, person, residence=call.caller.municipality or "")
    referred = refer.correct(
        current.id,
        changes,
        expected_version=call.expected_version(),
        caller=call.caller,
        ports=call.ports,
    )
    return _answer(referred, call)


@referrals.route("/v1/referrals/{referral_id}/matches", methods=["GET"])
@guarded(referrals, allow=REFERRERS)
def asks_why(call: Call, referral_id: str) -> Response:
    referral = reading.read(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    found = refer.explain(referral, ports=call.ports)
    if found is None or referral.need is None:
        raise InvalidRequest([Fault("location", "unknown_place")])
    located = referral.need.location
    return json_answer(matches_answer(found, words=call.ports.words, located=located))


@referrals.route("/v1/referrals/{referral_id}/acceptance", methods=["POST"], content_types=_ANY)
@guarded(referrals, allow=REFERRERS)
def accepts_for_her(call: Call, referral_id: str) -> Response:
    chosen = call.body(AcceptanceIn)
    referral = accept.accept_for_her(
        ReferralId(referral_id),
        PlacementId(chosen.placement_id),
        caller=call.caller,
        ports=call.ports,
    )
    return _one(referral, call)


@referrals.route("/v1/referrals/{referral_id}/offers", methods=["POST"], content_types=_ANY)
@guarded(referrals, allow=REFERRERS)
def offers_again(call: Call, referral_id: str) -> Response:
    return _answer(
        refer.offer_again(ReferralId(referral_id), caller=call.caller, ports=call.ports), call
    )


@referrals.route("/v1/referrals/{referral_id}/withdrawal", methods=["POST"], content_types=_ANY)
@guarded(referrals, allow=REFERRERS)
def takes_back(call: Call, referral_id: str) -> Response:
    reason = call.body(WithdrawalIn).reason
    referral = refer.take_back(
        ReferralId(referral_id), reason, caller=call.caller, ports=call.ports
    )
    return _one(referral, call)


def _idempotency_key(call: Call) -> tuple[str, list[Fault]]:
    key = call.header("idempotency-key") or ""
    printable = all(" " <= character <= "~" for character in key)
    if printable and 1 <= len(key) <= 255 and key.strip():
        return key, []
    return key, [Fault("Idempotency-Key", "bad_header")]


def _fields(body: Any, faults: list[Fault], call: Call) -> ReferralFields:
    """The body as fields; a fault outside the body is named together with those within."""
    try:
        fields = referral_fields(body, needs_residence=call.caller.municipality is None)
    except InvalidRequest as error:
        raise InvalidRequest([*faults, *error.faults]) from error
    if faults:
        raise InvalidRequest(faults)
    return fields


def _answer(referred: refer.Referred, call: Call, *, status: int = 200) -> Response:
    body = _referrals([referred.referral], call)[0]
    if referred.matches is not None and not referred.referral.open_proposals:
        body |= unmatched_answer(referred.matches, words=call.ports.words)
    headers = etag(referred.referral.version)
    if status == 201:
        headers["Location"] = f"/v1/referrals/{referred.referral.id}"
    return json_answer(body, status=status, headers=headers)


def _one(referral: Referral, call: Call) -> Response:
    return json_answer(_referrals([referral], call)[0], headers=etag(referral.version))


def _referrals(found: Any, call: Call) -> list[dict[str, Any]]:
    ids = {p.activity_id for referral in found for p in referral.placements}
    activities = call.ports.activities.get_many(ids) if ids else {}
    stands = standings(found, ports=call.ports)
    return [referral_answer(r, activities, words=call.ports.words, standings=stands) for r in found]
