"""Templates and the one style of each, pinned by its hash: nothing else may style or run."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

_TEMPLATES = Path(__file__).parents[2] / "templates" / "newcomer"


@cache
def style(name: str) -> str:
    """The style of that name, as it stands in the page."""
    return (_TEMPLATES / f"{name}.css").read_text(encoding="utf-8").strip()


@cache
def content_security_policy(name: str, *, media: tuple[str, ...] = ()) -> str:
    """Nothing from anywhere, but this one style, forms of our own and media of these origins."""
    digest = base64.b64encode(hashlib.sha256(style(name).encode()).digest()).decode()
    sound = f"media-src {' '.join(media)}; " if media else ""
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; {sound}form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
