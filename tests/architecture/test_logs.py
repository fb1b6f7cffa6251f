"""What is logged is on the list: each call says a constant, and beside it only what may be said."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import app
from chalicelib.adapters.emf import SPEND
from chalicelib.adapters.logs import COUNTS, FIELDS, METRIC, NUMBERS
from chalicelib.usecases.ports import Metric
from tests.architecture.modules import run_fresh

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
FILES = [*sorted((ROOT / "chalicelib").rglob("*.py")), ROOT / "app.py"]


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "logging"), attr=name)):
                    if name in LEVELS:
                        yield f"{path.name}:{node.lineno}", node
                case _:
                    pass


CALLS = [pytest.param(call, id=where) for where, call in calls()]


def test_there_are_some() -> None:
    assert len(CALLS) > 8


@pytest.mark.parametrize("call", CALLS)
def test_a_line_is_a_constant_and_has_no_arguments(call: ast.Call) -> None:
    (said,) = call.args
    assert isinstance(said, ast.Constant)
    assert "%" not in str(said.value)
    assert {keyword.arg for keyword in call.keywords} <= {"extra"}


@pytest.mark.parametrize("call", CALLS)
def test_what_stands_beside_it_is_on_the_list(call: ast.Call) -> None:
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Dict):
            names = {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}
            assert names <= FIELDS.keys() | NUMBERS | COUNTS | {METRIC}


def test_nobody_prints() -> None:
    printing = [
        path.name
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


FUNCTIONS = [source.handler_string for source in app.event_sources]
SET_UP = """
import json, os, sys, logging
os.environ["AWS_LAMBDA_FUNCTION_NAME"] = "one"
os.environ["WEGWIJS_STAGE"] = "dev"
logging.getLogger().addHandler(logging.StreamHandler(sys.stderr))  # as the runtime does
import {module}
kinds = [type(handler.formatter).__name__ for handler in logging.getLogger().handlers]
print(json.dumps({{"formatters": kinds, "app": "app" in sys.modules}}))
"""


@pytest.mark.parametrize(
    "module", sorted({name.rpartition(".")[0] for name in FUNCTIONS} | {"app"})
)
def test_every_function_logs_so_from_its_first_line(module: str) -> None:
    ran = run_fresh(SET_UP.format(module=module))
    assert ran == {"formatters": ["AllowedJson"], "app": module == "app"}


def test_the_page_names_every_metric() -> None:
    written = (ROOT / "docs" / "observing.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", written, re.MULTILINE))
    assert named == {metric.value for metric in Metric} | {SPEND}
