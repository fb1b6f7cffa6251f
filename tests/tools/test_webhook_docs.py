"""What docs/webhooks.md tells a supplier to do works on what we send."""

import re
from pathlib import Path
from typing import Any

from chalicelib.domain.delivery import body
from chalicelib.domain.endpoint import SUBSCRIBABLE
from chalicelib.domain.signing import signed_headers, written_secret
from tests.adapters.contracts.notices import a_delivery
from tests.fakes.making import NOW

DOCS = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
SECRET = b"a secret of thirty-two bytes....."


def test_the_example_knows_our_signature_and_no_other() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 - the example itself is what is tested
    is_from_wegwijs = names["is_from_wegwijs"]
    sent = body(a_delivery())
    headers = signed_headers("dlv_1", sent, SECRET, at=NOW)
    assert is_from_wegwijs(written_secret(SECRET), headers, sent)
    assert not is_from_wegwijs(written_secret(SECRET), headers, sent + b" ")
    assert not is_from_wegwijs(written_secret(b"another" * 5), headers, sent)


def test_every_type_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z.]+)` \|", DOCS, re.MULTILINE)) == SUBSCRIBABLE
