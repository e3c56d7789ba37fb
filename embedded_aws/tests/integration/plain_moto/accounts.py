"""IAM's policies, Lambda's event sources, CloudFormation."""

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe


def lacks_managed_policies(client: Client) -> bool:
    return not client("iam").list_policies(Scope="AWS")["Policies"]


PROBES: dict[str, Probe] = {
    "patches.iam.managed_policies": lacks_managed_policies,
}
