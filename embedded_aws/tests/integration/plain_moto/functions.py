"""Lambda: versions, aliases, packages, lists and limits."""

from typing import Any

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses, takes


def _function(client: Client, name: str = "f", **settings: Any) -> Any:
    role = client("iam").create_role(RoleName=f"r-{name}", AssumeRolePolicyDocument="{}")
    lambda_ = client("lambda")
    lambda_.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="main.handle",
        Code={"ZipFile": zipped("")},
        **settings,
    )
    return lambda_


def deletes_a_version_that_an_alias_needs(client: Client) -> bool:
    lambda_ = _function(client)
    version = lambda_.publish_version(FunctionName="f")["Version"]
    lambda_.create_alias(FunctionName="f", Name="live", FunctionVersion=version)
    return takes(lambda_.delete_function, FunctionName="f", Qualifier=version)


def takes_any_weight(client: Client) -> bool:
    lambda_ = _function(client)
    version = lambda_.publish_version(FunctionName="f")["Version"]
    weights = {"AdditionalVersionWeights": {version: 2}}
    return takes(
        lambda_.create_alias,
        FunctionName="f",
        Name="live",
        FunctionVersion=version,
        RoutingConfig=weights,
    )


def has_no_revisions(client: Client) -> bool:
    return "RevisionId" not in _function(client).get_function_configuration(FunctionName="f")


def takes_what_is_no_package(client: Client) -> bool:
    lambda_ = _function(client)
    return takes(lambda_.update_function_code, FunctionName="f", ZipFile=b"no archive")


def lists_all_at_once(client: Client) -> bool:
    _function(client, "one")
    return len(_function(client, "two").list_functions(MaxItems=1)["Functions"]) > 1


def says_nothing_of_the_account(client: Client) -> bool:
    return refuses(client("lambda").get_account_settings)


def is_ready_at_once(client: Client) -> bool:
    lambda_ = _function(client)
    answer = lambda_.update_function_configuration(FunctionName="f", Timeout=5)
    return bool(answer["LastUpdateStatus"] != "InProgress")


PROBES: dict[str, Probe] = {
    "patches.awslambda.account": says_nothing_of_the_account,
    "patches.awslambda.aliases": takes_any_weight,
    "patches.awslambda.packages": takes_what_is_no_package,
    "patches.awslambda.pages": lists_all_at_once,
    "patches.awslambda.revisions": has_no_revisions,
    "patches.awslambda.states": is_ready_at_once,
    "patches.awslambda.versions": deletes_a_version_that_an_alias_needs,
}
