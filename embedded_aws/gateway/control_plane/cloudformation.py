"""CloudFormation's resources of API Gateway, made by the same operations as others."""


def install() -> None:
    """To come."""
