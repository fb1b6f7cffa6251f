"""The document, put together from the tables of operations and the shared parts."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from chalicelib import API_VERSION
from chalicelib.domain.geography import TRAVEL
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.schemas import Problem
from chalicelib.entry.openapi.operation import Answered, Body, Operation, Shape
from chalicelib.entry.openapi.operations import OPERATIONS
from chalicelib.entry.openapi.parts import HEADERS, IN_PATH, PARAMETERS, WIRE_NAME
from chalicelib.entry.openapi.refusals import refusals
from chalicelib.entry.openapi.schemas import Schema, Schemas, labels

Part = dict[str, Any]

_ABOUT = """\
Wegwijs verbindt gemeenten, nieuwkomers en openbare bibliotheken: verwijzen, vergelijken met het
aanbod in de buurt, bericht in de eigen taal, en de bibliotheek die antwoordt.

Namen zijn Engels, omdat de standaarden waar dit bij aansluit dat ook zijn (Open Referral HSDS,
Standard Webhooks). Fouten volgen RFC 9457, met `code` voor programma's en bij een ongeldige
aanvraag alle fouten tegelijk in `invalidParams`. Tijdstippen zijn UTC (RFC 3339). Persoonsgegevens
staan in geen enkel adres. Reistijden zijn geschat; de getallen erachter staan in `x-travel`.
"""
_TAGS = {
    "Matching": "Zoeken wat past, zonder iets te bewaren.",
    "Verwijzingen": "Van verwijzen tot plaatsen, voor gemeenten en partners.",
    "Taken": "Wat op een mens wacht.",
    "Gemeente": "Wat een gemeente voor zichzelf kiest.",
    "Rapporten": "Cijfers over geheel, nooit over één mens.",
    "Uren": "Bijgewoonde uren, voor de gemeente die daarom vroeg.",
    "Plaatsingen": "Wie er komt, voor de bibliotheek waar zij komt.",
    "Activiteiten": "Het aanbod; iedereen leest, de bibliotheek schrijft haar eigen.",
    "Bibliotheken": "Bibliotheken en hun vestigingen.",
    "Programma's": "Landelijke programma's en hun lesmateriaal.",
    "Webhook": "Wat het systeem van een bibliotheek meldt.",
    "Dienst": "De dienst zelf.",
}


@cache
def document(public_url: str) -> Mapping[str, Any]:
    """The OpenAPI 3.1 document of the API at this address; made once, not to be changed."""
    schemas = Schemas(_shapes(OPERATIONS), tuple(dict.fromkeys(_queries(OPERATIONS))))
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [{"url": f"{public_url}/v1"}],
        "security": [{"bearer": []}],
        "tags": [{"name": name, "description": said} for name, said in _TAGS.items()],
        "paths": _paths(OPERATIONS, schemas),
        "components": {
            "schemas": schemas.shared,
            "parameters": dict(PARAMETERS),
            "headers": dict(HEADERS),
            "securitySchemes": {"bearer": _bearer()},
        },
        "x-travel": _travel(),
    }


def _info() -> Part:
    return {
        "title": "Wegwijs",
        "version": API_VERSION,
        "summary": "Van verwijzing naar plek in de bibliotheek.",
        "description": _ABOUT,
        "contact": {
            "name": "Team Wegwijs",
            "email": "api@wegwijs.example",
            "url": "https://wegwijs.example/contact",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }


def _bearer() -> Part:
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Een JWT; de rol en de organisatie erin bepalen wat mag.",
    }


def _travel() -> Part:
    """What turns distance into minutes, by mode: distance × detour ÷ speed, plus fixed minutes."""
    return {
        mode.value: {
            "speedKmh": one.speed_kmh,
            "detour": one.detour,
            "fixedMinutes": one.fixed_minutes,
            "source": one.source,
        }
        for mode, one in TRAVEL.items()
    }


def _shapes(operations: Iterable[Operation]) -> Iterator[Shape]:
    yield Problem
    for operation in operations:
        for answered in operation.answers:
            yield from (answered.shape, *answered.also.values())
        if operation.body is not None:
            yield from (operation.body.shape, *operation.body.also.values())


def _queries(operations: Iterable[Operation]) -> Iterator[type[BaseModel]]:
    return (operation.query for operation in operations if operation.query is not None)


def _paths(operations: Iterable[Operation], schemas: Schemas) -> Part:
    paths: dict[str, Part] = {}
    for operation in operations:
        item = paths.setdefault(operation.path, _path_item(operation.path))
        item[operation.method.lower()] = _operation(operation, schemas)
    return paths


def _path_item(path: str) -> Part:
    named = [name for start, name in IN_PATH.items() if path.startswith(start)]
    return {"parameters": [_ref("parameters", name) for name in named]} if named else {}


def _operation(operation: Operation, schemas: Schemas) -> Part:
    parameters = [_ref("parameters", name) for name in operation.headers]
    if operation.query is not None:
        parameters += _query_parameters(schemas.parameters(operation.query))
    described: Part = {
        "operationId": operation.operation_id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": f"{operation.description}\n\n{_for_whom(operation.allow)}",
        "x-roles": sorted(role.value for role in operation.allow),
    }
    if not operation.allow:
        described["security"] = []
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = _request_body(operation.body, schemas)
    described["responses"] = _responses(operation, schemas)
    return described


def _for_whom(roles: frozenset[Role]) -> str:
    if not roles:
        return "Zonder inloggen."
    named = (f"{labels()['role'][role]} (`{role}`)" for role in sorted(roles))
    return f"Voor: {', '.join(named)}."


def _query_parameters(properties: Mapping[str, Schema]) -> list[Part]:
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema["description"],
            "schema": _said_or_absent(schema),
        }
        for name, schema in properties.items()
    ]


def _said_or_absent(schema: Schema) -> Schema:
    """The schema of a parameter without null: in a query a thing is said, or is not there."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        return dict(kinds[0])
    return {key: value for key, value in schema.items() if key != "description"}


def _request_body(body: Body, schemas: Schemas) -> Part:
    described: Part = {"schema": schemas.of(body.shape)}
    if body.examples:
        described["examples"] = {name: {"value": value} for name, value in body.examples.items()}
    own = dict.fromkeys(body.media_types, described)
    also = {media: {"schema": schemas.of(shape)} for media, shape in body.also.items()}
    return {"required": True, "content": {**own, **also}}


def _responses(operation: Operation, schemas: Schemas) -> Part:
    always = _headers(("ApiVersion",))
    done = {str(one.status): _done(one, schemas) for one in operation.answers}
    return {**done, **refusals(operation.all_refusals, headers=always)}


def _done(answered: Answered, schemas: Schemas) -> Part:
    described: Part = {
        "description": answered.description,
        "headers": _headers(("ApiVersion", *answered.headers)),
    }
    if answered.status == 204:
        return described
    content: Part = {"schema": schemas.of(answered.shape)}
    if answered.example is not None:
        content["example"] = answered.example
    also = {media: {"schema": schemas.of(shape)} for media, shape in answered.also.items()}
    return {**described, "content": {answered.media_type: content, **also}}


def _headers(names: Iterable[str]) -> Part:
    return {WIRE_NAME.get(name, name): _ref("headers", name) for name in names}


def _ref(kind: str, name: str) -> Part:
    return {"$ref": f"#/components/{kind}/{name}"}
