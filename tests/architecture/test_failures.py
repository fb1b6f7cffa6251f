"""Every failure that docs/failures.md names is shown by a test that stands and runs."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (?!failure|-)([^|]+) \| `([^`]+)::([^`]+)` \|$",
    (ROOT / "docs" / "failures.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
_PASSED_OVER = {"skip", "skipif", "xfail"}


def test_the_table_is_read_whole() -> None:
    lines = (ROOT / "docs" / "failures.md").read_text(encoding="utf-8").splitlines()
    assert len(ROWS) == sum(line.startswith("| ") for line in lines) - 1
    assert len({failure for failure, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("failure", "path", "name"), ROWS, ids=[row[0] for row in ROWS])
def test_the_test_that_shows_it_is_there_and_runs(failure: str, path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = [function for function in functions if function.name == name]
    assert found, f"{failure}: nothing in {path} is called {name}"
    marks = {part.attr for f in found for d in f.decorator_list for part in _names(d)}
    assert not marks & _PASSED_OVER


def _names(decorator: ast.expr) -> list[ast.Attribute]:
    return [node for node in ast.walk(decorator) if isinstance(node, ast.Attribute)]
