"""The billed usage of one request, of a month, and of a month without requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from tools.insights.cost.log_line import bytes_of_paths
from tools.insights.cost.prices import Usage, added, times, total
from tools.insights.cost.resources.running import DEFAULT_MEMORY_MB, Running
from tools.insights.cost.routes import Route
from tools.insights.cost.traffic import RouteTraffic, Traffic

HOURS = 730
DAYS = 30
GB = 1024**3
KB_PER_GB = 1024**2
# What Firehose bills of a record at least, and in steps; a subscription's has many lines.
RECORD_BYTES = 5 * 1024
# CloudWatch keeps log lines compressed; JSON shrinks to about this.
COMPRESSED = 0.15
# API Gateway's detailed metrics of one method, billed like one's own.
METRICS_PER_METHOD = 7
DEFAULT_MS = 20.0
# Each machine that may call has an app client and a secret.
OF_CONSUMERS = ("cognito_app_client", "secret")


@dataclass(frozen=True)
class Month:
    """An environment, its traffic, and measured durations."""

    running: Running
    traffic: Traffic
    line_bytes: int
    recorded_ms: Mapping[str, float] = field(default_factory=dict)

    def counted(self) -> dict[str, float]:
        """Resources billed by the month: the number in the traffic file, else as counted."""
        return {**self.running.counted, **self.traffic.running}

    def of_request(self, route: Route) -> Usage:
        """The usage of one request of a route, from the gateway to the table."""
        traffic = self.traffic.routes.get(route.name, RouteTraffic())
        cached = route.cached and self.running.cache_gb is not None
        behind = 1 - traffic.cache_hit_ratio if cached else 1.0
        used: Usage = {
            "api_request": 1,
            "transfer_out_gb": traffic.response_kb / KB_PER_GB,
            "xray_trace": self.running.lines.traced_share,
        }
        guarded = bool(self.counted().get("waf_acl"))
        waf: Usage = added({"waf_request": 1}, self._logged_by_the_web_acl())
        line_bytes = self.line_bytes + bytes_of_paths(route.address)
        return added(
            used,
            waf if guarded else {},
            self._logged(line_bytes, self.running.lines.access_days),
            self._logged(traffic.metric_bytes),
            self._delivered(line_bytes),
            times(self._table(route, traffic), behind),
            {} if route.direct else times(self._function(route, traffic), behind),
            self._authorizer(),
        )

    def idle(self) -> Usage:
        """The usage of a month without requests and stored data."""
        cache: Usage = {}
        if self.running.cache_gb is not None:
            cache = {f"cache_hour_{self.running.cache_gb}": HOURS}
        secrets: Usage = {"secret": self.running.machines}
        # What runs in it is priced like any other run, which is a little too much.
        ready: Usage = {"provisioned_gb_second": self.running.provisioned_mb / 1024 * HOURS * 3600}
        regions = self.running.regions
        once: Usage = {
            "cognito_app_client": self.running.machines,
            "health_check": regions if regions > 1 else 0,
        }
        return added(times(added(self.counted(), cache, secrets, ready), regions), once)

    def consumers_usd(self) -> float:
        """USD of an idle month that the environment's consumers cost, used or not."""
        idle = self.idle()
        return total({name: idle.get(name, 0.0) for name in OF_CONSUMERS})

    def idle_usd(self) -> float:
        """USD of an idle month without its consumers."""
        return total(self.idle()) - self.consumers_usd()

    def total(self, routes: Sequence[Route]) -> Usage:
        """The usage of the traffic's month, idle usage included."""
        requests = {
            route: self.traffic.routes[route.name].requests
            for route in routes
            if route.name in self.traffic.routes
        }
        called = sum(count > 0 for count in requests.values())
        calls = [times(self.of_request(route), count) for route, count in requests.items()]
        metrics: Usage = {"metric": METRICS_PER_METHOD * called}
        first = self._first_of_each_second(sum(requests.values()))
        return added(self.idle(), metrics, first, self._stored(), *calls)

    def _first_of_each_second(self, requests: float) -> Usage:
        """Traces from the sampling rule's reservoir, for evenly spread requests."""
        lines = self.running.lines
        left = requests * (1 - lines.traced_share)
        return {"xray_trace": min(left, HOURS * 3600 * lines.traced_per_second)}

    def _function(self, route: Route, traffic: RouteTraffic) -> Usage:
        recorded = self.recorded_ms.get(route.service, DEFAULT_MS)
        ms = recorded if traffic.duration_ms is None else traffic.duration_ms
        return self._run(route.service, ms)

    def _authorizer(self) -> Usage:
        """The authorizer's usage, for requests that miss the gateway's cache."""
        authorizer = self.traffic.authorizer
        return times(
            self._run("authorizer", authorizer.duration_ms), 1 - authorizer.cache_hit_ratio
        )

    def _run(self, service: str, ms: float) -> Usage:
        memory_gb = self.running.memory_mb.get(service, DEFAULT_MEMORY_MB) / 1024
        run: Usage = {"lambda_request": 1, "lambda_gb_second": ms / 1000 * memory_gb}
        line_bytes = self.traffic.function_log_bytes if self.running.lines.of_functions else 0
        return added(run, self._logged(line_bytes))

    def _table(self, route: Route, traffic: RouteTraffic) -> Usage:
        """The table's usage; a write counts in every index and region too."""
        reads = 1.0 if traffic.read_units is None else traffic.read_units
        default = 0.0 if route.reads else 1.0
        writes = default if traffic.write_units is None else traffic.write_units
        in_indexes = writes * self.running.indexes.get(route.service, 0)
        if traffic.index_write_units is not None:
            in_indexes = traffic.index_write_units
        units = (writes + in_indexes) * self.running.regions
        return {"dynamodb_read_unit": reads, "dynamodb_write_unit": units}

    def _logged(self, length: float, days: float | None = None) -> Usage:
        gigabytes = length / GB
        months = (days or self.running.retention_days) / DAYS * COMPRESSED
        return {"logs_ingested_gb": gigabytes, "logs_stored_gb": gigabytes * months}

    def _logged_by_the_web_acl(self) -> Usage:
        length = self.traffic.waf_log_bytes
        if not self.running.lines.delivered:
            return self._logged(length)
        # It stays JSON: Parquet would be paid for by the step, too.
        return {"firehose_ingested_gb": ceil(length / RECORD_BYTES) * RECORD_BYTES / GB}

    def _delivered(self, length: float) -> Usage:
        """A line's way through Firehose to Parquet."""
        if not self.running.lines.delivered:
            return {}
        gigabytes = length / GB
        return {"firehose_ingested_gb": gigabytes, "firehose_converted_gb": gigabytes}

    def _stored(self) -> Usage:
        """The usage of stored data, which no single request pays."""
        traffic = self.traffic
        copies = [
            gigabytes * (1 + self.running.indexes.get(service, 0)) * self.running.regions
            for service, gigabytes in traffic.stored_gb.items()
        ]
        return {
            "dynamodb_storage_gb": sum(copies),
            "dynamodb_pitr_gb": sum(traffic.stored_gb.values()) * self.running.regions,
            "dynamodb_backup_gb": traffic.backup_gb,
            "s3_storage_gb": traffic.packages_gb * self.running.regions,
            "cognito_token": traffic.tokens,
            "cognito_user": traffic.people,
            "kms_request": traffic.kms_requests,
            "secret_request": traffic.secret_requests,
            "dns_query": traffic.dns_queries,
        }
