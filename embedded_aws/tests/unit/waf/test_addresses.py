"""Networks, countries, and addresses in headers."""

import pytest

from embedded_aws.waf import Countries, CountriesError
from embedded_aws.waf.addresses import Networks, address, forwarded


def contains(networks: Networks, text: str) -> bool:
    parsed = address(text)
    return parsed is not None and parsed in networks


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("198.51.100.0", True),
        ("198.51.100.255", True),
        ("198.51.101.0", False),
        ("192.0.2.7", True),
        ("192.0.2.8", False),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("::c633:6400", False),
    ],
)
def test_an_address_is_in_a_network_of_its_own_version(text: str, inside: bool) -> None:
    networks = Networks(["198.51.100.0/24", "192.0.2.7/32", "2001:db8::/32"])

    assert contains(networks, text) is inside


def test_no_network_holds_nothing() -> None:
    assert not contains(Networks([]), "127.0.0.1")


@pytest.mark.parametrize("text", ["", "nonsense", "1.2.3", "1.2.3.4:80", "01.2.3.4"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert address(text) is None


def test_any_position_looks_at_the_last_ten() -> None:
    header = ",".join(f"10.0.0.{n}" for n in range(12))

    assert [str(each) for each in forwarded(header, "ANY")] == [f"10.0.0.{n}" for n in range(2, 12)]


def country(countries: Countries, text: str) -> str:
    parsed = address(text)
    assert parsed
    return countries.of(parsed)


def test_the_narrowest_network_names_the_country() -> None:
    countries = Countries({"10.0.0.0/8": "DE", "10.1.0.0/16": "FR"})

    assert [country(countries, each) for each in ("10.0.0.1", "10.1.0.1")] == ["DE", "FR"]


def test_an_address_that_nobody_named_is_unknown() -> None:
    assert country(Countries({"10.0.0.0/8": "DE"}), "2001:db8::1") == "XX"


def test_countries_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAF_COUNTRIES", '{"127.0.0.0/8": "DE"}')

    assert country(Countries.read(), "127.0.0.1") == "DE"


def test_without_a_setting_all_countries_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAF_COUNTRIES", raising=False)

    assert country(Countries.read(), "127.0.0.1") == "XX"


@pytest.mark.parametrize(
    "text", ["{", "[]", '"DE"', '{"nonsense": "DE"}', '{"10.0.0.0/8": "Germany"}', '{"::/8": 7}']
)
def test_a_setting_that_cannot_be_read_says_how_it_should_look(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("WAF_COUNTRIES", text)

    with pytest.raises(CountriesError, match="write for example WAF_COUNTRIES="):
        Countries.read()
