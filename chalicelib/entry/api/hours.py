"""Hours that go back to a municipality, and what it counts."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.files import csv_answer, wants_csv
from chalicelib.entry.answers.hours import counting_answer, hours_answer, hours_table
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.counting import CountingIn
from chalicelib.usecases import hours as reporting

hours = Blueprint(__name__)
_ADMIN = frozenset({Role.MUNICIPALITY_ADMIN})


@hours.route("/v1/referrals/{referral_id}/hours", methods=["GET"])
@guarded(hours, allow=REFERRERS)
def reads_her_hours(call: Call, referral_id: str) -> Response:
    found = reporting.hours_of(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    if wants_csv(call.header("accept")):
        return csv_answer(hours_table(found), next_cursor=None)
    return json_answer(hours_answer(found))


@hours.route("/v1/municipalities/{code}/counted-hours", methods=["GET"])
@guarded(hours, allow=_ADMIN)
def reads_what_counts(call: Call, code: str) -> Response:
    return json_answer(
        counting_answer(reporting.counting_of(code, caller=call.caller, ports=call.ports))
    )


@hours.route("/v1/municipalities/{code}/counted-hours", methods=["PUT"], content_types=["*/*"])
@guarded(hours, allow=_ADMIN)
def says_what_counts(call: Call, code: str) -> Response:
    reporting.counting_of(code, caller=call.caller, ports=call.ports)
    counting = call.body(CountingIn).counting()
    return json_answer(
        counting_answer(reporting.count(code, counting, caller=call.caller, ports=call.ports))
    )
