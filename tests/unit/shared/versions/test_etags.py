"""Preconditions as RFC 9110 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.problems import ProblemError
from shared.versions import (
    Expectation,
    PreconditionFailedError,
    PreconditionRequiredError,
    Versions,
)
from shared.versions.etags import (
    ChangeHeaders,
    IfMatchHeaders,
    etag,
    expectation,
    expected_versions,
    is_known,
)

VERSION = "cus_1.3"
CURRENT = f'"{VERSION}"'


def writing(match: str = "", none_match: str = "") -> ChangeHeaders:
    return ChangeHeaders.model_validate({"If-Match": match, "If-None-Match": none_match})


def check_change(headers: ChangeHeaders, current: str | None) -> None:
    """Parse the headers, then check them against the ETag of what is there."""
    expectation(headers).check(current and current.strip('"'))


def expected(header: str) -> Versions:
    return expected_versions(IfMatchHeaders.model_validate({"If-Match": header}))


def test_an_etag_is_strong_and_quoted() -> None:
    assert (etag(3), etag("cus_1.3")) == ('"3"', '"cus_1.3"')


NAMING = [
    CURRENT,
    "*",
    " * ",
    f'"other", {CURRENT}',
    f'{CURRENT},"other"',
    f" ,, {CURRENT} , ,",
    f'"a,b",{CURRENT}',
]
NOT_NAMING = ['"cus_1.4"', '""', '"CUS_1.3"', '"a", "b"', '"cus_1.3,"']


@pytest.mark.parametrize("header", NAMING)
def test_a_change_of_the_version_that_is_there_passes(header: str) -> None:
    check_change(writing(header), CURRENT)


@pytest.mark.parametrize("header", [*NOT_NAMING, f"W/{CURRENT}"])
def test_a_change_of_another_version_is_refused(header: str) -> None:
    with pytest.raises(PreconditionFailedError):
        check_change(writing(header), CURRENT)


@pytest.mark.parametrize("header", ["", " "])
def test_who_sends_no_if_match_expects_no_version(header: str) -> None:
    assert expected(header) is None


@pytest.mark.parametrize("header", ['"3"', '"2", "3"', ' ,"3",', "*"])
def test_a_number_between_quotes_is_a_version(header: str) -> None:
    versions = expected(header)

    assert versions is not None
    assert 3 in versions


@pytest.mark.parametrize(
    "header", ['"4"', 'W/"3"', '"03"', '"+3"', '"3.0"', '"\u0663"', '"cus_1.3"', '""']
)
def test_whatever_else_is_an_etag_names_no_version(header: str) -> None:
    versions = expected(header)

    assert versions is not None
    assert 3 not in versions


def test_a_change_alone_needs_the_version_too() -> None:
    Expectation(expected('"3"')).check(3)

    with pytest.raises(PreconditionFailedError):
        Expectation(expected('"another"')).check(3)
    with pytest.raises(PreconditionRequiredError):
        Expectation(expected(" ")).check(3)


@pytest.mark.parametrize("header", NAMING)
def test_a_change_of_what_is_not_there_is_refused(header: str) -> None:
    with pytest.raises(PreconditionFailedError):
        check_change(writing(header), None)


@pytest.mark.parametrize("none_match", ["", '"another"'])
def test_a_change_that_names_no_version_is_asked_for_it(none_match: str) -> None:
    with pytest.raises(PreconditionRequiredError):
        check_change(writing("", none_match), CURRENT)


@pytest.mark.parametrize("none_match", ["", "*", CURRENT])
def test_what_is_not_there_can_be_made(none_match: str) -> None:
    check_change(writing("", none_match), None)


@pytest.mark.parametrize("none_match", ["*", CURRENT, f"W/{CURRENT}"])
def test_making_what_is_there_already_is_refused(none_match: str) -> None:
    with pytest.raises(PreconditionFailedError):
        check_change(writing("", none_match), CURRENT)


def test_both_conditions_have_to_hold() -> None:
    check_change(writing(CURRENT, '"another"'), CURRENT)

    with pytest.raises(PreconditionFailedError):
        check_change(writing(CURRENT, "*"), CURRENT)


@pytest.mark.parametrize("header", [*NAMING, f"W/{CURRENT}", f'W/"x" , W/{CURRENT}'])
def test_a_version_is_known_by_weak_comparison(header: str) -> None:
    assert is_known(header, CURRENT)


@pytest.mark.parametrize("header", ["", "nonsense", "*, *", *NOT_NAMING])
def test_another_version_is_not_known(header: str) -> None:
    assert not is_known(header, CURRENT)


MALFORMED = ["3", "cus_1.3", '"a" "b"', '"a', 'w/"a"', '*, "a"', '"a"b"', ",", "'a'", '"a b"']


@pytest.mark.parametrize("header", MALFORMED)
@pytest.mark.parametrize("current", [CURRENT, None])
def test_what_is_no_list_of_etags_is_said(header: str, current: str | None) -> None:
    with pytest.raises(ProblemError) as refused:
        check_change(writing(header), current)

    assert (refused.value.status, refused.value.errors[0].field) == (400, "If-Match")
    assert "quotes included" in refused.value.detail


@pytest.mark.parametrize("header", MALFORMED)
def test_what_is_no_list_is_said_of_the_header_that_has_it(header: str) -> None:
    with pytest.raises(ProblemError) as of_a_change:
        expectation(writing(none_match=header))
    with pytest.raises(ProblemError) as of_a_version:
        expected(header)

    assert of_a_change.value.errors[0].field == "If-None-Match"
    assert of_a_version.value.errors[0].field == "If-Match"


@pytest.mark.parametrize(
    ("error", "advice"),
    [(PreconditionRequiredError, "send its ETag"), (PreconditionFailedError, "read it again")],
)
def test_a_refusal_says_what_to_do_next(error: type[Exception], advice: str) -> None:
    assert advice in str(error())


@given(st.lists(st.text(st.characters(codec="latin-1", exclude_characters='"'), max_size=9)))
def test_a_list_names_the_version_only_when_it_has_it(tags: list[str]) -> None:
    header = ", ".join(f'"{"".join(tag.split())}"' for tag in tags if tag.isprintable())

    with pytest.raises((PreconditionFailedError, PreconditionRequiredError, ProblemError)):
        check_change(writing(header), CURRENT)

    check_change(writing(f"{header},{CURRENT}"), CURRENT)
