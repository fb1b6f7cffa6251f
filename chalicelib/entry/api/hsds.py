"""The catalogue for everybody: Open Referral HSDS 3.0, and a calendar a library."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.ids import LibraryId
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.files import calendar_answer
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.entry.parsing.hsds import HsdsQuery
from chalicelib.usecases import exporting

hsds = Blueprint(__name__)
_OPEN = {"Access-Control-Allow-Origin": "*"}


@hsds.route("/v1/hsds/services", methods=["GET"])
@guarded(hsds, allow=PUBLIC)
def lists_services(call: Call) -> Response:
    snapshot, libraries = (
        call.ports.snapshots.current(),
        exporting.libraries_by_isil(ports=call.ports),
    )

    def service(rank: int) -> Mapping[str, Any]:
        activity = snapshot.activity(rank)
        return call.ports.files.hsds(activity, libraries[activity.library])

    return _page(call, range(len(snapshot)), service)


@hsds.route("/v1/hsds/organizations", methods=["GET"])
@guarded(hsds, allow=PUBLIC)
def lists_organizations(call: Call) -> Response:
    found = list(exporting.libraries_by_isil(ports=call.ports).values())
    return _page(call, found, lambda library: call.ports.files.hsds(library, library))


@hsds.route("/v1/hsds/locations", methods=["GET"])
@guarded(hsds, allow=PUBLIC)
def lists_locations(call: Call) -> Response:
    libraries = exporting.libraries_by_isil(ports=call.ports).values()
    found = [(branch, library) for library in libraries for branch in library.branches]
    return _page(call, found, lambda both: call.ports.files.hsds(*both))


def _page(call: Call, all_: Sequence[Any], shape: Callable[[Any], Mapping[str, Any]]) -> Response:
    asked = call.query(HsdsQuery)
    return json_answer(asked.page_of(all_, shape), headers=_OPEN)


@hsds.route("/v1/libraries/{isil}/calendar", methods=["GET"])
@guarded(hsds, allow=PUBLIC)
def shows_the_calendar_of_a_library(call: Call, isil: str) -> Response:
    library = call.ports.libraries.get(LibraryId(isil))
    activities = exporting.activities_of(library.isil, ports=call.ports)
    text = call.ports.files.calendar(
        library, activities, holidays=call.ports.holidays, at=call.ports.now()
    )
    return calendar_answer(text, name=f"{isil}.ics")
