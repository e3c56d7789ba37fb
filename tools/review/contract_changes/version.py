"""One version of a service's contract, with the service levels of that time."""

from dataclasses import dataclass

from tools.review.contract_changes.change import Json


@dataclass(frozen=True)
class Version:
    """A contract, and the service levels that its routes had."""

    document: Json
    levels: Json

    def routes(self) -> dict[tuple[str, str], Json]:
        """Operations by path and verb, each with the parameters of its path."""
        operations = {}
        for path, item in self.document.get("paths", {}).items():
            for verb in VERBS:
                if verb in item:
                    common = item.get("parameters", [])
                    operation = item[verb]
                    if common:
                        own = operation.get("parameters", [])
                        operation = {**operation, "parameters": [*common, *own]}
                    operations[path, verb] = operation
        return operations


VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
EMPTY = Version({}, {})
