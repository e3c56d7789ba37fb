"""The base of bodies, parameters and answers."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """A model whose validator is built at its first use, so that a start skips other routes'."""

    model_config = ConfigDict(defer_build=True)
