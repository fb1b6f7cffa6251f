"""No door lets in a body that the document refuses: made up by schemathesis, read by the models."""

import json
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import TypeAdapter
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from chalicelib.domain.errors import InvalidRequest
from chalicelib.entry.openapi import document
from chalicelib.entry.openapi.operations import OPERATIONS
from chalicelib.entry.parsing.base import parse_any

DOCUMENT = json.loads(json.dumps(document("https://wegwijs.example")))
# What a correction may say is checked as a whole referral, once it is laid over the old one.
SHAPE_BY_OPERATION = {
    operation.operation_id: operation.body.shape
    for operation in OPERATIONS
    if operation.body is not None and isinstance(operation.body.shape, (type, TypeAdapter))
}
MODEST = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
Operation = APIOperation[Any, Any, Any, Any]
FOUND: list[Any] = list(schemathesis.openapi.from_dict(DOCUMENT).get_all_operations())
WITH_BODIES: list[Operation] = [
    operation
    for operation in (found.ok() for found in FOUND)
    if operation.definition.raw["operationId"] in SHAPE_BY_OPERATION
]


@pytest.mark.parametrize("operation", WITH_BODIES, ids=lambda operation: str(operation.label))
def test_what_the_document_refuses_is_not_let_in(operation: Operation) -> None:
    raw = operation.definition.raw
    shape = SHAPE_BY_OPERATION[raw["operationId"]]
    adapter = shape if isinstance(shape, TypeAdapter) else TypeAdapter(shape)
    schema = raw["requestBody"]["content"]["application/json"]["schema"]
    published = jsonschema_rs.Draft202012Validator(
        {**schema, "components": DOCUMENT["components"]}, validate_formats=True
    )
    judged = 0

    @settings(MODEST)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def holds(case: Case[Any]) -> None:
        nonlocal judged
        if not is_json(case.body):
            return
        judged += 1
        if not published.is_valid(case.body):
            with pytest.raises(InvalidRequest):
                parse_any(adapter, case.body)

    holds()
    assert judged > 20


def is_json(body: Any) -> bool:
    """Whether a body was made up at all, rather than only parameters."""
    return isinstance(body, (dict, list, str, int, float, bool, type(None)))
