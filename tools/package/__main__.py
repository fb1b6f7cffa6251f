"""`make package`: build/deployment.zip and build/template.yaml, held to our own rules.

Chalice builds both from a copy of the source that holds what is deployed and nothing else; this
adds what it cannot say: wheels of the machine that Lambda runs it on, compiled bytecode (without
it every cold start compiles what it imports), and infra/*.yaml.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from tools.local.emulator import REGION
from tools.local.paths import ROOT
from tools.package import archive, rules, template, wheels

OUT = ROOT / "build"
STAGES = ("dev", "acceptance", "production")
NOT_DEPLOYED = ("__pycache__", "*.po", "*.pyc")
# Lambda takes 250 MB; half of our own bound is what cold starts were measured with.
PACKED_AT_MOST_MB, UNPACKED_AT_MOST_MB = 30, 80
MB = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """What was asked for is built, or every reason why it may not be deployed is said."""
    asked = _asked(arguments)
    faults = build(stage=asked.stage, arch=asked.arch, out=asked.out)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def build(*, stage: str, arch: str, out: Path) -> list[str]:
    """`out` holds the archive and the template of this stage; what is wrong with them."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory) / "wegwijs"
        copy_what_is_deployed(project)
        wheels.install(project / "vendor", arch=arch)
        dropped = wheels.prune(project / "vendor")
        _package(project, stage=stage, out=out)
        unpacked = archive.with_bytecode(out / "deployment.zip")
        said = archive.imports_from_bytecode(out / "deployment.zip")
    (out / "sam.yaml").rename(out / "template.yaml")
    template.complete(out / "template.yaml", stage=stage, arch=arch)
    packed = (out / "deployment.zip").stat().st_size
    print(f"{_shown(out)}/deployment.zip for {stage} on {arch}: {packed / MB:.1f} MB,", end=" ")
    print(f"unpacked {unpacked / MB:.1f} MB, {dropped / MB:.1f} MB that nobody asks for left out")
    print(f"bytecode: {said}")
    faults = [*_sizes(packed, unpacked), *said.faults, *_linted(out / "template.yaml")]
    if arch == wheels.HERE and not said.ended:
        faults.append("what was packaged for this machine does not run on it")
    return faults


def copy_what_is_deployed(project: Path) -> None:
    """The project holds the service, its settings for Chalice, and no test or tool."""
    ignored = shutil.ignore_patterns(*NOT_DEPLOYED)
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignored)
    ignored = shutil.ignore_patterns("deployments", "deployed", "venv")
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=ignored)
    shutil.copy(ROOT / "app.py", project)
    (project / "requirements.txt").touch()  # they are there already, under vendor/


def _package(project: Path, *, stage: str, out: Path) -> None:
    subprocess.run(
        [
            *(Path(sys.executable).parent / "chalice", "--project-dir", project),
            *("package", "--template-format", "yaml", "--stage", stage, out),
        ],
        env={**os.environ, "AWS_DEFAULT_REGION": REGION, "WEGWIJS_STAGE": stage},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _sizes(packed: int, unpacked: int) -> list[str]:
    faults = []
    if packed > PACKED_AT_MOST_MB * MB:
        faults.append(f"the archive is over {PACKED_AT_MOST_MB} MB")
    if unpacked > UNPACKED_AT_MOST_MB * MB:
        faults.append(f"unpacked it is over {UNPACKED_AT_MOST_MB} MB")
    return faults


def _linted(written: Path) -> list[str]:
    linted = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint", written],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [linted.stdout + linted.stderr] if linted.returncode else []
    return [*faults, *rules.broken(yaml.safe_load(written.read_text()))]


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make package", description=__doc__)
    parser.add_argument("--stage", choices=STAGES, default="production")
    parser.add_argument(
        "--arch",
        choices=(*wheels.MACHINES, wheels.HERE),
        default="arm64",
        help=f"arm64 costs a fifth less; {wheels.HERE} is for the rehearsal",
    )
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
