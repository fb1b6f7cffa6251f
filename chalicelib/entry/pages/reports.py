"""The pages of reports: the same answers as the API's, as tables, a map, and files to keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.areas import Area, AreaKind
from chalicelib.domain.drawing import on_drawing
from chalicelib.domain.errors import InvalidRequest, NotFound
from chalicelib.domain.reporting import Grouping
from chalicelib.domain.suppression import OTHER
from chalicelib.domain.unmet import Demand
from chalicelib.entry.answers import reports as answers
from chalicelib.entry.api.reports import MUNICIPALITY, REPORT_READERS
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.reports import GroupedQuery, HoursGrouping
from chalicelib.usecases import reports as reporting
from chalicelib.usecases.reports import Asked, Report
from chalicelib.usecases.speakers import coverage

report_pages = Blueprint(__name__)
Body = dict[str, Any]
_MOST_GROUPS = 12
_MOST_ROWS = 100
_SHADES = ("#ffffff", "#d7ecee", "#a9d3d8", "#6fb2ba", "#2f8790")  # from nobody to most


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the form on top asks for, as it was filled in; `asked` None where that is wrong."""

    asked: Asked | None
    filled: Mapping[str, str]
    faults: Mapping[str, str]


@report_pages.route("/rapporten", methods=["GET"])
@staff_page(report_pages, allow=REPORT_READERS)
def shows_the_funnel(visit: Visit) -> Response:
    return _page(visit, "report_funnel.html", _funnel, groupings=tuple(Grouping))


@report_pages.route("/rapporten/vraag", methods=["GET"])
@staff_page(report_pages, allow=REPORT_READERS)
def shows_unmet_demand(visit: Visit) -> Response:
    return _page(visit, "report_demand.html", _demand)


@report_pages.route("/rapporten/wachtlijsten", methods=["GET"])
@staff_page(report_pages, allow=REPORT_READERS)
def shows_who_waits(visit: Visit) -> Response:
    return _page(visit, "report_waiting.html", _waiting, groupings=tuple(Grouping))


@report_pages.route("/rapporten/talen", methods=["GET"])
@staff_page(report_pages, allow=REPORT_READERS)
def shows_languages(visit: Visit) -> Response:
    return _page(visit, "report_languages.html", _languages)


@report_pages.route("/rapporten/kosten", methods=["GET"])
@staff_page(report_pages, allow=REPORT_READERS)
def shows_costs_and_programmes(visit: Visit) -> Response:
    return _page(visit, "report_costs.html", _costs)


@report_pages.route("/rapporten/uren", methods=["GET"])
@staff_page(report_pages, allow=MUNICIPALITY)
def shows_hours(visit: Visit) -> Response:
    return _page(visit, "report_hours.html", _hours)


@report_pages.route("/rapporten/{report}/tabel", methods=["GET"])
@staff_page(report_pages, allow=REPORT_READERS)
def gives_a_report_as_a_table(visit: Visit, report: str) -> Response:
    if report not in _TABLES:
        raise NotFound(report)
    wanted = _wanted(visit)
    if wanted.asked is None:
        return visit.go_on("/rapporten")
    make, rows = _TABLES[report]
    # Not text/csv: that is binary here, which a gateway gives only to whoever asks for it by name.
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/x-csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{report}.csv"',
    }
    text = "\ufeff" + answers.table(rows(make(visit, wanted.asked)["body"]))
    return Response(text, status_code=200, headers=headers)


def _page(
    visit: Visit,
    template: str,
    make: Callable[[Visit, Asked], Body],
    *,
    groupings: tuple[Grouping, ...] = (),
) -> Response:
    wanted = _wanted(visit)
    shown: Body = {"body": None}
    if wanted.asked is not None:
        try:
            shown = make(visit, wanted.asked)
        except InvalidRequest as error:
            wanted = replace(wanted, asked=None, faults=visit.faults(error))
    return visit.page(
        template,
        status=200 if wanted.asked is not None else 400,
        filled=wanted.filled,
        faults=wanted.faults,
        groupings=groupings,
        is_municipality=visit.caller.municipality is not None,
        **shown,
    )


def _wanted(visit: Visit) -> _Wanted:
    filled = {name: visit.asked(name) for name in ("from", "to", "groupBy")}
    try:
        query = parse(GroupedQuery, {name: value for name, value in filled.items() if value})
    except InvalidRequest as error:
        return _Wanted(None, filled, visit.faults(error))
    return _Wanted(query.asked(query.group_by), filled, {})


def _funnel(visit: Visit, asked: Asked) -> Body:
    report = reporting.funnel(asked, caller=visit.caller, ports=visit.ports)
    body = answers.funnel_answer(report, asked.grouping, say=_say(visit))
    return {"body": body, "most": max((s["people"] or 0 for s in body["stages"]), default=0)}


def _waiting(visit: Visit, asked: Asked) -> Body:
    wanted = asked if asked.grouping else replace(asked, grouping=Grouping.TYPE)
    report = reporting.waiting(wanted, caller=visit.caller, ports=visit.ports)
    return {"body": answers.waiting_answer(report, wanted.grouping, say=_say(visit))}


def _hours(visit: Visit, asked: Asked) -> Body:
    report = reporting.participation_hours(asked, caller=visit.caller, ports=visit.ports)
    by = {
        grouping.value: answers.hours_report_answer(report, grouping, say=_say(visit))
        for grouping in HoursGrouping
    }
    return {"body": by[HoursGrouping.MONTH], "types": by[HoursGrouping.TYPE]["groups"]}


def _costs(visit: Visit, asked: Asked) -> Body:
    price = visit.ports.segment_price
    report = reporting.text_costs(asked, caller=visit.caller, ports=visit.ports)
    uses = reporting.programme_use(asked, caller=visit.caller, ports=visit.ports)
    return {
        "body": answers.costs_answer(report, segment_price=price),
        "programmes": answers.programmes_answer(uses)["items"],
    }


def _languages(visit: Visit, asked: Asked) -> Body:
    """How many people each language has, beside how far it is checked."""
    by_language = replace(asked, grouping=Grouping.LANGUAGE)
    report = reporting.funnel(by_language, caller=visit.caller, ports=visit.ports)
    people = {group.value: group.stages[0].people for group in report.found.groups}
    known = {one.language: one for one in coverage(ports=visit.ports)}
    say = _say(visit)
    lines = [
        {
            "code": code,
            "name": say.group(Grouping.LANGUAGE, code),
            "people": people.get(code),
            "approved": known[code].approved if code in known else None,
            "total": known[code].total if code in known else None,
        }
        for code in sorted({*people, *known}, key=lambda c: (-(people.get(c) or 0), c))
        if code != OTHER
    ]
    body = answers.funnel_answer(report, Grouping.LANGUAGE, say=say)
    return {"body": body, "languages": lines, "others": people.get(OTHER)}


def _demand(visit: Visit, asked: Asked) -> Body:
    report = reporting.unmet_demand(asked, caller=visit.caller, ports=visit.ports)
    body = answers.demand_answer(report, None, say=_say(visit))
    return {
        "body": body,
        "rows": body["items"][:_MOST_ROWS],
        "more_rows": max(0, len(body["items"]) - _MOST_ROWS),
        "groups": body["wouldServe"][:_MOST_GROUPS],
        "shades": _shades(report),
        "circles": _circles(report),
    }


def _shades(report: Report[Demand]) -> Mapping[str, tuple[int, str]]:
    """By province: how many people, and the colour that says so on the map."""
    people: dict[str, int] = {}
    for row in report.found.rows:
        if row.area.province is not None:
            people[row.area.province] = people.get(row.area.province, 0) + row.people
    most = max(people.values(), default=1)
    steps = len(_SHADES) - 1
    return {code: (n, _SHADES[-(-n * steps // most)]) for code, n in people.items()}


def _circles(report: Report[Demand]) -> list[Body]:
    """A circle for each region in which somebody is told of, with how many."""
    people: dict[str, tuple[Area, int]] = {}
    for row in report.found.rows:
        if row.area.point is not None and row.area.kind is not AreaKind.COUNTRY:
            code = row.area.code[:2]
            area, so_far = people.get(code, (row.area, 0))
            people[code] = (area, so_far + row.people)
    found = []
    for code, (area, number) in sorted(people.items()):
        assert area.point is not None  # noqa: S101 - chosen above
        x, y = on_drawing(area.point)
        radius = min(26, 12 + number // 5)
        found.append({"code": code, "x": x, "y": y, "people": number, "radius": radius})
    return found


def _say(visit: Visit) -> answers.Say:
    return answers.Say(visit.ports.words, visit.language)


_Rows = Callable[[Mapping[str, Any]], Any]
_TABLES: Mapping[str, tuple[Callable[[Visit, Asked], Body], _Rows]] = {
    "trechter": (_funnel, answers.funnel_rows),
    "vraag": (_demand, lambda body: body["items"]),
    "wachtlijsten": (_waiting, lambda body: body["groups"]),
    "kosten": (_costs, lambda body: [body]),
}
