"""Installs the operations that moto lacks or gets wrong, each in the form of the real API."""

from embedded_aws.patches import (
    budgets,
    instances,
    kms,
    queues,
    request_ids,
    state_machines,
)
from embedded_aws.patches import events as event_targets
from embedded_aws.patches import secretsmanager as secret_labels
from embedded_aws.patches import sns as topic_subscribers
from embedded_aws.patches.awslambda import account as lambda_account
from embedded_aws.patches.awslambda import aliases as lambda_aliases
from embedded_aws.patches.awslambda import copies as lambda_copies
from embedded_aws.patches.awslambda import environment as lambda_environment
from embedded_aws.patches.awslambda import packages as lambda_packages
from embedded_aws.patches.awslambda import pages as lambda_pages
from embedded_aws.patches.awslambda import permissions as lambda_permissions
from embedded_aws.patches.awslambda import revisions as lambda_revisions
from embedded_aws.patches.awslambda import settings as lambda_settings
from embedded_aws.patches.awslambda import states as lambda_states
from embedded_aws.patches.awslambda import versions as lambda_versions
from embedded_aws.patches.awslambda.events import deliveries as lambda_deliveries
from embedded_aws.patches.awslambda.events import event_invoke_configs, event_sources
from embedded_aws.patches.cognito import client_secrets as cognito_secrets
from embedded_aws.patches.cognito import clients as cognito_clients
from embedded_aws.patches.cognito import domains as cognito_domains
from embedded_aws.patches.cognito import flows as cognito_flows
from embedded_aws.patches.cognito import pools as cognito_pools
from embedded_aws.patches.cognito import resource_servers as cognito_resource_servers
from embedded_aws.patches.cognito import revocation as cognito_revocation
from embedded_aws.patches.cognito import sign_in_proofs as cognito_proofs
from embedded_aws.patches.cognito import sign_ins as cognito_sign_ins
from embedded_aws.patches.cognito import tokens as cognito_tokens
from embedded_aws.patches.dynamodb import (
    contributor_insights,
    new_tables,
    table_changes,
    table_figures,
    table_lists,
    table_restores,
    time_to_live,
)
from embedded_aws.patches.dynamodb import tags as table_tags
from embedded_aws.patches.iam import managed_policies
from embedded_aws.patches.logs import classes as log_classes
from embedded_aws.patches.logs import event_ids as log_events
from embedded_aws.patches.logs import filtering as log_filters
from embedded_aws.patches.logs import groups as log_groups
from embedded_aws.patches.logs import insights as log_insights
from embedded_aws.patches.logs import pattern_tests as log_pattern_tests
from embedded_aws.patches.logs import queries as log_queries_there
from embedded_aws.patches.logs import saved_queries as log_queries
from embedded_aws.patches.s3 import events as s3_events
from embedded_aws.patches.s3 import lifecycles, new_buckets
from embedded_aws.patches.s3 import objects as s3_objects
from embedded_aws.patches.s3 import plain_http as bucket_policies
from embedded_aws.patches.wafv2 import parameters as web_acl_parameters
from embedded_aws.patches.wafv2 import web_acls
from embedded_aws.patches.xray import groups as xray_groups
from embedded_aws.patches.xray import sampling as xray_sampling

ALL = (
    bucket_policies,
    budgets,
    cognito_clients,
    cognito_domains,
    cognito_proofs,
    cognito_pools,
    cognito_revocation,
    cognito_sign_ins,
    cognito_flows,
    cognito_resource_servers,
    cognito_secrets,
    cognito_tokens,
    contributor_insights,
    event_invoke_configs,
    event_sources,
    event_targets,
    instances,
    kms,
    lambda_account,
    lambda_aliases,
    lambda_copies,
    lambda_deliveries,
    lambda_environment,
    lambda_packages,
    lambda_pages,
    lambda_permissions,
    lambda_revisions,
    lambda_settings,
    lambda_states,
    lambda_versions,
    lifecycles,
    log_classes,
    log_events,
    log_filters,
    log_groups,
    log_insights,
    log_pattern_tests,
    log_queries,
    log_queries_there,
    managed_policies,
    new_buckets,
    queues,
    request_ids,
    s3_events,
    s3_objects,
    secret_labels,
    state_machines,
    table_changes,
    table_figures,
    table_lists,
    table_restores,
    new_tables,
    topic_subscribers,
    table_tags,
    time_to_live,
    xray_groups,
    xray_sampling,
    web_acl_parameters,
    web_acls,
)


def install() -> None:
    """Add all patches to moto."""
    for each in ALL:
        each.install()
