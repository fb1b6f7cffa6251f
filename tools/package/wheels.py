"""What the service depends on, as Lambda's machine needs it, and of that what somebody uses."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.local.paths import ROOT

# Lambda's Python 3.11 stands on glibc 2.26, which runs wheels of manylinux2014 and no later ones.
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
HERE = "this-machine"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

_WHAT: tuple[str | Path, ...] = (
    *("--only-binary", ":all:", "--no-deps", "--require-hashes"),
    *("--requirement", ROOT / "requirements.txt"),
)

# The services whose descriptions botocore must find; a test holds this to what wiring.py asks for.
SERVICES = frozenset({"dynamodb", "kms", "pinpoint-sms-voice-v2", "s3", "sesv2", "sns", "sqs"})
# What libraries carry for those who work on them.
_UNUSED = (
    *("bin", "share", ".lock", "*/tests", "*/test", "*/test_cases.py"),
    *("**/*.pyi", "**/__pycache__", "boto3/examples"),
)
# Locales of languages that we write in under another name than CLDR's.
CLDR_NAME = {"kmr": "ku", "prs": "fa"}


def install(target: Path, *, arch: str) -> None:
    """`target` holds what requirements.txt names, by hash, as wheels for that machine.

    By uv, and by pip where uv cannot reach the registry: see tools/environment.sh.
    """
    ways = (_uv(target, MACHINES.get(arch)), _pip(target, MACHINES.get(arch)))
    with_uv = subprocess.run(
        ways[0], env={**os.environ, "UV_SYSTEM_CERTS": "1"}, capture_output=True, check=False
    )
    if with_uv.returncode:
        shutil.rmtree(target, ignore_errors=True)
        subprocess.run(ways[1], check=True)


def prune(installed: Path) -> int:
    """Only what somebody uses is left; the bytes that went."""
    before = _size(installed)
    for unused in (*_unused_locales(installed), *_unused_services(installed)):
        _remove(unused)
    for pattern in _UNUSED:
        for unused in list(installed.glob(pattern)):
            _remove(unused)
    return before - _size(installed)


def languages() -> frozenset[str]:
    """Those that the service writes in."""
    return frozenset(path.name for path in (ROOT / "chalicelib" / "text").iterdir())


def _unused_locales(installed: Path) -> Iterator[Path]:
    wanted = {"root", *(CLDR_NAME.get(language, language) for language in languages())}
    for locale in (installed / "babel" / "locale-data").glob("*.dat"):
        if locale.stem.partition("_")[0] not in wanted:
            yield locale


def _unused_services(installed: Path) -> Iterator[Path]:
    """Descriptions of services that we never call; what lies beside them, all clients read."""
    for service in (installed / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            yield service
    for service in (installed / "boto3" / "data").iterdir():
        if service.is_dir():  # of its resources; we use clients
            yield service


def _uv(target: Path, machine: str | None) -> list[str | Path]:
    there = ("--python-platform", f"{machine}-manylinux2014", "--python-version", PYTHON)
    return [
        *(Path(sys.executable).parent / "uv", "pip", "install", "--quiet", "--target", target),
        *("--python", sys.executable, *_WHAT, *(there if machine else ())),
    ]


def _pip(target: Path, machine: str | None) -> list[str | Path]:
    there = ("--platform", f"manylinux2014_{machine}", "--implementation", "cp")
    return [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--target", target, "--no-compile", "--python-version", PYTHON),
        *(*_WHAT, *(there if machine else ())),
    ]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _size(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())
