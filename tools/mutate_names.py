"""Changes one name at a time in the transition table and around it, and runs its tests.

cosmic-ray changes operators and numbers, but never one enum member into another, which is what a
wrong row of a table is. So this does: each member named at module level of these files becomes the
next member of its enum, in a copy of the tree. Prints the survivors; docs/mutation.md says why
they are none. About five minutes.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chalicelib.domain.placement import Happening, State
from chalicelib.domain.referral import ReferralStatus

ROOT = Path(__file__).parents[1]
FILES = ("chalicelib/domain/placement.py", "chalicelib/domain/referral.py")
TESTS = (
    "tests/domain/test_placement.py",
    "tests/domain/test_referral.py",
    "tests/domain/test_undoing.py",
)
ENUMS: dict[str, type[StrEnum]] = {
    "S": State,
    "State": State,
    "H": Happening,
    "Happening": Happening,
    "ReferralStatus": ReferralStatus,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One name in one file that reads otherwise."""

    file: str
    line: int
    column: int
    was: str
    becomes: str

    def source(self) -> str:
        """The file with this one change."""
        lines = (ROOT / self.file).read_text("utf-8").splitlines(keepends=True)
        line = lines[self.line - 1]
        after = line[self.column + len(self.was) :]
        lines[self.line - 1] = line[: self.column] + self.becomes + after
        return "".join(lines)


def main() -> int:
    """0 when every mutant was noticed."""
    found = list(mutants())
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place)
        shutil.copy(ROOT / "pyproject.toml", tree)
        for room in ("chalicelib", "tests"):
            shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
        survivors = [mutant for mutant in found if survives(mutant, tree)]
    for mutant in survivors:
        print(f"{mutant.file}:{mutant.line}: {mutant.was} -> {mutant.becomes}")
    print(f"{len(found)} mutants, {len(survivors)} survived")
    return int(bool(survivors))


def mutants() -> Iterator[Mutant]:
    """Each enum member named in a statement at module level, as the next of its enum."""
    for file in FILES:
        for statement in ast.parse((ROOT / file).read_text("utf-8")).body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                yield from _within(file, statement.value)


def _within(file: str, value: ast.expr) -> Iterator[Mutant]:
    for node in ast.walk(value):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            enum = node.value.id
            members = [member.name for member in ENUMS.get(enum, ())]
            if node.attr in members:
                after = members[(members.index(node.attr) + 1) % len(members)]
                was, becomes = f"{enum}.{node.attr}", f"{enum}.{after}"
                yield Mutant(file, node.lineno, node.col_offset, was, becomes)


def survives(mutant: Mutant, tree: Path) -> bool:
    """Whether the tests pass all the same."""
    file = tree / mutant.file
    file.write_text(mutant.source(), "utf-8")
    # Without bytecode: two mutants of one second and one size would pass for each other.
    command = [sys.executable, "-B", "-m", "pytest", "-qx", "-p", "no:randomly", *TESTS]
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False)
    shutil.copy(ROOT / mutant.file, file)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
