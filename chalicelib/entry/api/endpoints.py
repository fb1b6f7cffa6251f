"""Where a library's system is told what happens, and what became of it."""

from chalice.app import Blueprint, Response

from chalicelib.domain.delivery import Delivery
from chalicelib.domain.ids import DeliveryId, LibraryId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import json_answer, no_content
from chalicelib.entry.answers.endpoints import delivery_answer, endpoint_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.endpoint import EndpointIn, ReplayIn
from chalicelib.entry.parsing.queries import PageQuery
from chalicelib.usecases import endpoints as keeping
from chalicelib.usecases.ports import DeliveryQuery, Page

endpoints = Blueprint(__name__)
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_ENDPOINT = "/v1/libraries/{isil}/endpoint"
_DELIVERIES = "/v1/libraries/{isil}/deliveries"


@endpoints.route(_ENDPOINT, methods=["GET"])
@guarded(endpoints, allow=_ADMIN)
def reads_its_endpoint(call: Call, isil: str) -> Response:
    found = keeping.read_endpoint(LibraryId(isil), caller=call.caller, ports=call.ports)
    return json_answer(endpoint_answer(found))


@endpoints.route(_ENDPOINT, methods=["PUT"], content_types=["*/*"])
@guarded(endpoints, allow=_ADMIN)
def keeps_its_endpoint(call: Call, isil: str) -> Response:
    asked = call.body(EndpointIn)
    kept = keeping.keep_endpoint(
        LibraryId(isil), asked.url, asked.types, caller=call.caller, ports=call.ports
    )
    return json_answer(endpoint_answer(kept.endpoint, shows_secret=kept.is_new))


@endpoints.route(_ENDPOINT, methods=["DELETE"])
@guarded(endpoints, allow=_ADMIN)
def removes_its_endpoint(call: Call, isil: str) -> Response:
    keeping.remove_endpoint(LibraryId(isil), caller=call.caller, ports=call.ports)
    return no_content()


@endpoints.route(_ENDPOINT + "/test", methods=["POST"], content_types=["*/*"])
@guarded(endpoints, allow=_ADMIN)
def tries_its_endpoint(call: Call, isil: str) -> Response:
    test = keeping.try_endpoint(LibraryId(isil), caller=call.caller, ports=call.ports)
    return json_answer(delivery_answer(test), status=202)


@endpoints.route(_DELIVERIES, methods=["GET"])
@guarded(endpoints, allow=_ADMIN)
def lists_its_deliveries(call: Call, isil: str) -> Response:
    asked = call.query(PageQuery)
    query = DeliveryQuery(LibraryId(isil), page_size=asked.page_size, cursor=asked.cursor)
    page = keeping.list_deliveries(query, caller=call.caller, ports=call.ports)
    return json_answer(_page(page))


@endpoints.route(_DELIVERIES + "/replay", methods=["POST"], content_types=["*/*"])
@guarded(endpoints, allow=_ADMIN)
def replays_deliveries(call: Call, isil: str) -> Response:
    asked = call.body(ReplayIn)
    query = DeliveryQuery(
        LibraryId(isil), since=asked.from_, until=asked.until, cursor=asked.cursor
    )
    page = keeping.replay_range(query, caller=call.caller, ports=call.ports)
    return json_answer(_page(page), status=202)


@endpoints.route(_DELIVERIES + "/{delivery_id}/replay", methods=["POST"], content_types=["*/*"])
@guarded(endpoints, allow=_ADMIN)
def replays_a_delivery(call: Call, isil: str, delivery_id: str) -> Response:
    again = keeping.replay(
        LibraryId(isil), DeliveryId(delivery_id), caller=call.caller, ports=call.ports
    )
    return json_answer(delivery_answer(again), status=202)


def _page(page: Page[Delivery]) -> dict[str, object]:
    items = [delivery_answer(delivery) for delivery in page.items]
    return {"items": items, "nextCursor": page.next_cursor}
