"""The modules of a package, imported, and programs run in an interpreter of their own."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]


def modules_of(package: ModuleType) -> list[ModuleType]:
    """The package and every module in it."""
    paths = getattr(package, "__path__", [])
    names = [found.name for found in walk_packages(paths, package.__name__ + ".")]
    return [package, *map(import_module, names)]


def run_fresh(program: str) -> Any:
    """What the program printed last, as JSON, in an interpreter that has loaded nothing yet."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
