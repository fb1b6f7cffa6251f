"""Which addresses of others are called, in every spelling that somebody may try."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.web_address import (
    AddressRefused,
    CallFault,
    WebAddress,
    callable_numbers,
    is_public,
    web_address,
)

NOT_A_NAME, NOT_AN_ADDRESS = CallFault.NOT_A_NAME, CallFault.NOT_AN_ADDRESS


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://feeds.example.nl/", CallFault.NOT_HTTPS),
        ("ftp://feeds.example.nl/", CallFault.NOT_HTTPS),
        ("file:///etc/passwd", NOT_AN_ADDRESS),
        ("gopher://feeds.example.nl/", CallFault.NOT_HTTPS),
        ("https://", NOT_AN_ADDRESS),
        ("//feeds.example.nl/", NOT_AN_ADDRESS),
        ("feeds.example.nl", NOT_AN_ADDRESS),
        ("", NOT_AN_ADDRESS),
        ("https://" + "a" * 2000 + ".nl", NOT_AN_ADDRESS),
        # numbers: dotted, short, decimal, octal, hexadecimal, mixed
        ("https://127.0.0.1/", NOT_A_NAME),
        ("https://8.8.8.8/", NOT_A_NAME),  # public, but no certificate names it
        ("https://127.1/", NOT_A_NAME),
        ("https://2130706433/", NOT_A_NAME),
        ("https://0177.0.0.1/", NOT_A_NAME),
        ("https://0x7f000001/", NOT_A_NAME),
        ("https://0x7f.0.0.0x1/", NOT_A_NAME),
        ("https://169.254.169.254/latest/meta-data/", NOT_A_NAME),
        # the newer kind, with the older inside
        ("https://[::1]/", NOT_A_NAME),
        ("https://[::ffff:127.0.0.1]/", NOT_A_NAME),
        ("https://[::ffff:7f00:1]/", NOT_A_NAME),
        ("https://[64:ff9b::a9fe:a9fe]/", NOT_A_NAME),
        ("https://[fe80::1%25eth0]/", NOT_A_NAME),
        ("https://[::1/", NOT_AN_ADDRESS),
        # names that are no names, and final dots
        ("https://localhost/", NOT_A_NAME),
        ("https://localhost./", NOT_A_NAME),
        ("https://127.0.0.1./", NOT_A_NAME),
        ("https://metadata/", NOT_A_NAME),
        ("https://a..nl/", NOT_A_NAME),
        ("https://-a.nl/", NOT_A_NAME),
        ("https://" + "a" * 64 + ".nl/", NOT_A_NAME),
        ("https://" + "a." * 150 + "nl/", NOT_A_NAME),
        ("https://%31%32%37.0.0.1/", NOT_A_NAME),
        # signs that become others on the way
        ("https://１２７.0.0.1/", NOT_A_NAME),
        ("https://①②⑦.⓪.⓪.①/", NOT_A_NAME),
        ("https://127。0。0。1/", NOT_A_NAME),
        ("https://ⓛocalhost/", NOT_A_NAME),
        ("https://example.nl℀.evil.nl/", NOT_AN_ADDRESS),  # it becomes a/c
        # one thing for one reader, another for the next
        ("https://feeds.example.nl@127.0.0.1/", CallFault.NAMES_A_USER),
        ("https://user:secret@feeds.example.nl/", CallFault.NAMES_A_USER),
        ("https://@feeds.example.nl/", CallFault.NAMES_A_USER),
        ("https://feeds.example.nl\\@127.0.0.1/", NOT_AN_ADDRESS),
        (" https://feeds.example.nl/", NOT_AN_ADDRESS),
        ("https://feeds.example.nl/\r\nHost: other", NOT_AN_ADDRESS),
        ("https://feeds.exa\tmple.nl/", NOT_AN_ADDRESS),
        ("https://feeds.example.nl/\x00", NOT_AN_ADDRESS),
        ("https://feeds.example.nl/\ud800", NOT_AN_ADDRESS),
        # ports of other protocols, and no ports
        ("https://feeds.example.nl:25/", CallFault.PORT_CLOSED),
        ("https://feeds.example.nl:0/", CallFault.PORT_CLOSED),
        ("https://feeds.example.nl:80/", CallFault.PORT_CLOSED),
        ("https://feeds.example.nl:65536/", NOT_AN_ADDRESS),
        ("https://feeds.example.nl:x/", NOT_AN_ADDRESS),
    ],
)
def test_what_is_no_honest_address_is_refused(url: str, fault: CallFault) -> None:
    with pytest.raises(AddressRefused) as refused:
        web_address(url)
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://feeds.example.nl", WebAddress("feeds.example.nl", 443, "/")),
        ("HTTPS://Feeds.Example.NL./a", WebAddress("feeds.example.nl", 443, "/a")),
        ("https://feeds.example.nl:8443/", WebAddress("feeds.example.nl", 8443, "/")),
        ("https://feeds.example.nl/a?b=c&d=%20#e", WebAddress("feeds.example.nl", 443,
                                                              "/a?b=c&d=%20")),
        ("https://bücher.example/ü", WebAddress("xn--bcher-kva.example", 443, "/%C3%BC")),
        ("https://3voor12.nl/", WebAddress("3voor12.nl", 443, "/")),
    ],
)  # fmt: skip
def test_an_honest_address_is_read_in_one_spelling(url: str, address: WebAddress) -> None:
    assert web_address(url) == address


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080"),
        ("http://localhost/x", "localhost"),
        ("https://[::1]:9/", "[::1]:9"),
    ],
)
def test_this_machine_is_an_address_only_where_that_is_said(url: str, authority: str) -> None:
    assert web_address(url, here_too=True).authority == authority
    with pytest.raises(AddressRefused):
        web_address(url)


def test_elsewhere_it_is_https_even_where_this_machine_counts() -> None:
    with pytest.raises(AddressRefused):
        web_address("http://feeds.example.nl/", here_too=True)


CLOSED = [
    "0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "2a00::1%eth0", "5f00::1",
]  # fmt: skip
OPEN = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "185.15.58.224", "2a00:1450:400e::1", "2606::1"]


@pytest.mark.parametrize("number", CLOSED)
def test_a_number_that_is_not_public_is_not_called(number: str) -> None:
    assert not is_public(ip_address(number))
    with pytest.raises(AddressRefused):
        callable_numbers([number])


@pytest.mark.parametrize("number", OPEN)
def test_a_public_number_is_called(number: str) -> None:
    assert callable_numbers([number]) == (ip_address(number),)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_the_standard_library_calls_local_is_never_public(
    number: IPv4Address | IPv6Address,
) -> None:
    if not number.is_global or number.is_multicast or number.is_reserved:
        assert not is_public(number)


def test_one_number_that_is_not_public_spoils_the_name() -> None:
    with pytest.raises(AddressRefused) as refused:
        callable_numbers(["8.8.8.8", "10.0.0.1"])
    assert refused.value.fault == CallFault.NOT_PUBLIC


def test_a_name_without_a_number_is_unknown() -> None:
    with pytest.raises(AddressRefused) as refused:
        callable_numbers([])
    assert refused.value.fault == CallFault.NAME_UNKNOWN


def test_where_this_machine_counts_other_private_numbers_still_do_not() -> None:
    assert callable_numbers(["127.0.0.1", "::1"], here_too=True)
    for number in ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"):
        with pytest.raises(AddressRefused):
            callable_numbers([number], here_too=True)
