"""One version of a service's contract, with the service levels of that time."""

from dataclasses import dataclass

from tools.review.contract_changes.change import Json


@dataclass(frozen=True)
class Version:
    """A contract and the levels that its routes are served at."""

    document: Json
    levels: Json

    def routes(self) -> dict[tuple[str, str], Json]:
        """Operations by path and verb; the parameters of their path are theirs."""
        found = {}
        for path, item in self.document.get("paths", {}).items():
            for verb in VERBS:
                if verb in item:
                    common = item.get("parameters", [])
                    operation = item[verb]
                    if common:
                        own = operation.get("parameters", [])
                        operation = {**operation, "parameters": [*common, *own]}
                    found[path, verb] = operation
        return found


VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
EMPTY = Version({}, {})
