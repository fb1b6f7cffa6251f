"""What `make package` adds to what Chalice builds."""

import subprocess
import sys
import zipfile
from pathlib import Path

import yaml

from tools.package import complete_template, with_bytecode


def test_a_consumer_may_fail_a_batch_in_part_and_functions_know_their_tables(
    tmp_path: Path,
) -> None:
    template = tmp_path / "sam.yaml"
    template.write_text(
        """
        Resources:
          Sends:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Queue: {Type: SQS, Properties: {Queue: arn, BatchSize: 10}}
                Clock: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
        """
    )
    complete_template(template)
    complete = yaml.safe_load(template.read_text())
    events = complete["Resources"]["Sends"]["Properties"]["Events"]
    assert events["Queue"]["Properties"] == {
        "Queue": "arn",
        "BatchSize": 10,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    assert events["Clock"]["Properties"] == {"Schedule": "rate(1 minute)"}
    variables = complete["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["WEGWIJS_CORE_TABLE"] == {"Ref": "CoreTable"}


def packed(directory: Path) -> Path:
    archive = directory / "deployment.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("chalicelib/__init__.py", "")
        zipped.writestr("chalicelib/greeting.py", "WORD = 'goedemorgen'\n")
    return archive


def test_bytecode_alone_is_enough_to_import(tmp_path: Path) -> None:
    """With the source emptied, what is imported comes from the bytecode, unchecked."""
    archive = packed(tmp_path)
    with_bytecode(archive)
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(tmp_path / "task")
    (tmp_path / "task" / "chalicelib" / "greeting.py").write_text("")
    said = subprocess.run(
        [sys.executable, "-c", "from chalicelib.greeting import WORD; print(WORD)"],
        cwd=tmp_path / "task",
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "goedemorgen\n"


def test_the_same_files_give_the_same_archive(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = packed(tmp_path / "one"), packed(tmp_path / "other")
    with_bytecode(one)
    with_bytecode(other)
    assert one.read_bytes() == other.read_bytes()
