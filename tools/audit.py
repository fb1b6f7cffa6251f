"""Says whether the audit is what was written: no line changed, missing or inserted.

    python -m tools.audit verify --stage production

Reads every line that is kept and every seal. The key of the seals lies in no table: it follows from
the derivation key, which is asked for in WEGWIJS_DERIVATION_KEY (base64), as the functions get it.
Uses the AWS credentials of whoever runs it. 0 when all holds, 1 with a line for each break.
"""

import argparse
import base64
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from chalicelib.adapters.dynamo.audit import DynamoAudit
from chalicelib.adapters.dynamo.tables import TableNames, Tables, connect
from chalicelib.domain.derivation import Derivation
from chalicelib.usecases.ports import Audit, Ports
from chalicelib.usecases.sealing import verify


@dataclass(frozen=True, slots=True)
class _Reading:
    """Of the ports only what verifying needs."""

    audit: Audit
    derivation: Derivation
    now: Callable[[], datetime]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all holds."""
    given = _parser().parse_args(arguments)
    key = os.environ.get("WEGWIJS_DERIVATION_KEY")
    if key is None:
        print("WEGWIJS_DERIVATION_KEY is not set", file=sys.stderr)
        return 1
    prefix = f"wegwijs-{given.stage}"
    names = TableNames(*(f"{prefix}-{table}" for table in ("core", "people", "keys", "audit")))
    tables = Tables(names, connect(region=given.region, endpoint=given.endpoint))
    broken = verify(ports=_ports(tables, base64.b64decode(key)))
    for one in broken:
        print(f"{one.what} {one.where}")
    print("the audit does not hold" if broken else "the audit holds")
    return 1 if broken else 0


def _ports(tables: Tables, key: bytes) -> Ports:
    reading = _Reading(DynamoAudit(tables), Derivation(key), lambda: datetime.now(UTC))
    return cast("Ports", cast("Any", reading))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=("verify",))
    parser.add_argument("--stage", required=True, help="as it stands in the names of the tables")
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--endpoint", help="of an emulator")
    return parser


if __name__ == "__main__":
    sys.exit(main())
