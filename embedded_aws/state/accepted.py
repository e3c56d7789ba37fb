"""Accepted resources that nothing here serves, because EMBEDDED_AWS_LENIENT says so."""

import logging
import os
from typing import Any

from moto.iam.models import iam_backends

from embedded_aws.config import ACCOUNT_ID

VARIABLE = "EMBEDDED_AWS_LENIENT"
_report = logging.getLogger(__name__)


def is_lenient() -> bool:
    """Whether what is out of reach is accepted with a warning, instead of refused."""
    return os.environ.get(VARIABLE, "") not in {"", "0"}


def accept(sentence: str) -> None:
    """Warn in the log, and remember it for the status of the stack."""
    _report.warning("Accepted, but nothing here does it: %s", sentence)
    _stored()[sentence] = True


def sentences() -> list[str]:
    """The sentences about everything that was accepted, the oldest first."""
    return list(_stored())


def _stored() -> dict[str, bool]:
    """The sentences, stored where the snapshot has them."""
    account: Any = iam_backends[ACCOUNT_ID]["aws"]
    by_sentence: dict[str, bool] = vars(account).setdefault("accepted_out_of_reach", {})
    return by_sentence
