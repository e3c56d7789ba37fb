"""The query of a list that is read in pages."""

from pydantic import Field

from shared.schema import Schema


class PageQuery(Schema):
    """Length of a page, and where it begins."""

    limit: int = Field(default=20, ge=1, le=100, description="Most items on one page")
    cursor: str = Field(default="", max_length=1024, description="nextCursor of the page before")
