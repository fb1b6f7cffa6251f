"""`make -s token ROLE=… ORG=…`: a bearer token that the running local service accepts."""

import os
import re
import sys

from tools.local.identity import of_this_machine
from tools.local.paths import IDENTITY

# What the organisation of each role looks like, and an example of it.
MUNICIPALITY = (re.compile(r"GM\d{4}"), "GM0344")
LIBRARY = (re.compile(r"NL-\d{6}0000"), "NL-0899040000")
PARTNER = (re.compile(r"PR\d{8}"), "PR00000001")
NATIONAL_LIBRARY = (re.compile(r"KB"), "KB")
ORGANISATION_BY_ROLE = {
    "case_worker": MUNICIPALITY,
    "municipality_admin": MUNICIPALITY,
    "library_staff": LIBRARY,
    "library_admin": LIBRARY,
    "partner_referrer": PARTNER,
    "programme_analyst": NATIONAL_LIBRARY,
}
DEFAULT_TEAM = "team-oost"


class NotAToken(Exception):
    """No token can be made of this; the message is one line."""


def token(role: str, organisation: str, *, subject: str = "", team: str = "") -> str:
    """A token for one fixed person per role and organisation, or for `subject`."""
    if role not in ORGANISATION_BY_ROLE:
        raise NotAToken(f"ROLE must be one of {' '.join(ORGANISATION_BY_ROLE)}, not {role!r}")
    form, example = ORGANISATION_BY_ROLE[role]
    if not form.fullmatch(organisation):
        raise NotAToken(f"ORG of a {role} looks like {example}, not {organisation!r}")
    return of_this_machine(IDENTITY).token(
        role=role,
        organisation=organisation,
        subject=subject or f"{role}.{organisation}",
        team=team or DEFAULT_TEAM,
    )


def main() -> int:
    asked = {name: os.environ.get(name, "") for name in ("ROLE", "ORG", "SUB", "TEAM")}
    try:
        print(token(asked["ROLE"], asked["ORG"], subject=asked["SUB"], team=asked["TEAM"]))
    except NotAToken as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
