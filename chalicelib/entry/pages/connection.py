"""Two systems that talk: where the library's is told what happens, and with what it signs."""

from collections.abc import Mapping
from typing import get_args

from chalice.app import Blueprint, Response

from chalicelib.domain.endpoint import Endpoint
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ids import DeliveryId, SecretId
from chalicelib.domain.signing import written_secret
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.own import own_library
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.endpoint import EndpointIn, Subscribable
from chalicelib.entry.parsing.queries import PageQuery
from chalicelib.usecases import endpoints as keeping
from chalicelib.usecases.library_secrets import list_secrets, make_secret, revoke_secret
from chalicelib.usecases.ports import DeliveryQuery

connection = Blueprint(__name__)
PATH = "/koppeling"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_ANY = ["*/*"]
_SHOWN = 25
Fields = Mapping[str, str | tuple[str, ...]]


@connection.route(PATH, methods=["GET"])
@staff_page(connection, allow=_ADMIN)
def shows_how_systems_talk(visit: Visit) -> Response:
    return _page(visit, None, {})


@connection.route(f"{PATH}/adres", methods=["POST"], content_types=_ANY)
@staff_page(connection, allow=_ADMIN)
def keeps_its_endpoint(visit: Visit) -> Response:
    form = visit.form()
    given: Fields = {"url": form.one("url"), "types": form.all("types")}
    try:
        asked = parse(EndpointIn, {"url": given["url"], "types": list(given["types"])})
        kept = keeping.keep_endpoint(
            own_library(visit), asked.url, asked.types, caller=visit.caller, ports=visit.ports
        )
    except InvalidRequest as error:
        return _page(visit, given, visit.faults(error))
    if kept.is_new:
        return _shown_once(visit, "ours", kept.endpoint.secret)
    return visit.go_on(PATH, say="page.notice.endpoint_kept")


@connection.route(f"{PATH}/adres/weg", methods=["POST"], content_types=_ANY)
@staff_page(connection, allow=_ADMIN)
def removes_its_endpoint(visit: Visit) -> Response:
    keeping.remove_endpoint(own_library(visit), caller=visit.caller, ports=visit.ports)
    return visit.go_on(PATH, say="page.notice.endpoint_removed")


@connection.route(f"{PATH}/proef", methods=["POST"], content_types=_ANY)
@staff_page(connection, allow=_ADMIN)
def tries_its_endpoint(visit: Visit) -> Response:
    keeping.try_endpoint(own_library(visit), caller=visit.caller, ports=visit.ports)
    return visit.go_on(f"{PATH}#deliveries", say="page.notice.test_sent")


@connection.route(f"{PATH}/opnieuw", methods=["POST"], content_types=_ANY)
@staff_page(connection, allow=_ADMIN)
def tells_it_again(visit: Visit) -> Response:
    again = DeliveryId(visit.form().one("deliveryId"))
    keeping.replay(own_library(visit), again, caller=visit.caller, ports=visit.ports)
    return visit.go_on(f"{PATH}#deliveries", say="page.notice.told_again")


@connection.route(f"{PATH}/geheim", methods=["POST"], content_types=_ANY)
@staff_page(connection, allow=_ADMIN)
def makes_a_secret(visit: Visit) -> Response:
    made = make_secret(own_library(visit), caller=visit.caller, ports=visit.ports)
    return _shown_once(visit, "theirs", made.secret)


@connection.route(f"{PATH}/geheim/weg", methods=["POST"], content_types=_ANY)
@staff_page(connection, allow=_ADMIN)
def revokes_a_secret(visit: Visit) -> Response:
    secret_id = SecretId(visit.form().one("secretId"))
    revoke_secret(own_library(visit), secret_id, caller=visit.caller, ports=visit.ports)
    return visit.go_on(f"{PATH}#secrets", say="page.notice.secret_revoked")


def _shown_once(visit: Visit, whose: str, secret: bytes) -> Response:
    """The secret on a page that no address leads back to: never in a cookie, never again."""
    return visit.page("secret.html", whose=whose, secret=written_secret(secret))


def _page(visit: Visit, given: Fields | None, wrong: Mapping[str, str]) -> Response:
    isil, caller, ports = own_library(visit), visit.caller, visit.ports
    endpoint = ports.endpoints.get(isil)
    cursor = visit.asked("cursor") or None
    asked = parse(PageQuery, {"cursor": cursor, "pageSize": _SHOWN})
    query = DeliveryQuery(isil, page_size=asked.page_size, cursor=asked.cursor)
    return visit.page(
        "connection.html",
        status=400 if wrong else 200,
        isil=isil,
        endpoint=endpoint,
        given=given or _fields(endpoint),
        types=get_args(Subscribable),
        faults={name.partition("[")[0]: text for name, text in wrong.items()},
        deliveries=keeping.list_deliveries(query, caller=caller, ports=ports),
        secrets=list_secrets(isil, caller=caller, ports=ports),
        address=ports.public_url,
    )


def _fields(endpoint: Endpoint | None) -> Fields:
    """What the form says before anybody changed it: all types, where nothing was chosen."""
    if endpoint is None:
        return {"url": "", "types": get_args(Subscribable)}
    return {"url": endpoint.url, "types": tuple(endpoint.types)}
