"""Compiles a folder ahead of time; run in a process of its own, so that its bytes never vary.

`python -I compile.py <folder>`: every module gets a `.pyc` with an unchecked hash (PEP 552), which
Lambda's read-only, time-stamped copy cannot make stale. Constants are marshalled by reference
count, so a process that has imported other things could write other bytes.
"""

import py_compile
import sys
from pathlib import Path

TASK_ROOT = "/var/task"


def main(folder: Path) -> int:
    """Compile all modules in a fixed order, with the paths that they have in Lambda."""
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder)
        target = path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc"
        try:
            py_compile.compile(
                str(path),
                cfile=str(target),
                dfile=f"{TASK_ROOT}/{relative}",
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        except py_compile.PyCompileError as error:
            print(f"{relative}: {error.msg.strip()}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
