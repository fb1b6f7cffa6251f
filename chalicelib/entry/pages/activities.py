"""The activities of a library as a table: one line changed at a time, or all of one on its page."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_urlsafe
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import AlreadyExists, InvalidRequest, PreconditionFailed
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.vocabulary import ActivityStatus, ActivityType
from chalicelib.entry.answers.catalogue import activity_answer
from chalicelib.entry.pages.activity_form import (
    MOST_SESSIONS,
    Fields,
    at_their_fields,
    body_of,
    fields_from,
    fields_of,
    session_numbers,
)
from chalicelib.entry.pages.activity_options import options
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.own import freshness, own_library, part_of, today, whole
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.activity import ActivityIn, without_server_kept
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.drafts import draft
from chalicelib.usecases.catalogue import (
    add_activity,
    own_activity,
    replace_activity,
    retire_activity,
)
from chalicelib.usecases.holding import activities_of

activity_pages = Blueprint(__name__)
PATH = "/activiteiten"
_ANY = ["*/*"]
_FILTERS = ("q", "status", "type", "branch", "freshness")
_IN_A_LINE = ("title", "capacity", "takenElsewhere", "status")
_A_NEW_ONE: Fields = {
    "level.min": ("a1",),
    "level.max": ("b1",),
    "level.policy": ("guideline",),
    "type": ("language_cafe",),
    "themes": ("language",),
    "takenElsewhere": ("0",),
    "closedInSchoolHolidays": ("usual",),
    "status": ("active",),
}


@activity_pages.route(PATH, methods=["GET"])
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def shows_its_activities(visit: Visit) -> Response:
    return _table(visit, visit.asked("wijzig"), {}, {})


@activity_pages.route(f"{PATH}/nieuw", methods=["GET"])
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def begins_a_new_activity(visit: Visit) -> Response:
    return _form(visit, {**_A_NEW_ONE, "sourceId": (f"wegwijs-{token_urlsafe(8)}",)}, {}, None)


@activity_pages.route(f"{PATH}/nieuw", methods=["POST"], content_types=_ANY)
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def adds_the_new_activity(visit: Visit) -> Response:
    fields = fields_of(visit.form())
    if visit.form().one("more"):
        return _form(visit, fields, {}, None)
    try:
        asked = draft(parse(ActivityIn, body_of(fields)))
        add_activity(asked, caller=visit.caller, ports=visit.ports)
    except AlreadyExists:
        return visit.go_on(PATH, say="page.notice.activity_there")
    except InvalidRequest as error:
        return _form(visit, fields, at_their_fields(visit.faults(error)), None)
    return visit.go_on(PATH, say="page.notice.activity_added")


@activity_pages.route(f"{PATH}/{{activity_id}}", methods=["GET"])
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def shows_all_of_an_activity(visit: Visit, activity_id: str) -> Response:
    activity = _own(visit, activity_id)
    return _form(visit, fields_from(activity_answer(activity)), {}, activity)


@activity_pages.route(f"{PATH}/{{activity_id}}", methods=["POST"], content_types=_ANY)
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def changes_all_of_an_activity(visit: Visit, activity_id: str) -> Response:
    activity, form = _own(visit, activity_id), visit.form()
    fields = {**fields_of(form), "sourceId": (activity.source_id,)}
    if form.one("more"):
        return _form(visit, fields, {}, _at(activity, form.one("version")))
    try:
        return _changed(visit, activity, body_of(fields))
    except InvalidRequest as error:
        wrong = at_their_fields(visit.faults(error))
        return _form(visit, fields, wrong, _at(activity, form.one("version")))


@activity_pages.route(f"{PATH}/{{activity_id}}/regel", methods=["POST"], content_types=_ANY)
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def changes_a_line(visit: Visit, activity_id: str) -> Response:
    activity, form = _own(visit, activity_id), visit.form()
    said = {name: form.all(name) or ("",) for name in _IN_A_LINE}
    fields = {**fields_from(activity_answer(activity)), **said}
    kept = {name: values for name, values in fields.items() if any(values)}
    kept.pop("waitingList", None)
    if form.one("waitingList"):
        kept["waitingList"] = ("yes",)
    try:
        return _changed(visit, activity, body_of(kept) | _beyond_the_form(activity))
    except InvalidRequest as error:
        return _table(visit, activity_id, said, at_their_fields(visit.faults(error)))


@activity_pages.route(f"{PATH}/{{activity_id}}/stoppen", methods=["POST"], content_types=_ANY)
@staff_page(activity_pages, allow=LIBRARY_ROLES)
def stops_an_activity(visit: Visit, activity_id: str) -> Response:
    retire_activity(ActivityId(activity_id), caller=visit.caller, ports=visit.ports)
    return visit.go_on(PATH, say="page.notice.activity_stopped")


def _changed(visit: Visit, activity: Activity, body: Mapping[str, Any]) -> Response:
    """Back to the table, in which it stands as given; or that a colleague was there before."""
    try:
        replace_activity(
            activity.id,
            draft(parse(ActivityIn, body)),
            expected_version=whole(visit.form().one("version")),
            caller=visit.caller,
            ports=visit.ports,
        )
    except PreconditionFailed:
        return visit.go_on(f"{PATH}#{activity.id}", say="page.notice.overtaken")
    return visit.go_on(f"{PATH}#{activity.id}", say="page.notice.activity_changed")


def _beyond_the_form(activity: Activity) -> dict[str, Any]:
    """The sessions as they are, also those that are more than a form shows."""
    return {"sessions": without_server_kept(activity_answer(activity))["sessions"]}


def _own(visit: Visit, activity_id: str) -> Activity:
    return own_activity(ActivityId(activity_id), caller=visit.caller, ports=visit.ports)


def _at(activity: Activity, version: str) -> Activity:
    """The activity at the version that the form was filled in on."""
    return replace(activity, version=whole(version))


def _form(
    visit: Visit, fields: Fields, wrong: Mapping[str, str], activity: Activity | None
) -> Response:
    """Everything of one activity, or of a new one."""
    library = visit.ports.libraries.get(own_library(visit))
    last = max(session_numbers(fields), default=-1)
    more = 1 if visit.request.method == "GET" or visit.form().one("more") or last < 0 else 0
    return visit.page(
        "activity.html",
        status=400 if wrong else 200,
        fields=fields,
        faults=wrong,
        options=options(visit, library),
        activity=activity,
        sessions=min(last + 1 + more, MOST_SESSIONS),
    )


def _table(
    visit: Visit, editing: str, given: Mapping[str, tuple[str, ...]], wrong: Mapping[str, str]
) -> Response:
    library = visit.ports.libraries.get(own_library(visit))
    asked = {name: visit.asked(name) for name in _FILTERS}
    on = today(visit)
    everything = sorted(
        activities_of(library.isil, ports=visit.ports), key=lambda a: (a.title.casefold(), a.id)
    )
    lines = [{"activity": one, "freshness": freshness(one, on=on)} for one in everything]
    lines = [line for line in lines if _is_asked(line, asked)]
    return visit.page(
        "activities.html",
        status=400 if wrong else 200,
        part=part_of(lines, visit.asked("vanaf")),
        asked=asked,
        editing=editing,
        given=given,
        faults=wrong,
        branches=library.branches,
        types=list(ActivityType),
        statuses=list(ActivityStatus),
    )


def _is_asked(line: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
    one: Activity = line["activity"]
    known = {
        "status": one.status,
        "type": one.type,
        "branch": one.branch.isil,
        "freshness": line["freshness"],
    }
    is_found = asked["q"].strip().casefold() in f"{one.title} {one.source_id}".casefold()
    is_shown = bool(asked["status"]) or one.status is not ActivityStatus.INACTIVE
    return is_found and is_shown and all(asked[name] in {"", known[name]} for name in known)
