"""What ends a command with one clear sentence."""


class DeployError(Exception):
    """The command cannot go on; its message says why and what to do next."""


class RolledBackError(DeployError):
    """A new version did not keep its traffic; the message names each with its reason."""
