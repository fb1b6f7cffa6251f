"""A file becomes activities in three steps: chosen, looked at row by row, and imported."""

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.import_job import ImportJob
from chalicelib.domain.vocabulary import LADDER, ActivityType, Entry
from chalicelib.entry.api.imports import TEMPLATE
from chalicelib.entry.json_body import TooLarge
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.own import own_library
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.import_faults import explained, in_dutch, in_english
from chalicelib.entry.parsing.import_request import MAX_BYTES, XLSX, Defaults, kind_of_file
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.checking import check, import_checked
from chalicelib.usecases.holding import activities_of

importing = Blueprint(__name__)
PATH = "/importeren"
_ANY = ["*/*"]
_DEFAULTS = ("branch", "type", "levelMin", "levelMax", "levelPolicy", "entry")


@importing.route(PATH, methods=["GET"])
@staff_page(importing, allow=LIBRARY_ROLES)
def asks_for_a_file(visit: Visit) -> Response:
    return _page(visit, {}, {})


@importing.route(PATH, methods=["POST"], content_types=_ANY)
@staff_page(importing, allow=LIBRARY_ROLES)
def looks_at_a_file(visit: Visit) -> Response:
    form = visit.form()
    given = defaults_given(form) | ({"full": "yes"} if form.one("full") else {})
    try:
        return visit.go_on(f"{PATH}/{_checked(visit, form).id}")
    except InvalidRequest as error:
        fields = {*_DEFAULTS, "file"}
        wrong = {n if n in fields else "file": text for n, text in visit.faults(error).items()}
        return _page(visit, given, wrong)


@importing.route(f"{PATH}/tabel", methods=["GET"])
@staff_page(importing, allow=LIBRARY_ROLES)
def gives_what_it_has_as_a_table(visit: Visit) -> Response:
    """To change in a spreadsheet, and to import again."""
    everything = activities_of(own_library(visit), ports=visit.ports)
    # Not text/csv: that is binary here, which a gateway gives only to whoever asks for it by name.
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/x-csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="activiteiten.csv"',
    }
    text = "\ufeff" + visit.ports.files.csv(everything)
    return Response(text, status_code=200, headers=headers)


@importing.route(f"{PATH}/{{import_id}}", methods=["GET"])
@staff_page(importing, allow=LIBRARY_ROLES)
def shows_what_becomes_of_it(visit: Visit, import_id: str) -> Response:
    job = visit.ports.imports.get(own_library(visit), import_id)
    if not visit.header("hx-request"):
        return visit.page("import_result.html", job=job, rejections=_rejections(visit, job))
    response = visit.page("import_progress.html", job=job)
    if job.is_over:  # the page says the rest
        response.headers["HX-Refresh"] = "true"
    return response


@importing.route(f"{PATH}/{{import_id}}/doen", methods=["POST"], content_types=_ANY)
@staff_page(importing, allow=LIBRARY_ROLES)
def imports_what_was_looked_at(visit: Visit, import_id: str) -> Response:
    job = import_checked(own_library(visit), import_id, ports=visit.ports)
    return visit.go_on(f"{PATH}/{job.id}")


def defaults_given(form: Form) -> dict[str, str]:
    """What is to hold where a row says nothing, as far as it was filled in."""
    return {name: form.one(name) for name in _DEFAULTS if form.one(name)}


def default_options(visit: Visit) -> Mapping[str, list[tuple[str, str]]]:
    """What can be chosen to hold where a row says nothing."""
    library = visit.ports.libraries.get(own_library(visit))

    def worded(vocabulary: str, codes: Any) -> list[tuple[str, str]]:
        said = [(code, visit.say(f"vocabulary.{vocabulary}.{code}")) for code in codes]
        return [("", visit.say("page.import.as_it_says")), *said]

    return {
        "branch": [
            ("", visit.say("page.import.as_it_says")),
            *((branch.isil, branch.name) for branch in library.branches),
        ],
        "type": worded("activity_type", ActivityType),
        "levelMin": worded("level", LADDER),
        "levelMax": worded("level", LADDER),
        "entry": worded("entry", Entry),
    }


def _checked(visit: Visit, form: Form) -> ImportJob:
    """The file of the form, looked at.

    Raises:
        InvalidRequest: none, none of ours, or it cannot be read. TooLarge.
    """
    sent = form.files.get("file")
    if sent is None or not sent.data:
        raise InvalidRequest([Fault("file", "no_file")])
    if len(sent.data) > MAX_BYTES:
        raise TooLarge(str(MAX_BYTES))
    kind = kind_of_file(sent.name, sent.kind, sent.data)
    if kind is None:
        raise InvalidRequest([Fault("file", "unknown_file")])
    asked = parse(Defaults, defaults_given(form))
    with explained():
        return check(
            sent.data,
            kind,
            import_row,
            library=own_library(visit),
            full=bool(form.one("full")),
            defaults=asked.defaults,
            ports=visit.ports,
        )


def _page(visit: Visit, given: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    return visit.page(
        "import.html",
        status=400 if wrong else 200,
        given=given,
        faults=wrong,
        options=default_options(visit),
        workbook=_workbook(),
        workbook_name=TEMPLATE.name,
    )


@cache
def _workbook() -> str:
    """The empty workbook as an address that holds it.

    A browser asks for a link as a page, and the gateway hands out bytes only to whoever asks for
    them by their own type: so the page brings them along.
    """
    return f"data:{XLSX};base64,{base64.b64encode(TEMPLATE.read_bytes()).decode()}"


def _rejections(visit: Visit, job: ImportJob) -> list[dict[str, Any]]:
    """Each row that was not taken, with everything that is wrong with it, in her language."""
    is_english = visit.language == "en"
    return [
        {
            "row": rejection.row,
            "complaints": [
                (c.field, in_english(c.reason_en) if is_english else in_dutch(c.reason))
                for c in rejection.complaints
            ],
        }
        for rejection in job.counts.rejections
    ]
