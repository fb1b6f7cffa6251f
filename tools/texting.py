"""Silences all texting, lets it resume, or says which it is; no release is needed.

    python -m tools.texting silence --table CORE_TABLE

What is due waits and goes out when texting resumes. `GET /v1/health` says it too. Uses the AWS
credentials of whoever runs it.
"""

import argparse

from chalicelib.adapters.dynamo.switchboard import DynamoSwitchboard
from chalicelib.adapters.dynamo.tables import TableNames, Tables, connect


def switchboard(table: str, *, region: str, endpoint: str | None) -> DynamoSwitchboard:
    """The switch in this core table; the others are not needed."""
    names = TableNames(core=table, people="people", keys="keys", audit="audit")
    return DynamoSwitchboard(Tables(names, connect(region=region, endpoint=endpoint)))


def main(arguments: list[str] | None = None) -> None:
    """The switch is thrown, or left, and what it says now is printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=("silence", "resume", "status"))
    parser.add_argument("--table", required=True, help="the core table, output CoreTableName")
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--endpoint", help="of an emulator")
    given = parser.parse_args(arguments)
    switch = switchboard(given.table, region=given.region, endpoint=given.endpoint)
    if given.do == "silence":
        switch.silence()
    elif given.do == "resume":
        switch.resume()
    print("silenced" if switch.is_silenced() else "on")


if __name__ == "__main__":
    main()
