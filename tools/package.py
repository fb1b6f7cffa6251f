"""`make package`: build/deployment.zip and the template that deploys it, linted.

Chalice builds both; this adds what it cannot say: compiled bytecode (without it every cold start
compiles what it imports), partial batch responses, and infra/functions.yaml.
"""

import compileall
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

from tools.local.emulator import REGION
from tools.local.paths import ROOT

OUT = ROOT / "build"
STAGE = "prod"
WHERE_LAMBDA_RUNS_IT = "/var/task"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive, byte by byte
MODE = 0o644 << 16
LAMBDA_LIMIT_MB = 250
MB = 1_000_000


def main() -> int:
    bin_directory = Path(sys.executable).parent
    shutil.rmtree(OUT, ignore_errors=True)
    # Chalice would reuse an archive that it built from other sources of the same length.
    shutil.rmtree(ROOT / ".chalice" / "deployments", ignore_errors=True)
    packaged = subprocess.run(
        [
            *(bin_directory / "chalice", "package", "--stage", STAGE),
            *("--merge-template", ROOT / "infra" / "resources.yaml", OUT),
        ],
        cwd=ROOT,
        env={"AWS_DEFAULT_REGION": REGION, **os.environ},
        check=False,
    )
    if packaged.returncode:
        return packaged.returncode
    unpacked = with_bytecode(OUT / "deployment.zip")
    complete_template(OUT / "sam.yaml")
    linted = subprocess.run([bin_directory / "cfn-lint", OUT / "sam.yaml"], check=False)
    packed = (OUT / "deployment.zip").stat().st_size
    print(f"build/deployment.zip {packed / MB:.1f} MB, unpacked {unpacked / MB:.1f} MB")
    if unpacked > LAMBDA_LIMIT_MB * MB:
        print(f"Lambda takes at most {LAMBDA_LIMIT_MB} MB unpacked", file=sys.stderr)
        return 1
    return linted.returncode


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


def complete_template(template: Path) -> None:
    """The template says what infra/functions.yaml adds, and consumers may fail a batch in part."""
    reader = YAMLTemplateSerializer()
    added = reader.load_template((ROOT / "infra" / "functions.yaml").read_text())
    complete = TemplateDeepMerger().merge(added, reader.load_template(template.read_text()))
    for event in _queue_events(complete):
        event["Properties"]["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
    template.write_text(yaml.safe_dump(complete, sort_keys=False, allow_unicode=True))


def _queue_events(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for resource in template["Resources"].values():
        for event in resource.get("Properties", {}).get("Events", {}).values():
            if event["Type"] == "SQS":
                yield event


if __name__ == "__main__":
    sys.exit(main())
