"""What makes a cold start cheap, in one place: imported by every main.py before all else.

Nothing here changes what the code does; taking it out only costs time (docs/performance.md).
"""

import gc
import os
import sys

from shared import compiled_texts
from shared.module_index import Library, index
from shared.unopened import UnopenedFinder

ROOT = os.environ.get("LAMBDA_TASK_ROOT", "")
# Imports make a few hundred thousand objects and no garbage: looking for some costs 30 ms.
gc.disable()
# Pydantic would look through everything installed for plugins of its own.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
if found := index(ROOT):
    sys.meta_path[:0] = [found, Library()]
sys.meta_path.insert(0, UnopenedFinder())
compiled_texts.use_those_of(ROOT)


def done() -> None:
    """The start is over: collect again, but never look at what it made, which stays for good."""
    compiled_texts.leave()
    gc.freeze()
    gc.enable()
