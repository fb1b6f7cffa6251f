"""Reports: aggregates for the programme, every number for a municipality about its own people."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.files import csv_answer, wants_csv
from chalicelib.entry.answers.reports import (
    Say,
    costs_answer,
    demand_answer,
    funnel_answer,
    funnel_rows,
    hours_report_answer,
    programmes_answer,
    table,
    waiting_answer,
)
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.reports import (
    DemandQuery,
    GroupedQuery,
    HoursQuery,
    PeriodQuery,
)
from chalicelib.usecases import reports as reporting

reports = Blueprint(__name__)
MUNICIPALITY = frozenset({Role.CASE_WORKER, Role.MUNICIPALITY_ADMIN})
REPORT_READERS = MUNICIPALITY | {Role.PROGRAMME_ANALYST}
_DUTCH = "nl"


@reports.route("/v1/reports/funnel", methods=["GET"])
@guarded(reports, allow=REPORT_READERS)
def reports_the_funnel(call: Call) -> Response:
    query = call.query(GroupedQuery)
    found = reporting.funnel(query.asked(query.group_by), caller=call.caller, ports=call.ports)
    body = funnel_answer(found, query.group_by, say=_say(call))
    return _answered(call, body, funnel_rows(body))


@reports.route("/v1/reports/waiting", methods=["GET"])
@guarded(reports, allow=REPORT_READERS)
def reports_who_waits(call: Call) -> Response:
    query = call.query(GroupedQuery)
    found = reporting.waiting(query.asked(query.group_by), caller=call.caller, ports=call.ports)
    body = waiting_answer(found, query.group_by, say=_say(call))
    return _answered(call, body, body["groups"])


@reports.route("/v1/reports/unmet-demand", methods=["GET"])
@guarded(reports, allow=REPORT_READERS)
def reports_unmet_demand(call: Call) -> Response:
    query = call.query(DemandQuery)
    found = reporting.unmet_demand(query.asked(), caller=call.caller, ports=call.ports)
    body = demand_answer(found, query.group_by, say=_say(call))
    return _answered(call, body, body["items"])


@reports.route("/v1/reports/participation-hours", methods=["GET"])
@guarded(reports, allow=MUNICIPALITY)
def reports_participation_hours(call: Call) -> Response:
    query = call.query(HoursQuery)
    found = reporting.participation_hours(query.asked(), caller=call.caller, ports=call.ports)
    body = hours_report_answer(found, query.group_by, say=_say(call))
    return _answered(call, body, body["groups"])


@reports.route("/v1/reports/costs", methods=["GET"])
@guarded(reports, allow=REPORT_READERS)
def reports_costs(call: Call) -> Response:
    query = call.query(PeriodQuery)
    found = reporting.text_costs(query.asked(), caller=call.caller, ports=call.ports)
    body = costs_answer(found, segment_price=call.ports.segment_price)
    return _answered(call, body, [body])


@reports.route("/v1/reports/programmes", methods=["GET"])
@guarded(reports, allow=REPORT_READERS)
def reports_programmes(call: Call) -> Response:
    query = call.query(PeriodQuery)
    found = reporting.programme_use(query.asked(), caller=call.caller, ports=call.ports)
    body = programmes_answer(found)
    return _answered(call, body, body["items"])


def _say(call: Call) -> Say:
    return Say(call.ports.words, _DUTCH)


def _answered(call: Call, body: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Response:
    if wants_csv(call.header("accept")):
        return csv_answer(table(rows), next_cursor=None)
    return json_answer(body)
