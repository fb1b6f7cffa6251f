"""The library of the rehearsal: what it says of itself, and the file with its activities."""

import csv
from io import StringIO
from typing import Any

from tools.local.seed import ACTIVITIES, BRANCHES, rows

UTRECHT = "NL-0899040000"


def itself() -> dict[str, Any]:
    """What its administrator puts."""
    branches = [row for row in rows(BRANCHES) if row["library"] == UTRECHT]
    return {
        "isil": UTRECHT,
        "name": "Voorbeeldbibliotheek Utrecht",
        "contact": {"phone": "085 0000 040", "email": "taalhuis@bibliotheek.example"},
        "branches": [
            {
                "isil": row["isil"],
                "name": row["name"],
                "place": row["place"],
                "latitude": float(row["latitude"]),
                "longitude": float(row["longitude"]),
            }
            for row in branches
        ],
    }


def activities() -> bytes:
    """Its activities, as the demo has them, in the file that it uploads."""
    ours = {branch["isil"] for branch in itself()["branches"]}
    of_library = [row for row in rows(ACTIVITIES) if row["branch"] in ours]
    written = StringIO()
    writer = csv.DictWriter(written, fieldnames=list(of_library[0]))
    writer.writeheader()
    writer.writerows(of_library)
    return written.getvalue().encode()
