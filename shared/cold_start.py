"""What makes a cold start cheap, in one place: imported by every main.py before all else.

Taking it out only costs time (docs/performance.md), but for the last part, which is about logs.
"""

import gc
import logging
import os
import sys

from shared.module_index import index
from shared.unopened import UnopenedFinder

# Imports make a few hundred thousand objects and no garbage: looking for some costs 30 ms.
gc.disable()
# Pydantic would look through everything installed for plugins of its own.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
if found := index(os.environ.get("LAMBDA_TASK_ROOT", "")):
    sys.meta_path.insert(0, found)
sys.meta_path.insert(0, UnopenedFinder())
# Lambda lets lines of every level through, so that ours can change while it runs. It tells so here,
# and Powertools would log at that level whatever else is set, the SDK what it sends and receives.
os.environ.pop("AWS_LAMBDA_LOG_LEVEL", None)
logging.getLogger().setLevel(logging.WARNING)


def done() -> None:
    """The start is over: collect again, but never look at what it made, which stays for good."""
    gc.freeze()
    gc.enable()
