"""The archive with bytecode, and what shows that Lambda uses it."""

import compileall
import os
import py_compile
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

WHERE_LAMBDA_RUNS_IT = "/var/task"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive, byte by byte
MODE = 0o644 << 16
ENTRY = "app"

_LOADED = re.compile(r"^# code object from '?(.*?\.pyc?)'?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many modules the API's function loaded, and those for which it had to compile.

    On a machine of another kind the import ends where it needs that machine's own code.
    """

    from_bytecode: int
    compiled_again: tuple[str, ...]
    ended: bool

    def __str__(self) -> str:
        total = self.from_bytecode + len(self.compiled_again)
        until = "" if self.ended else ", up to the first that only runs on the other machine"
        return f"{self.from_bytecode} of {total} modules that the API imports came from it{until}"

    @property
    def faults(self) -> list[str]:
        """What makes a cold start slower than it need be."""
        if not self.from_bytecode:
            return ["the API's function imports nothing from bytecode"]
        return [f"compiled at every cold start: {name}" for name in self.compiled_again]


def with_bytecode(archive: Path) -> int:
    """The archive also holds bytecode that Lambda uses unchecked; its size unpacked in bytes."""
    with tempfile.TemporaryDirectory() as directory:
        unpacked = Path(directory)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(unpacked)
        compileall.compile_dir(
            unpacked,
            ddir=WHERE_LAMBDA_RUNS_IT,
            quiet=2,  # some libraries carry files for Pythons to come
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        files = sorted(path for path in unpacked.rglob("*") if path.is_file())
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
            for file in files:
                entry = zipfile.ZipInfo(str(file.relative_to(unpacked)), LONG_AGO)
                entry.external_attr = MODE
                entry.compress_type = zipfile.ZIP_DEFLATED
                zipped.writestr(entry, file.read_bytes())
        return sum(file.stat().st_size for file in files)


def imports_from_bytecode(archive: Path, entry: str = ENTRY) -> Imported:
    """What a fresh interpreter, with the archive and nothing else, loads for this module.

    Python says for each module whether its code came from bytecode or was compiled.
    """
    with tempfile.TemporaryDirectory() as directory:
        unpacked = Path(directory)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(unpacked)
        said = subprocess.run(
            [sys.executable, "-v", "-S", "-c", f"import {entry}"],
            cwd=unpacked,
            env={"PATH": os.defpath, "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        loaded = [Path(name) for name in _LOADED.findall(said.stderr)]
        ours = [path for path in loaded if path.is_relative_to(unpacked)]
        again = tuple(str(p.relative_to(unpacked)) for p in ours if p.suffix == ".py")
        from_bytecode = sum(path.suffix == ".pyc" for path in ours)
        return Imported(from_bytecode, again, ended=said.returncode == 0)
