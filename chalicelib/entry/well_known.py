"""Where whoever finds a hole says so (RFC 9116)."""

from datetime import timedelta

from chalice.app import Blueprint, Response

from chalicelib.entry.door import PUBLIC, Call, guarded

well_known = Blueprint(__name__)
_PATH = "/.well-known/security.txt"
_HOLDS_FOR = timedelta(days=180)  # under a year, as the standard advises


@well_known.route(_PATH, methods=["GET"])
@guarded(well_known, allow=PUBLIC)
def says_whom_to_tell_of_a_hole(call: Call) -> Response:
    ends = (call.ports.now() + _HOLDS_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {call.ports.security_contact}",
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {call.ports.public_url}{_PATH}",
    )
    headers: dict[str, str | list[str]] = {"Content-Type": "text/plain; charset=utf-8"}
    return Response("\n".join(lines) + "\n", status_code=200, headers=headers)
