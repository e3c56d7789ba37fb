"""The base of all Pydantic models: builds validators when a model is first used.

A cold start then builds the models of its first request, not those of all routes.
"""

from pydantic import BaseModel, ConfigDict


class Deferred(BaseModel):
    """A model whose validator is built at its first use."""

    model_config = ConfigDict(defer_build=True)
