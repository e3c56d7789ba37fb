"""The base of every model: Pydantic builds its validators when it is first used.

A start then builds the models that its first request needs, and not those of all routes.
"""

from pydantic import BaseModel, ConfigDict


class Deferred(BaseModel):
    """A model that costs a start little until it is used."""

    model_config = ConfigDict(defer_build=True)
