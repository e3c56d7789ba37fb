"""Flushing a stage's caches (API reference, FlushStageCache and FlushStageAuthorizersCache)."""

from embedded_aws.gateway.control_plane.protocol.calls import Call, served
from embedded_aws.gateway.control_plane.stages.stages import revision, stage_of


@served("FlushStageCache")
def flush_stage_cache(call: Call) -> None:
    """Give the stage a new, empty cache."""
    _flush(call, "data")


@served("FlushStageAuthorizersCache")
def flush_stage_authorizers_cache(call: Call) -> None:
    """Forget all policies that authorizers returned."""
    _flush(call, "authorizers")


def _flush(call: Call, which: str) -> None:
    _, stage = stage_of(call)
    stage.flushed = {**stage.flushed, which: revision()}
    stage.revision = revision()
