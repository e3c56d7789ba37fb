"""Functions as subscribers of topics (Lambda developer guide, "Invoking Lambda … with SNS").

Topics show all the attributes that they have.

moto sends an event of fixed texts, to a container.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.core.utils import camelcase_to_underscores
from moto.sns.models import Subscription
from moto.sns.responses import SNSResponse

from embedded_aws.patches.awslambda.events.deliveries import deliver

PRINCIPAL = "sns.amazonaws.com"
BY_MAIL = ("email", "email-json")
SENT_TO = ("Application", "Firehose", "HTTP", "Lambda", "SQS")
FEEDBACK = ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")
KEPT = (
    *("ArchivePolicy", "FifoThroughputScope", "SignatureVersion", "TracingConfig"),
    *(f"{place}{name}" for place in SENT_TO for name in FEEDBACK),
)


def install() -> None:
    """Patch the delivery; safe to call more than once."""
    subscription: Any = Subscription
    if not getattr(subscription, "invokes_functions", False):
        subscription.invokes_functions = True
        subscription.publish = _to_functions(subscription.publish)
        SNSResponse.subscribe = _until_confirmed(SNSResponse.subscribe)
        SNSResponse.get_topic_attributes = _with_all(SNSResponse.get_topic_attributes)


def _until_confirmed(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Subscribe, where an address of mail waits for somebody to confirm it."""

    def subscribe(self: Any) -> Any:
        answer = original(self)
        if self._get_param("Protocol") in BY_MAIL:
            subscription = self.backend.subscriptions[answer.result["SubscriptionArn"]]
            subscription.attributes["PendingConfirmation"] = "true"
            if not self._get_param("ReturnSubscriptionArn"):
                answer.result["SubscriptionArn"] = "pending confirmation"
        return answer

    return subscribe


def _with_all(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The attributes that moto keeps and does not show, such as TracingConfig."""

    def get_topic_attributes(self: Any) -> Any:
        answer = original(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        for name in KEPT:
            value = vars(topic).get(camelcase_to_underscores(name))
            if value:
                answer.result["Attributes"][name] = value
        return answer

    return get_topic_attributes


def _to_functions(original: Callable[..., None]) -> Callable[..., None]:
    def publish(  # noqa: PLR0913, PLR0917 - moto's
        self: Any,
        message: str,
        message_id: str,
        subject: str | None = None,
        message_attributes: dict[str, Any] | None = None,
        group_id: str | None = None,
        deduplication_id: str | None = None,
        message_structure: str | None = None,
    ) -> None:
        if self.protocol != "lambda":
            rest = (group_id, deduplication_id, message_structure)
            original(self, message, message_id, subject, message_attributes, *rest)
            return
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(message_attributes, message):
            return
        if message_structure == "json":
            message = self._parse_message_structure(message, self.protocol)
        record = _record(self, message, message_id, subject, message_attributes or {})
        deliver(self.endpoint, {"Records": [record]}, PRINCIPAL, self.topic.arn)

    return publish


def _record(
    subscription: Any,
    message: str,
    message_id: str,
    subject: str | None,
    attributes: dict[str, Any],
) -> dict[str, Any]:
    topic, region = subscription.topic.arn, subscription.topic.arn.split(":")[3]
    host, now = f"https://sns.{region}.amazonaws.com", datetime.now(UTC)
    return {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription.arn,
        "Sns": {
            "Type": "Notification",
            "MessageId": message_id,
            "TopicArn": topic,
            "Subject": subject,
            "Message": message,
            "Timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "SignatureVersion": "1",
            "Signature": "none",
            "SigningCertUrl": f"{host}/none.pem",
            "UnsubscribeUrl": f"{host}/?Action=Unsubscribe&SubscriptionArn={subscription.arn}",
            "MessageAttributes": {
                name: {"Type": each["Type"], "Value": each["Value"]}
                for name, each in attributes.items()
            },
        },
    }
