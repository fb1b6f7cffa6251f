"""The library itself: its name and contact, its area, its branches and their opening hours."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import InvalidRequest, NotFound, PreconditionFailed
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.vocabulary import Facility, Role
from chalicelib.entry.answers.catalogue import library_answer
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.own import own_library, whole
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.library import LibraryIn, library, library_without_server_kept
from chalicelib.usecases.libraries import keep_library

library_pages = Blueprint(__name__)
PATH = "/bibliotheek"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_ANY = ["*/*"]
_NEW = "nieuw"
Fields = Mapping[str, Any]


@library_pages.route(PATH, methods=["GET"])
@staff_page(library_pages, allow=LIBRARY_ROLES)
def shows_its_library(visit: Visit) -> Response:
    return _page(visit, _mine(visit), None, {})


@library_pages.route(PATH, methods=["POST"], content_types=_ANY)
@staff_page(library_pages, allow=_ADMIN)
def changes_its_library(visit: Visit) -> Response:
    mine, form = _mine(visit), visit.form()
    given = _library_fields(form)
    try:
        return _kept(visit, {**_body(mine), **given})
    except InvalidRequest as error:
        return _page(visit, mine, given, _at_their_fields(visit.faults(error)))


@library_pages.route(f"{PATH}/vestigingen/{{isil}}", methods=["GET"])
@staff_page(library_pages, allow=_ADMIN)
def shows_a_branch(visit: Visit, isil: str) -> Response:
    return _branch_page(visit, isil, _branch(_mine(visit), isil), {})


@library_pages.route(f"{PATH}/vestigingen/{{isil}}", methods=["POST"], content_types=_ANY)
@staff_page(library_pages, allow=_ADMIN)
def changes_a_branch(visit: Visit, isil: str) -> Response:
    """A branch as it was filled in, in place of itself; a new one behind the others."""
    mine, form = _mine(visit), visit.form()
    _branch(mine, isil)
    given = _branch_fields(form, isil)
    branches = _body(mine)["branches"]
    at = next((n for n, one in enumerate(branches) if one["isil"] == isil), len(branches))
    if isil == _NEW and mine.branch(given["isil"]) is not None:
        there = {"isil": visit.say("page.library.branch_there")}
        return _branch_page(visit, isil, given, there)
    branches[at:] = [given, *branches[at + 1 :]]
    try:
        return _kept(visit, {**_body(mine), "branches": branches})
    except InvalidRequest as error:
        return _branch_page(visit, isil, given, _of_branch(visit.faults(error), at))


@library_pages.route(f"{PATH}/vestigingen/{{isil}}/weg", methods=["POST"], content_types=_ANY)
@staff_page(library_pages, allow=_ADMIN)
def removes_a_branch(visit: Visit, isil: str) -> Response:
    mine = _mine(visit)
    given = _branch(mine, isil)
    branches = [one for one in _body(mine)["branches"] if one["isil"] != isil]
    try:
        return _kept(visit, {**_body(mine), "branches": branches})
    except InvalidRequest as error:
        in_use = next(iter(visit.faults(error).values()))
        return _branch_page(visit, isil, given, {"isil": in_use})


def _kept(visit: Visit, body: Mapping[str, Any]) -> Response:
    """Back to the library, which stands as given; or that a colleague was there before.

    Raises:
        InvalidRequest.
    """
    asked = library(parse(LibraryIn, body))
    version = whole(visit.form().one("version"))
    try:
        keep_library(asked, expected_version=version, caller=visit.caller, ports=visit.ports)
    except PreconditionFailed:
        return visit.go_on(PATH, say="page.notice.overtaken")
    return visit.go_on(PATH, say="page.notice.library_kept")


def _mine(visit: Visit) -> Library:
    return visit.ports.libraries.get(own_library(visit))


def _body(mine: Library) -> dict[str, Any]:
    body: dict[str, Any] = library_without_server_kept(library_answer(mine))
    return body


def _branch(mine: Library, isil: str) -> Fields:
    """The branch as the API has it; an empty one for a new one.

    Raises:
        NotFound: none of this library's.
    """
    if isil == _NEW:
        return {"isil": mine.isil.removesuffix("0000"), "facilities": [], "openingHours": []}
    for one in _body(mine)["branches"]:
        if one["isil"] == isil:
            return dict(one)
    raise NotFound(isil)


def _library_fields(form: Form) -> dict[str, Any]:
    region = form.one("holidayRegion")
    return {
        "name": form.one("name"),
        "contact": {name: form.one(name) or None for name in ("phone", "email")},
        "serviceArea": _listed(form.one("serviceArea")),
        "holidayRegion": region or None,
    }


def _branch_fields(form: Form, isil: str) -> dict[str, Any]:
    return {
        "isil": form.one("isil") if isil == _NEW else isil,
        "name": form.one("name"),
        "address": form.one("address") or None,
        "place": form.one("place"),
        "latitude": _decimal(form.one("latitude")),
        "longitude": _decimal(form.one("longitude")),
        "facilities": list(form.all("facilities")),
        "openingHours": [line.strip() for line in form.one("openingHours").splitlines() if line],
    }


def _page(visit: Visit, mine: Library, given: Fields | None, wrong: Mapping[str, str]) -> Response:
    return visit.page(
        "library.html",
        status=400 if wrong else 200,
        library=mine,
        given=given or _body(mine),
        may_change=visit.caller.role in _ADMIN,
        regions=list(HolidayRegion),
        faults=wrong,
    )


def _branch_page(visit: Visit, isil: str, given: Fields, wrong: Mapping[str, str]) -> Response:
    return visit.page(
        "branch.html",
        status=400 if wrong else 200,
        isil=isil,
        is_new=isil == _NEW,
        library=_mine(visit),
        given=given,
        facilities=list(Facility),
        faults=wrong,
    )


def _at_their_fields(wrong: Mapping[str, str]) -> Mapping[str, str]:
    """What is wrong with a part of a field is said at the field."""
    return {name.rpartition(".")[2].partition("[")[0]: text for name, text in wrong.items()}


def _of_branch(wrong: Mapping[str, str], at: int) -> Mapping[str, str]:
    """The faults of this branch, each at its field."""
    return _at_their_fields({n.removeprefix(f"branches[{at}]."): t for n, t in wrong.items()})


def _listed(written: str) -> list[str]:
    return written.replace(",", " ").replace(";", " ").split()


def _decimal(written: str) -> float | str:
    """The number, with a comma or a point; as it was written where it is none."""
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return written
