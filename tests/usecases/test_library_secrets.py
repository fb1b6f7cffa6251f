"""Secrets of libraries: two live at once, a week of grace, and nobody locked out by accident."""

from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Forbidden, NotFound, StaleVersion, Temporary
from chalicelib.domain.ids import LibraryId, OrganisationId, SecretId
from chalicelib.domain.library_secret import GRACE, LibrarySecret
from chalicelib.domain.signing import InvalidSignature, Signed, written_secret
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.library_secrets import (
    explain,
    list_secrets,
    make_secret,
    revoke_secret,
    vouch,
)
from tests.fakes.library_secrets import FakeLibrarySecrets
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts

ADMIN = Caller("usr_6", Role.LIBRARY_ADMIN, OrganisationId(UTRECHT))
STAFF = Caller("usr_5", Role.LIBRARY_STAFF, OrganisationId(UTRECHT))
FIRST = b"the secret it began with"


@pytest.fixture
def ports() -> FakePorts:
    return FakePorts(secrets=FakeLibrarySecrets({UTRECHT: [FIRST]}))


def signed(secret: bytes, ports: FakePorts) -> Signed:
    now = ports.now()
    signature = Webhook(written_secret(secret)).sign("msg_1", now, "{}")
    return Signed("msg_1", str(int(now.timestamp())), signature, b"{}")


def opens(secret: bytes, ports: FakePorts) -> bool:
    try:
        vouch(signed(secret, ports), UTRECHT, ports=ports)
    except InvalidSignature:
        return False
    return True


def made(ports: FakePorts) -> LibrarySecret:
    return make_secret(UTRECHT, caller=ADMIN, ports=ports)


def test_old_and_new_work_side_by_side_until_the_grace_is_over(ports: FakePorts) -> None:
    new = made(ports)
    assert opens(FIRST, ports)
    assert opens(new.secret, ports)
    ports.now.forward(GRACE - timedelta(seconds=1))
    assert opens(FIRST, ports)
    ports.now.forward(timedelta(seconds=1))
    assert not opens(FIRST, ports)
    assert opens(new.secret, ports)


def test_a_third_takes_the_place_of_the_oldest(ports: FakePorts) -> None:
    second, third = made(ports), made(ports)
    assert [opens(s, ports) for s in (FIRST, second.secret, third.secret)] == [False, True, True]
    live = list_secrets(UTRECHT, caller=ADMIN, ports=ports)
    assert [secret.id for secret in live] == [third.id, second.id]


def test_a_revoked_secret_opens_nothing_at_once(ports: FakePorts) -> None:
    new = made(ports)
    revoke_secret(UTRECHT, new.id, caller=ADMIN, ports=ports)
    assert not opens(new.secret, ports)
    assert opens(FIRST, ports), "the other one is left alone"
    with pytest.raises(NotFound):
        revoke_secret(UTRECHT, new.id, caller=ADMIN, ports=ports)


def test_an_ended_secret_cannot_be_revoked_and_is_not_listed(ports: FakePorts) -> None:
    made(ports)
    (first,) = [s for s in list_secrets(UTRECHT, caller=ADMIN, ports=ports) if s.secret == FIRST]
    ports.now.forward(GRACE)
    with pytest.raises(NotFound):
        revoke_secret(UTRECHT, first.id, caller=ADMIN, ports=ports)
    assert len(list_secrets(UTRECHT, caller=ADMIN, ports=ports)) == 1


def test_its_use_is_noted_to_the_hour(ports: FakePorts) -> None:
    def last_used() -> object:
        return ports.secrets.of(UTRECHT).secrets[0].last_used_at

    assert last_used() is None
    first = ports.now()
    assert opens(FIRST, ports)
    ports.now.forward(timedelta(minutes=59))
    assert opens(FIRST, ports)
    assert last_used() == first
    ports.now.forward(timedelta(minutes=1))
    assert opens(FIRST, ports)
    assert last_used() == ports.now()


@pytest.mark.parametrize("error", [StaleVersion("x"), Temporary()])
def test_whoever_signed_well_comes_in_though_its_use_cannot_be_noted(
    ports: FakePorts, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(ports.secrets, "save", fails)
    assert opens(FIRST, ports)


def test_whoever_writes_at_the_same_time_is_waited_for(
    ports: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, failures = ports.secrets.save, [StaleVersion("x")] * 2

    def now_and_then(*given: object) -> None:
        if failures:
            raise failures.pop()
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(ports.secrets, "save", now_and_then)
    assert opens(made(ports).secret, ports)
    failures += [StaleVersion("x")] * 100
    with pytest.raises(Temporary):
        made(ports)


def test_a_library_we_do_not_know_has_nothing_that_opens(ports: FakePorts) -> None:
    with pytest.raises(InvalidSignature):
        vouch(signed(FIRST, ports), LibraryId("NL-0800000000"), ports=ports)


def test_only_its_own_administrator_has_anything_to_do_with_them(ports: FakePorts) -> None:
    for verb in (
        lambda isil, who: make_secret(isil, caller=who, ports=ports),
        lambda isil, who: list_secrets(isil, caller=who, ports=ports),
        lambda isil, who: revoke_secret(isil, SecretId("sec_first"), caller=who, ports=ports),
    ):
        with pytest.raises(NotFound):
            verb(LibraryId("NL-0899010000"), ADMIN)
        with pytest.raises(Forbidden):
            verb(UTRECHT, STAFF)
    assert opens(FIRST, ports)


def test_no_secret_shows_where_it_is_written_down(ports: FakePorts) -> None:
    assert "secret=" not in repr(made(ports))


def test_whoever_asks_hears_what_is_wrong_and_nothing_is_noted(ports: FakePorts) -> None:
    before = ports.secrets.of(UTRECHT)
    assert explain(signed(FIRST, ports), UTRECHT, ports=ports) == ()
    assert explain(signed(b"another", ports), UTRECHT, ports=ports) == ("no_secret_fits",)
    assert ports.secrets.of(UTRECHT) == before
