"""Activities: everybody reads them, their library writes them."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE, LIBRARY_ROLES
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.entry.answers.base import etag, json_answer, no_content
from chalicelib.entry.answers.catalogue import activity_answer
from chalicelib.entry.answers.files import csv_answer, wants_csv
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.activity import (
    ActivityIn,
    ConfirmationsIn,
    TakenElsewhereIn,
    without_server_kept,
)
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.drafts import draft
from chalicelib.entry.parsing.queries import ActivityListQuery
from chalicelib.usecases import catalogue, exporting, freshness
from chalicelib.usecases.ports import ActivityQuery

activities = Blueprint(__name__)
_ANY = ["*/*"]


@activities.route("/v1/activities", methods=["GET"])
@guarded(activities, allow=EVERYONE)
def lists_activities(call: Call) -> Response:
    asked = call.query(ActivityListQuery)
    query = ActivityQuery(
        library=None if asked.library is None else LibraryId(asked.library),
        type=asked.type,
        theme=asked.theme,
        page_size=asked.page_size,
        cursor=asked.cursor,
    )
    if wants_csv(call.header("accept")):
        table = exporting.table_of(query, caller=call.caller, ports=call.ports)
        return csv_answer(call.ports.files.csv(table.items), next_cursor=table.next_cursor)
    page = catalogue.list_activities(query, caller=call.caller, ports=call.ports)
    items = [activity_answer(activity) for activity in page.items]
    return json_answer({"items": items, "nextCursor": page.next_cursor})


@activities.route("/v1/activities", methods=["POST"], content_types=_ANY)
@guarded(activities, allow=LIBRARY_ROLES)
def adds_an_activity(call: Call) -> Response:
    fields = parse(ActivityIn, without_server_kept(call.json()))
    added = catalogue.add_activity(draft(fields), caller=call.caller, ports=call.ports)
    headers = {"Location": f"/v1/activities/{added.id}", **etag(added.version)}
    return json_answer(activity_answer(added), status=201, headers=headers)


@activities.route("/v1/activities/confirmations", methods=["POST"], content_types=_ANY)
@guarded(activities, allow=LIBRARY_ROLES)
def confirms_its_activities(call: Call) -> Response:
    named = call.body(ConfirmationsIn).named
    confirmed = freshness.confirm_activities(named, caller=call.caller, ports=call.ports)
    return json_answer({"confirmed": confirmed})


@activities.route("/v1/activities/{activity_id}", methods=["GET"])
@guarded(activities, allow=EVERYONE)
def reads_an_activity(call: Call, activity_id: str) -> Response:
    activity = catalogue.read_activity(
        ActivityId(activity_id), caller=call.caller, ports=call.ports
    )
    return json_answer(activity_answer(activity), headers=etag(activity.version))


@activities.route("/v1/activities/{activity_id}", methods=["PUT"], content_types=_ANY)
@guarded(activities, allow=LIBRARY_ROLES)
def replaces_an_activity(call: Call, activity_id: str) -> Response:
    catalogue.own_activity(ActivityId(activity_id), caller=call.caller, ports=call.ports)
    fields = parse(ActivityIn, without_server_kept(call.json()))
    changed = catalogue.replace_activity(
        ActivityId(activity_id),
        draft(fields),
        expected_version=call.expected_version(),
        caller=call.caller,
        ports=call.ports,
    )
    return json_answer(activity_answer(changed), headers=etag(changed.version))


@activities.route("/v1/activities/{activity_id}", methods=["DELETE"])
@guarded(activities, allow=LIBRARY_ROLES)
def retires_an_activity(call: Call, activity_id: str) -> Response:
    catalogue.retire_activity(ActivityId(activity_id), caller=call.caller, ports=call.ports)
    return no_content()


@activities.route(
    "/v1/activities/{activity_id}/taken-elsewhere", methods=["PUT"], content_types=_ANY
)
@guarded(activities, allow=LIBRARY_ROLES)
def counts_who_come_by_themselves(call: Call, activity_id: str) -> Response:
    asked = call.body(TakenElsewhereIn)
    verb = catalogue.move_taken_elsewhere if asked.is_change else catalogue.set_taken_elsewhere
    number = asked.change if asked.is_change else asked.count
    changed = verb(ActivityId(activity_id), number, caller=call.caller, ports=call.ports)
    return json_answer(activity_answer(changed), headers=etag(changed.version))
