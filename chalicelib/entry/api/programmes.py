"""Programmes: everybody reads them, the national library writes them."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.ids import ProgrammeId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import etag, json_answer
from chalicelib.entry.answers.catalogue import programme_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.programme import ProgrammeIn, programme
from chalicelib.entry.parsing.queries import PageQuery
from chalicelib.usecases import programmes as keeping

programmes = Blueprint(__name__)


@programmes.route("/v1/programmes", methods=["GET"])
@guarded(programmes, allow=EVERYONE)
def lists_programmes(call: Call) -> Response:
    asked = call.query(PageQuery)
    page = keeping.list_programmes(page_size=asked.page_size, cursor=asked.cursor, ports=call.ports)
    items = [programme_answer(found) for found in page.items]
    return json_answer({"items": items, "nextCursor": page.next_cursor})


@programmes.route("/v1/programmes/{programme_id}", methods=["GET"])
@guarded(programmes, allow=EVERYONE)
def reads_a_programme(call: Call, programme_id: str) -> Response:
    found = keeping.read_programme(ProgrammeId(programme_id), ports=call.ports)
    return json_answer(programme_answer(found), headers=etag(found.version))


@programmes.route("/v1/programmes/{programme_id}", methods=["PUT"], content_types=["*/*"])
@guarded(programmes, allow=frozenset({Role.PROGRAMME_ANALYST}))
def keeps_a_programme(call: Call, programme_id: str) -> Response:
    fields = call.body(ProgrammeIn)
    if fields.id != programme_id:
        raise InvalidRequest([Fault("id", "not_this_one")])
    is_new = not keeping.stands(ProgrammeId(programme_id), ports=call.ports)
    version = (call.expected_version_if_any() or 0) if is_new else call.expected_version()
    kept = keeping.keep_programme(programme(fields), expected_version=version, ports=call.ports)
    status = 201 if is_new else 200
    return json_answer(programme_answer(kept), status=status, headers=etag(kept.version))
