"""Recordings of her page read aloud, by speakers who lent their voice; none is normal.

`data/recordings.csv` names each with its speaker and its address. They lie where files are served
from, not here: the gateway hands out text, and a page of 15,000 bytes holds no sound.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

_MANIFEST = Path(__file__).parents[2] / "data" / "recordings.csv"


@cache
def recordings(manifest: Path = _MANIFEST) -> Mapping[str, str]:
    """The address of the recording in each language that has one."""
    with manifest.open(encoding="utf-8", newline="") as file:
        return {row["language"]: row["url"] for row in csv.DictReader(file)}


def origins(addresses: Mapping[str, str]) -> tuple[str, ...]:
    """The places that recordings come from, as a content security policy names them."""
    parts = (urlsplit(address) for address in addresses.values())
    return tuple(sorted({f"{part.scheme}://{part.netloc}" for part in parts}))
