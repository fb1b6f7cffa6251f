"""docs/operations.md says what to do for every alarm, and speaks of nothing that is not there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.test_template import read
from tools.local.paths import ROOT
from tools.package.alarms import alarms_of
from tools.package.template import INFRA

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())
PARTS = {path.name: read(path.name) for path in sorted(INFRA.glob("*.yaml"))}
HEADINGS = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)


def alarms() -> Iterator[str]:
    """Every alarm of the complete template."""
    functions = {_as_chalice_names(name) for name in CONFIG["lambda_functions"]}
    resources = {name: {"Type": "AWS::Serverless::Function"} for name in functions}
    for part in PARTS.values():
        resources |= part.get("Resources", {})
    yield from alarms_of(resources)
    yield from (k for k, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm")


def _as_chalice_names(function: str) -> str:
    named = "".join(part.title() for part in function.split("_"))
    return {"ApiHandler": "APIHandler"}.get(named, named)


def section(heading: str) -> str:
    return PAGE.split(f" {heading}\n", 1)[1].split("\n#", 1)[0]


@pytest.mark.parametrize("alarm", sorted(alarms()))
def test_every_alarm_has_its_heading_with_what_to_do(alarm: str) -> None:
    assert len(section(alarm).split()) > 10


def test_no_heading_is_of_an_alarm_that_is_gone() -> None:
    assert {h for h in HEADINGS if h.endswith("Alarm")} == set(alarms())


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/*.md")), ids=lambda path: path.name)
def test_every_alarm_that_a_page_names_exists(path: Path) -> None:
    named = re.findall(r"\b[A-Z]\w+Alarm\b", path.read_text("utf-8"))
    assert set(named) <= set(alarms())


def test_the_first_deployment_names_every_parameter_without_a_default() -> None:
    needed = {
        name
        for part in PARTS.values()
        for name, each in part.get("Parameters", {}).items()
        if "Default" not in each
    }
    assert needed <= set(re.findall(r"`(\w+)`", section("First deployment")))


def test_every_link_within_the_page_leads_somewhere() -> None:
    anchors = {heading.lower().replace(" ", "-") for heading in HEADINGS}
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) <= anchors
