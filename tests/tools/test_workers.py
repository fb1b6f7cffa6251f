"""Lambda's rules for a batch of which a part failed."""

from typing import Any

import pytest

from tools.local.workers import failed_ids

BATCH = {"Records": [{"messageId": "a"}, {"messageId": "b"}]}


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (None, set()),  # no answer: all went well
        ({"batchItemFailures": []}, set()),
        ({"batchItemFailures": [{"itemIdentifier": "b"}]}, {"b"}),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, {"a", "b"}),  # unclear: all again
        ({"batchItemFailures": [{}]}, {"a", "b"}),
        ({"batchItemFailures": [{"itemIdentifier": "c"}]}, {"a", "b"}),  # not of this batch
    ],
)
def test_only_what_is_named_comes_back(answer: Any, failed: set[str]) -> None:
    assert failed_ids(lambda _event, _context: answer, BATCH) == failed


def test_everything_comes_back_when_the_consumer_fails() -> None:
    def fails(_event: Any, _context: Any) -> None:
        raise ValueError("poison")

    assert failed_ids(fails, BATCH) == {"a", "b"}
