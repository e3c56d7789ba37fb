"""USER_SRP_AUTH: who proves a password without sending it gets tokens, and nobody else.

The client's part is written here from RFC 5054 and Cognito's key derivation alone.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.patches.cognito.remote_passwords import PRIME
from embedded_aws.tests.integration.server.account.test_people import PASSWORD, People
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

MOMENT = "Sat Nov 28 09:00:00 UTC 2026"
SRP = {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}


def even(number: int) -> bytes:
    text = f"{number:x}"
    text = f"0{text}" if len(text) % 2 else text
    return bytes.fromhex(f"00{text}" if text[0] in "89abcdef" else text)


def hashed(*parts: bytes) -> int:
    return int(hashlib.sha256(b"".join(parts)).hexdigest(), 16)


def signature(challenge: dict[str, str], secret: int, password: str, pool: str) -> str:
    """The proof of a client whose secret value this is (RFC 5054, 2.6)."""
    identity = pool.split("_")[1] + challenge["USER_ID_FOR_SRP"]
    salt, server = int(challenge["SALT"], 16), int(challenge["SRP_B"], 16)
    inner = hashlib.sha256(f"{identity}:{password}".encode()).digest()
    exponent = hashed(even(salt), inner)
    scramble = hashed(even(pow(2, secret, PRIME)), even(server))
    multiplier = hashed(even(PRIME), b"\x02")
    base = (server - multiplier * pow(2, exponent, PRIME)) % PRIME
    shared = pow(base, secret + scramble * exponent, PRIME)
    early = hmac.digest(even(scramble), even(shared), "sha256")
    key = hmac.digest(early, b"Caldera Derived Key\x01", "sha256")[:16]
    block = base64.b64decode(challenge["SECRET_BLOCK"])
    message = identity.encode() + block + MOMENT.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def challenge_of(people: People, secret: int) -> dict[str, str]:
    answer = people.api.initiate_auth(
        ClientId=people.client,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": "ada", "SRP_A": f"{pow(2, secret, PRIME):x}"},
    )
    assert answer["ChallengeName"] == "PASSWORD_VERIFIER"
    return dict(answer["ChallengeParameters"])


def responses(challenge: dict[str, str], proof: str) -> dict[str, str]:
    return {
        "USERNAME": challenge["USERNAME"],
        "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": proof,
        "TIMESTAMP": MOMENT,
    }


def answer(people: People, given: dict[str, str]) -> Any:
    return people.api.respond_to_auth_challenge(
        ClientId=people.client, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=given
    )


@pytest.fixture(scope="module")
def people(aws: EmbeddedAws) -> People:
    return People(aws, **SRP)


def test_who_proves_the_password_gets_tokens(people: People) -> None:
    secret = secrets.randbits(1024)
    challenge = challenge_of(people, secret)

    proof = signature(challenge, secret, PASSWORD, people.pool)

    assert answer(people, responses(challenge, proof))["AuthenticationResult"]["AccessToken"]


@pytest.mark.parametrize("password", ["Wrong-horse-7", ""])
def test_who_proves_another_password_gets_none(people: People, password: str) -> None:
    secret = secrets.randbits(1024)
    challenge = challenge_of(people, secret)
    proof = signature(challenge, secret, password, people.pool)

    with pytest.raises(ClientError, match="Incorrect username or password") as refused:
        answer(people, responses(challenge, proof))

    assert refused.value.response["Error"]["Code"] == "NotAuthorizedException"


def test_a_proof_counts_once(people: People) -> None:
    secret = secrets.randbits(1024)
    challenge = challenge_of(people, secret)
    given = responses(challenge, signature(challenge, secret, PASSWORD, people.pool))
    answer(people, given)

    with pytest.raises(ClientError, match="NotAuthorizedException"):
        answer(people, given)


def test_a_proof_is_of_one_user(people: People) -> None:
    secret = secrets.randbits(1024)
    challenge = challenge_of(people, secret)
    given = responses(challenge, signature(challenge, secret, PASSWORD, people.pool))
    people.api.admin_create_user(UserPoolId=people.pool, Username=f"eve{secret}"[:20])

    with pytest.raises(ClientError, match="NotAuthorizedException"):
        answer(people, given | {"USERNAME": f"eve{secret}"[:20]})


@pytest.mark.parametrize("value", ["0", f"{PRIME:x}", "none"])
def test_a_public_value_that_proves_nothing_is_refused(people: People, value: str) -> None:
    with pytest.raises(ClientError, match="SRP_A"):
        people.api.initiate_auth(
            ClientId=people.client,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": "ada", "SRP_A": value},
        )
