"""The documentation of the API as a page: made of the document itself, so it never says otherwise.

Nothing is fetched from anywhere: it can be saved, printed and read on a train.
"""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.entry.door import PUBLIC
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit

documentation = Blueprint(__name__)
Part = Mapping[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")
_JSON = ("application/json", "application/merge-patch+json")
# What a header that is asked for may hold, where no example in the document says it.
_HEADERS = {"Idempotency-Key": "een-eigen-kenmerk-1", "If-Match": '"1"'}


@documentation.route("/documentatie", methods=["GET"])
@staff_page(documentation, allow=PUBLIC)
def explains_the_api(visit: Visit) -> Response:
    return visit.page("documentation.html", **_described(visit.ports.public_url))


@cache
def _described(public_url: str) -> Mapping[str, Any]:
    """The document as the page shows it; made once a process."""
    from chalicelib.entry.openapi import document  # noqa: PLC0415 - models of every door at once

    found = document(public_url)
    operations = list(_operations(found))
    return {
        "about": str(found["info"]["description"]).strip().split("\n\n"),
        "version": found["info"]["version"],
        "server": found["servers"][0]["url"],
        "tags": [
            {**tag, "operations": [one for one in operations if one["tag"] == tag["name"]]}
            for tag in found["tags"]
        ],
        "schemas": [_schema(name, one) for name, one in found["components"]["schemas"].items()],
    }


def _operations(found: Part) -> Iterator[dict[str, Any]]:
    for path, item in found["paths"].items():
        for method in _METHODS:
            if method in item:
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                yield _operation(found, path, method, item[method], parameters)


def _operation(
    found: Part, path: str, method: str, one: Part, parameters: Iterable[Part]
) -> dict[str, Any]:
    known = [_resolved(found, parameter) for parameter in parameters]
    kind, body = _body(one)
    return {
        "id": one["operationId"],
        "tag": one["tags"][0],
        "method": method.upper(),
        "path": path,
        "summary": one["summary"],
        "description": one["description"].split("\n\n"),
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "required": parameter.get("required", False),
                "description": parameter.get("description", ""),
                "kind": _kind(parameter.get("schema", {})),
            }
            for parameter in known
        ],
        "curl": _curl(found["servers"][0]["url"], path, method, one, known, kind, body),
        "answers": [_answer(status, answer) for status, answer in one["responses"].items()],
    }


def _resolved(found: Part, part: Part) -> Part:
    """The part itself, where this only points to it."""
    pointer = part.get("$ref")
    if pointer is None:
        return part
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step]
    return found


def _body(one: Part) -> tuple[str | None, Any]:
    """Of what is sent: the media type and the first example, where JSON is sent."""
    content: Part = one.get("requestBody", {}).get("content", {})
    for kind in _JSON:
        for example in content.get(kind, {}).get("examples", {}).values():
            return kind, example["value"]
    return next(iter(content), None), None


def _curl(
    server: str,
    path: str,
    method: str,
    one: Part,
    parameters: Iterable[Part],
    kind: str | None,
    body: Any,
) -> str:
    """A command that can be pasted; TOKEN stands for a bearer token."""
    said = {p["name"]: str(_example(p)) for p in parameters if p["in"] == "path"}
    for name, value in said.items():
        path = path.replace(f"{{{name}}}", value)
    lines = [f"curl -X {method.upper()} {shlex.quote(server + path)}"]
    if one.get("security") != []:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    for parameter in parameters:
        if parameter["in"] == "header" and parameter["name"] in _HEADERS:
            written = f"{parameter['name']}: {_HEADERS[parameter['name']]}"
            lines.append(f"-H {shlex.quote(written)}")
    if kind is not None:
        lines.append(f"-H {shlex.quote(f'Content-Type: {kind}')}")
        data = "@bestand" if body is None else json.dumps(body, ensure_ascii=False, indent=2)
        lines.append(f"--data-binary {shlex.quote(data)}")
    return " \\\n  ".join(lines)


def _example(parameter: Part) -> Any:
    schema = parameter.get("schema", {})
    given = parameter.get("example", next(iter(schema.get("examples", ())), None))
    return f"{{{parameter['name']}}}" if given is None else given


def _answer(status: str, answer: Part) -> dict[str, Any]:
    content: Part = answer.get("content", {})
    first: Part = content.get("application/json", {})
    example = first.get("example")
    return {
        "status": status,
        "description": answer.get("description", ""),
        "schema": _name(first.get("schema", {})),
        "example": None if example is None else json.dumps(example, ensure_ascii=False, indent=2),
        "also": [kind for kind in content if kind != "application/json"],
    }


def _schema(name: str, schema: Part) -> dict[str, Any]:
    required = set(schema.get("required", ()))
    return {
        "name": name,
        "title": schema.get("title", name),
        "description": schema.get("description", ""),
        "fields": [
            {
                "name": field,
                "required": field in required,
                "kind": _kind(one),
                "description": one.get("description", ""),
            }
            for field, one in schema.get("properties", {}).items()
        ],
        "values": schema.get("enum", ()),
    }


def _name(schema: Part) -> str | None:
    """The shared schema that this is, or is a list of, or may be."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    within = [schema.get("items", {}), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return next((name for part in within if part and (name := _name(part))), None)


def _kind(schema: Part) -> str:
    """What sort of value this is, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_kind(part) for part in schema[several]))
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "–")
