"""The secure remote password protocol, server side: a password is proved and never sent.

RFC 5054, with the group of 3072 bits and the key derivation that Cognito's clients use.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

_GROUP = """
FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD
EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F
83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510
15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C
BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF
"""
PRIME = int("".join(_GROUP.split()), 16)
GENERATOR = 2
KEY_BYTES = 16
INFO = b"Caldera Derived Key\x01"


def padded(number: int) -> bytes:
    """The number's bytes, with a zero in front where it would be negative otherwise."""
    return number.to_bytes(number.bit_length() // 8 + 1)


def _hashed(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest())


MULTIPLIER = _hashed(b"\0" + PRIME.to_bytes(384) + bytes([GENERATOR]))


@dataclass(frozen=True)
class Challenge:
    """One sign-in, from the client's public value to its proof."""

    identity: str
    """The pool's name without its region, and the user's name."""
    password: str
    client_public: int
    salt: int
    private: int

    @property
    def _verifier(self) -> int:
        inner = hashlib.sha256(f"{self.identity}:{self.password}".encode()).digest()
        return pow(GENERATOR, _hashed(padded(self.salt) + inner), PRIME)

    @property
    def public(self) -> int:
        """The server's public value, `SRP_B`."""
        return (MULTIPLIER * self._verifier + pow(GENERATOR, self.private, PRIME)) % PRIME

    def proof(self, secret_block: bytes, moment: str) -> str:
        """The signature of a client that knows the password, at the time that it tells."""
        mixed = _hashed(padded(self.client_public) + padded(self.public))
        base = self.client_public * pow(self._verifier, mixed, PRIME)
        shared = pow(base, self.private, PRIME)
        early = hmac.digest(padded(mixed), padded(shared), "sha256")
        key = hmac.digest(early, INFO, "sha256")[:KEY_BYTES]
        message = self.identity.encode() + secret_block + moment.encode()
        return base64.b64encode(hmac.digest(key, message, "sha256")).decode()
