"""Outside production a text goes to whoever tests, and to nobody else."""

import pytest

from chalicelib.adapters.sms.test_numbers import OnlyTestNumbers
from chalicelib.domain.errors import Permanent
from chalicelib.domain.ids import MessageId
from tests.fakes.outside import FakeSmsSender

REFERENCE = MessageId("msg_1")


def test_a_number_on_the_list_gets_its_text() -> None:
    sender = FakeSmsSender()
    only = OnlyTestNumbers(sender, ["+31612345678"])
    assert only.send("+31612345678", "hallo", reference=REFERENCE) == "provider-1"
    assert sender.sent == [("+31612345678", "hallo", REFERENCE)]


@pytest.mark.parametrize("numbers", [[], ["+31687654321"]])
def test_nobody_else_does(numbers: list[str]) -> None:
    sender = FakeSmsSender()
    with pytest.raises(Permanent, match="not_a_test_number"):
        OnlyTestNumbers(sender, numbers).send("+31612345678", "hallo", reference=REFERENCE)
    assert sender.sent == []
