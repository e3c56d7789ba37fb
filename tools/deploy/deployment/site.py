"""A deployment to one place: the work of its steps, and the results they pass on."""

from collections.abc import Callable, Sequence
from typing import Any

from tools.command import CommandError
from tools.deploy.deployment.step import Step
from tools.deploy.operations.consumer_secrets import issue_secrets, tell_addresses
from tools.deploy.releases.codedeploy import CodeDeploy, Move
from tools.deploy.releases.going_live import Applied, Shift, go_live
from tools.deploy.releases.registry import Registry
from tools.deploy.releases.shifting import Shifts
from tools.deploy.saved_plans.applying import ReviewedPlans
from tools.deploy.terraform.footprint import Reads, footprint
from tools.deploy.terraform.root import GATEWAY, Root, service_root
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.state import is_empty
from tools.deploy.terraform.variables import Variables, gateway_variables, service_variables
from tools.deploy.where.place import Place, Replica
from tools.progress import Progress

PACKAGES, SHIFT = "packages and contracts", "shift traffic"


class Site:
    """The place and the results of a deployment's steps."""

    def __init__(
        self, place: Place, progress: Progress, reviewed: ReviewedPlans | None = None
    ) -> None:
        self.place = place
        self.progress = progress
        self.reviewed = reviewed
        self.registry = Registry(place)
        self.shifts = Shifts(CodeDeploy(place), progress, place.cloud.poll_seconds)
        self._variables: dict[str, Variables] = {}
        self._gateway_is_behind = False

    def packages(self, names: Sequence[str], needs: tuple[str, ...] = ()) -> Step:
        """Build the packages and contracts of these services."""

        def build() -> str:
            for name in names:
                self._variables[name] = service_variables(self.place, name)
            return ", ".join(names)

        return Step(PACKAGES, build, needs)

    def variables_of(self, name: str) -> Variables:
        """The variables of the service's root, with the built package."""
        return self._variables[name]

    def root(
        self, root: Root, variables: Callable[[], Variables], needs: tuple[str, ...], reads: Reads
    ) -> Step:
        """Apply a root; `reads` has the values of its data sources."""
        if self.reviewed:
            return self.reviewed.step(root, variables, needs)
        return Step(
            root.name,
            lambda: Terraform(root, self.place).apply(variables()),
            needs,
            footprint(root, self.place, variables, reads),
        )

    def applied(self, name: str) -> Applied:
        """The version and contract that the service's root produced."""
        outputs = Terraform(service_root(name), self.place).outputs()
        return Applied(
            name,
            outputs["function_name"],
            outputs["published_version"],
            self.registry.keep(name, outputs.get("contract_key")),
        )

    def go_live(self, applied: Sequence[Applied], shift: Shift | None = None) -> None:
        """Shift traffic and contracts to these versions, without the gateway's apply."""
        self._gateway_is_behind = go_live(
            self.registry, applied, shift or self._shift, self._apply_gateway_now
        )

    def gateway(self, needs: tuple[str, ...]) -> Step:
        """Apply the gateway's root, and tell consumers its address."""
        variables = self._gateway_variables
        reads = (
            lambda: self.registry.parameter("platform"),
            lambda: self.registry.parameters("services"),
            self.registry.pointers,
        )
        mark = footprint(GATEWAY, self.place, variables, lambda: [read() for read in reads])
        return Step(GATEWAY.name, self.apply_gateway, needs, mark)

    def gateway_if_behind(self, needs: tuple[str, ...]) -> Step:
        """Apply the gateway's root if a contract has changed."""

        def apply() -> str:
            if self._gateway_is_behind:
                return self.apply_gateway()
            return "untouched, the contract is the same; `make deploy-gateway` applies consumers"

        return Step(GATEWAY.name, apply, needs)

    def apply_gateway(self) -> str:
        """Apply the root; the summary names consumers whose address changed."""
        return self._apply_gateway(is_final=True)

    def _apply_gateway(self, *, is_final: bool) -> str:
        variables = self._gateway_variables()
        if self.reviewed:
            summary = self.reviewed.apply_gateway(variables, is_final=is_final)
        else:
            summary = Terraform(GATEWAY, self.place).apply(variables)
        # A second region's secrets are copies of the primary's.
        issued = [] if isinstance(self.place, Replica) else issue_secrets(self.place)
        names = tell_addresses(self.place)
        summary += f"; secrets issued to {', '.join(issued)}" if issued else ""
        return f"{summary}; addresses told to {', '.join(names)}" if names else summary

    def destroy(self, root: Root, variables: Callable[[], Variables]) -> Callable[[], str]:
        """The work of destroying a root; of one without resources nothing is planned."""

        def work() -> str:
            if is_empty(root, self.place):
                return "nothing is there"
            return Terraform(root, self.place).destroy(variables())

        return work

    def destroy_gateway(self) -> str:
        """Destroy the gateway's root."""
        return self.destroy(GATEWAY, self._gateway_variables)()

    def _gateway_variables(self) -> dict[str, Any]:
        return gateway_variables(self.place)

    def _shift(self, moves: Sequence[Move]) -> dict[str, str]:
        return self.shifts.shift(moves) if moves else {}

    def _apply_gateway_now(self, why: str) -> None:
        """Apply the gateway in the middle of another step."""
        with self.progress.step(f"gateway {why}") as task:
            task.result = self._apply_gateway(is_final=False)

    def check_deployed(self) -> None:
        """CommandError unless there is a platform."""
        if self.registry.parameter("platform") is None:
            raise CommandError(
                f"the environment {self.place.environment.name} is not deployed yet; "
                f"run {self.place.cloud.deployed_by}"
            )
