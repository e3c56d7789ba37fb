"""Access-log lines in the product's format: seeded, with odd ones among them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

COLUMNS = Path("analytics/columns.json")
TABLE = "access_log_lines"
BEGIN_MS = 1_767_225_600_000
AGENTS = (
    "python-httpx/0.28.1",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari",
    'quoted "agent" \\ with a backslash',
    "emoji 👩‍👩‍👧 \u001b[31m",
    "okhttp/5.3.0",
)
ROUTES = (
    ("GET", "/library/books/{bookId}", "200"),
    ("POST", "/loans", "201"),
    ("GET", "/loans/{loanId}", "200"),
    ("GET", "/loans", "200"),
    ("GET", "/members/{memberId}", "404"),
    ("POST", "/loans", "401"),
    ("GET", "/loans", "429"),
)
ODD_EVERY = 1000
"""One line in so many is cut off, as when a writer dies."""
PATTERNS = 997
"""Lines repeat their shape after so many: a prime, so that shapes and ids do not fall in step."""


def columns() -> dict[str, str]:
    """The table's columns: all text, as Terraform makes them."""
    tables = json.loads(COLUMNS.read_text(encoding="utf-8"))
    return dict.fromkeys(tables[TABLE], "string")


def batches(rows: int, size: int, seed: int) -> Iterator[Sequence[str]]:
    """All lines, in batches."""
    shapes = [_shape(Random(f"{seed}/{number}")) for number in range(PATTERNS)]  # noqa: S311 - no secrets
    draws = Random(seed)  # noqa: S311 - no secrets
    for begin in range(0, rows, size):
        yield [_line(shapes, draws, number) for number in range(begin, min(begin + size, rows))]


def _shape(draws: Random) -> str:
    """A line with places for what differs from request to request."""
    method, route, status = draws.choice(ROUTES)
    line = dict.fromkeys(columns(), "-")
    line |= {
        "http_method": method,
        "resource_path": route,
        "status": status,
        "path": route.split("{")[0] + "@id",
        "request_id": "@request",
        "extended_request_id": "@extended=",
        "trace_id": "1-@trace",
        "request_time_epoch": "@time",
        "response_latency": str(draws.randint(2, 900)),
        "integration_latency": str(draws.randint(1, 800)),
        "response_length": str(draws.randint(40, 9000)),
        "client_id": f"client{draws.randint(1, 40):02}0123456789abcdef",
        "tenant": f"tenant{draws.randint(1, 40):02}",
        "source_ip": f"203.0.113.{draws.randint(1, 254)}",
        "user_agent": draws.choice(AGENTS),
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _line(shapes: Sequence[str], draws: Random, number: int) -> str:
    text = f"{draws.getrandbits(256):064x}"
    line = (
        shapes[number % PATTERNS]
        .replace("@request", f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}")
        .replace("@extended", text[32:47])
        .replace("@trace", f"{text[:8]}-{text[40:64]}")
        .replace("@time", str(BEGIN_MS + number))
        .replace("@id", text[4:12])
    )
    return line[:-9] if number % ODD_EVERY == ODD_EVERY - 1 else line
