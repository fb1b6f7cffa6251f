"""The walls of the house hold, and they are walls: each contract fails when it is broken."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.modules import ROOT

VERBS = {"accept", "catalogue", "confirm", "deliver", "match", "refer"}


def lint(root: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_no_verb_needs_another() -> None:
    (independence,) = [c for c in contracts() if c["type"] == "independence"]
    assert {m.rpartition(".")[2] for m in independence["modules"]} >= VERBS
    assert all(m.startswith("chalicelib.usecases.") for m in independence["modules"])


def test_the_walls_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("domain/person.py", "import os", "The core knows no cloud"),
        ("domain/person.py", "from chalicelib.usecases import order", "The flow points inward"),
        ("usecases/order.py", "import boto3", "The core knows no cloud"),
        ("usecases/accept.py", "from chalicelib.usecases import refer", "No verb needs another"),
        ("entry/problems.py", "from chalicelib.adapters import queues", "Only the wiring knows"),
    ],
)
def test_a_wall_that_is_broken_is_noticed(
    tmp_path: Path, room: str, line: str, contract: str
) -> None:
    copy_of_the_house(tmp_path)
    broken = tmp_path / "chalicelib" / room
    broken.write_text(broken.read_text("utf-8") + f"\n{line}\n", "utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert any(contract in said and "BROKEN" in said for said in done.stdout.splitlines()), (
        done.stdout
    )


def copy_of_the_house(to: Path) -> None:
    (to / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for file in (ROOT / "chalicelib").rglob("*.py"):
        there = to / file.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(file.read_bytes())
