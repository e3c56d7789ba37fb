"""The base of bodies, parameters and answers."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """A model that Pydantic builds at its first use: a start is spared those of other routes."""

    model_config = ConfigDict(defer_build=True)
