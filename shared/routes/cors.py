"""The request headers that browsers may send, and the response headers they may read (CORS)."""

ALLOWED_HEADERS = frozenset({
    "Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Correlation-Id",
})  # fmt: skip
"""Allowed in every request; a route's own headers come on top."""
EXPOSED_HEADERS = ("Content-Disposition", "ETag", "Location", "Retry-After")
"""Without leave a browser keeps these from the page that asked."""
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ",".join(EXPOSED_HEADERS),
}
"""In every answer."""
