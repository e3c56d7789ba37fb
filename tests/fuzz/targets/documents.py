"""Documents: log lines, plans of Terraform, contracts."""

import gzip
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from embedded_aws.analytics.firehose.buffers import Record, Waiting
from embedded_aws.analytics.firehose.processing import processed
from embedded_aws.analytics.firehose.settings import PROCESSORS
from embedded_aws.cloudwatch.log_lines.embedded_format import keep_metrics
from embedded_aws.cloudwatch.metrics.store import Store
from embedded_aws.gateway.control_plane.documents import importing
from embedded_aws.gateway.control_plane.protocol.calls import Call
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.deployed.stored import Store as MotoStore
from tests.fuzz.source import Source
from tests.fuzz.target import ROOT, Target
from tools.command import CommandError
from tools.review.plan.reviewing import reviewed
from tools.review.plan.waivers import Waivers

SAMPLES = ROOT / "tests/fuzz/samples"
NOBODY = Waivers((), date(2026, 1, 1))
PLAN = (
    "change",
    "actions",
    "before",
    "after",
    "address",
    "type",
    "policy",
    "body",
    "rule",
    "values",
)
MORE_PLAN = ("after_unknown", "resources", "root_module", "mode", "Statement", "create", "delete")
LINE = (
    "_aws",
    "CloudWatchMetrics",
    "Dimensions",
    "Metrics",
    "Name",
    "Namespace",
    "Unit",
    "Timestamp",
)
ENVELOPE = ("messageType", "DATA_MESSAGE", "logEvents", "message", "id", "timestamp")
OPENAPI = ("openapi", "swagger", "paths", "parameters", "schema", "in", "name", "$ref", "responses")
MORE_OPENAPI = (
    "x-amazon-apigateway-integration",
    "content",
    "security",
    "type",
    "properties",
    "/a",
)
EMF = {
    "_aws": {
        "Timestamp": 1,
        "CloudWatchMetrics": [
            {"Namespace": "n", "Dimensions": [["d"]], "Metrics": [{"Name": "m", "Unit": "Count"}]}
        ],
    },
    "d": "x",
    "m": [1, 2],
}
LOGS = {"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "timestamp": 1, "message": "x"}]}


@cache
def _sample(name: str) -> Any:
    path = Path(name) if name.startswith("services") else SAMPLES / name
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def plans(source: Source) -> None:
    """The plan of a root, one resource of it or the whole changed."""
    plan = _sample("plan.json")
    if source.byte() % 2:
        number = source.byte() % len(plan["resource_changes"])
        one = source.changed(plan["resource_changes"][number], PLAN + MORE_PLAN)
        changed = plan | {"resource_changes": [one]}
    else:
        changed = source.changed(plan, PLAN + MORE_PLAN)
    reviewed("services/parcels", changed, NOBODY)


def metric_lines(source: Source) -> None:
    """A log line in the embedded metric format."""
    line = json.dumps(source.changed(EMF, LINE)) if source.byte() % 4 else source.json(LINE)
    keep_metrics(Store(type("Backend", (), {})()), line, 1.0)


def deliveries(source: Source) -> None:
    """A record of a subscription."""
    content = json.dumps(source.changed(LOGS, ENVELOPE)).encode()
    data = gzip.compress(content, 1) if source.byte() % 4 else source.rest()
    processed([_record(data)], PROCESSORS)


def _record(data: bytes) -> Waiting:
    return Record(0.0, data)


def contracts(source: Source) -> None:
    """A document that is imported: a contract of OpenAPI 3, or one of Swagger 2."""
    good = _sample(source.pick(("openapi.json", "swagger.json")))
    text = json.dumps(source.changed(good, OPENAPI + MORE_OPENAPI))
    body = text.encode() if source.byte() % 8 else source.rest()
    given = {"body": body, "parameters": {"basepath": source.pick(("ignore", "prepend", "split"))}}
    importing.import_rest_api(Call(MotoStore(), "123456789012", "eu-central-1", given))


TARGETS = (
    Target("plans", plans, (CommandError,)),
    Target("metric-lines", metric_lines),
    Target("log-deliveries", deliveries),
    Target("contracts", contracts, (BadRequestError,)),
)
