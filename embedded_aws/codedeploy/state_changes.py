"""CodeDeploy's events for EventBridge (CodeDeploy user guide, "Monitoring deployments")."""

import json
from typing import Any

from moto.events.models import events_backends

from embedded_aws.codedeploy.lifecycle import Deployment
from embedded_aws.codedeploy.plan import FAILED, STOPPED, SUCCEEDED, UNDER_WAY

STATES = {UNDER_WAY: "START", SUCCEEDED: "SUCCESS", FAILED: "FAILURE", STOPPED: "STOP"}


def tell(account_id: str, region: str, stored: Any, life: Deployment) -> None:
    """Send the deployment's new state to the rules that match it."""
    detail = {
        "application": stored.application_name,
        "deploymentGroup": stored.deployment_group_name,
        "deploymentId": life.id,
        "instanceGroupId": life.id,
        "region": region,
        "state": STATES[life.status],
    }
    event = {
        "Source": "aws.codedeploy",
        "DetailType": "CodeDeploy Deployment State-change Notification",
        "Detail": json.dumps(detail),
    }
    events_backends[account_id][region].put_events([event])
