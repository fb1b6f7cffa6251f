"""What whoever calls out to libraries keeps its word on."""

import pytest

from chalicelib.domain.errors import Permanent
from chalicelib.domain.web_address import CallFault
from chalicelib.usecases.ports import Answered, Call, Outgoing


class OutgoingContract:
    """Fixtures `outgoing`, and `url`, where 200 and `Dag` with an ETag are answered."""

    def test_what_is_answered_comes_back(self, outgoing: Outgoing, url: str) -> None:
        answered = outgoing.call(Call("GET", url))
        assert (answered.status, answered.body, answered.is_cut) == (200, b"Dag", False)
        assert answered.headers["etag"] == '"1"'

    def test_no_more_is_read_than_was_asked_for(self, outgoing: Outgoing, url: str) -> None:
        answered: Answered = outgoing.call(Call("GET", url, most_bytes=2))
        assert (answered.body, answered.is_cut) == (b"Da", True)
        assert not outgoing.call(Call("GET", url, most_bytes=3)).is_cut

    def test_what_is_never_called_is_known_beforehand(self, outgoing: Outgoing, url: str) -> None:
        assert outgoing.fault(url) is None
        assert outgoing.fault("http://feeds.example.nl/") == CallFault.NOT_HTTPS
        with pytest.raises(Permanent, match=CallFault.NOT_HTTPS):
            outgoing.call(Call("GET", "http://feeds.example.nl/"))
