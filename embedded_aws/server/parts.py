"""The parts of the server, wired together."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from embedded_aws import analytics, cloudwatch, codedeploy, console, dynamodb, gateway
from embedded_aws import functions as lambda_
from embedded_aws.config import ACCOUNT_ID, LocalConfig
from embedded_aws.endpoint.reach import Reach
from embedded_aws.endpoint.wsgi import EmbeddedAws
from embedded_aws.logs import LogSink, MotoLogs
from embedded_aws.patches.wafv2 import web_acls
from embedded_aws.server.log_groups import make_log_group
from embedded_aws.server.saving import Saving
from embedded_aws.state import accepted
from embedded_aws.waf import Countries, MotoWebAcls


@dataclass(frozen=True)
class Parts:
    """Everything that runs beside the two HTTP servers, and the applications that these serve."""

    aws: EmbeddedAws
    backends: gateway.Backends
    functions: lambda_.Functions
    pollers: tuple[lambda_.QueuePollers | lambda_.StreamPollers | dynamodb.Expiry, ...]
    closers: tuple[Callable[[], None], ...]
    """Threads to end, once nothing is served any more, in this order."""


def assembled(config: LocalConfig, runtime: Path, countries: Countries, saving: Saving) -> Parts:
    """The parts, running; a deployment that an earlier server left under way is rolled back."""
    traffic = console.Traffic()
    moto_logs = MotoLogs(ACCOUNT_ID)
    logs = console.WatchedLogs(moto_logs, traffic)
    metrics = cloudwatch.MotoMetrics(ACCOUNT_ID)
    alarms = cloudwatch.AllAlarms(ACCOUNT_ID)
    alarm_clock = cloudwatch.AlarmClock(alarms)
    deliveries = analytics.DeliveryClock(ACCOUNT_ID)
    catalog = lambda_.ReloadedCatalog(lambda_.MotoCatalog(ACCOUNT_ID))
    code = config.directory / "functions"
    lambda_.remove_overlays(code)
    functions = lambda_.Functions(
        catalog,
        logs,
        directory=code,
        runtime=runtime,
        environment={
            "AWS_ENDPOINT_URL": config.aws_endpoint,
            "AWS_ENDPOINT_URL_EXECUTE_API": config.api_endpoint,
        },
        concurrency=lambda_.account_concurrency(),
        metrics=metrics,
        before_start=make_log_group,
    )
    deployment_clock = _releases(functions, alarms)
    reload = lambda_.HotReload(catalog, functions, code)
    endpoint = lambda_.ReloadEndpoint(reload, asyncio.get_running_loop())
    aws = EmbeddedAws(
        lambda: _health(config, saving),
        endpoint,
        Reach(functions.trouble),
        pages={console.PREFIX: console.Console(traffic)},
        watch=traffic.called,
    )
    acls = MotoWebAcls(ACCOUNT_ID, countries)
    acl_log = gateway.WebAclLog(acls, logs, deliveries)
    firewall = gateway.Firewall(acls, log=acl_log)
    backends = replace(_backends(aws, functions, firewall, logs, metrics), watcher=traffic)
    # The last log lines are delivered too, and so are the metrics of that.
    closers = (
        deployment_clock.close,
        alarm_clock.close,
        moto_logs.close,
        deliveries.close,
        metrics.close,
    )
    pollers = (
        lambda_.QueuePollers(functions, ACCOUNT_ID),
        lambda_.StreamPollers(functions, ACCOUNT_ID),
        dynamodb.Expiry(ACCOUNT_ID, lambda: aws.turn("dynamodb")),
    )
    return Parts(aws, backends, functions, pollers, closers)


def _releases(
    functions: lambda_.Functions, alarms: cloudwatch.AllAlarms
) -> codedeploy.DeploymentClock:
    loop = asyncio.get_running_loop()
    events = lambda_.Events(functions, lambda_.keep, lambda_.Pace())
    lambda_.install(functions, events, loop)
    hooks = codedeploy.FunctionHooks(events, loop)
    deployments = codedeploy.AllDeployments(ACCOUNT_ID, hooks, alarms.ringing)
    deployments.recover(time.time())
    return codedeploy.DeploymentClock(deployments)


def _backends(
    aws: EmbeddedAws,
    functions: lambda_.Functions,
    firewall: gateway.Firewall,
    logs: LogSink,
    metrics: cloudwatch.MotoMetrics,
) -> gateway.Backends:
    return gateway.Backends(
        apis=gateway.MotoApis(ACCOUNT_ID),
        functions=functions,
        services=gateway.EmbeddedServices(aws),
        logs=logs,
        throttling=gateway.Throttling(gateway.MotoUsage(ACCOUNT_ID)),
        callers=gateway.MotoCallers(),
        firewall=firewall,
        metrics=metrics,
    )


def _health(config: LocalConfig, saving: Saving) -> dict[str, Any]:
    place = {"pid": os.getpid(), "api_port": config.api_port}
    not_enforced = web_acls.not_enforced(ACCOUNT_ID)
    troubles = saving.troubles
    status = "failing" if troubles else "ok"
    trouble = {
        "not_saved": troubles,
        "not_enforced": not_enforced,
        "accepted": accepted.sentences(),
    }
    return {"status": status, **place, **trouble}
