"""What each Lambda function loads before its first event, and that it is nothing else.

A cold start pays for every module. What is not in these lists is imported where it is first used.
"""

from typing import Any, NamedTuple

import pytest

from app import app
from tests.architecture.modules import run_fresh


class Loads(NamedTuple):
    """Packages of others, and rooms of the doors beside the function's own module."""

    packages: frozenset[str]
    rooms: frozenset[str]


CHALICE = frozenset({"chalice"})
# Bodies of requests, rows of imports and the attributes of items are read by it.
PYDANTIC = frozenset(
    {"annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"}
)
LOADS_BY_MODULE = {
    "app": Loads(
        CHALICE | PYDANTIC,
        frozenset({"answers", "api", "pages", "parsing", "schedules", "tokens", "workers"})
        | {"door", "json_body", "library_answers", "library_links", "links", "middleware"}
        | {"alone", "failures", "guessing", "problems", "webhooks", "well_known"},
    ),
    "chalicelib.entry.workers": Loads(
        CHALICE | PYDANTIC, frozenset({"alone", "failures", "parsing", "workers"})
    ),
    "chalicelib.entry.schedules": Loads(
        CHALICE | PYDANTIC, frozenset({"alone", "failures", "parsing", "schedules"})
    ),
    "chalicelib.entry.tokens": Loads(CHALICE, frozenset({"tokens"})),
}
# Of Python's own, what costs as much as a hundred of our modules and no function needs to start.
HEAVY = frozenset({"asyncio", "ctypes", "multiprocessing", "sqlite3", "ssl", "unittest", "xml"})
LOADED = """
import json, sys
before = set(sys.modules)
import {module}
loaded = set(sys.modules) - before
names = {{name.partition(".")[0] for name in loaded}}
own = {{"app", "chalicelib"}} | {{name for name in names if name.startswith("_sysconfigdata")}}
print(json.dumps({{
    "packages": sorted(names - sys.stdlib_module_names - own),
    "rooms": sorted({{n.split(".")[2] for n in loaded if n.startswith("chalicelib.entry.")}}),
    "python": sorted(names & sys.stdlib_module_names),
}}))
"""


@pytest.mark.parametrize("module", LOADS_BY_MODULE)
def test_a_function_loads_these_and_nothing_else(module: str) -> None:
    loaded: dict[str, Any] = run_fresh(LOADED.format(module=module))
    allowed = LOADS_BY_MODULE[module]
    assert frozenset(loaded["packages"]) == allowed.packages
    assert frozenset(loaded["rooms"]) <= allowed.rooms
    assert not HEAVY.intersection(loaded["python"])


def test_every_function_is_in_the_list() -> None:
    functions: list[Any] = [*app.event_sources, *app.pure_lambda_functions]
    modules = {function.handler_string.rpartition(".")[0] for function in functions}
    assert modules | {"app"} == LOADS_BY_MODULE.keys()
