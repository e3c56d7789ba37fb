"""No garbage collection while modules are imported.

Imports make a few hundred thousand objects and no garbage, and they stay for good: looking through
them again and again costs a start, and once more the first requests.
"""

import gc


def begin(folder: str) -> None:
    """Stop garbage collection."""
    del folder
    gc.disable()


def end() -> None:
    """Resume garbage collection, without the objects that the start created."""
    gc.freeze()
    gc.enable()
