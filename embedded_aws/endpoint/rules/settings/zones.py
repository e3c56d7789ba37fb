"""Records of hosted zones (Route 53 API reference, ChangeResourceRecordSets).

The words are Route 53's own, as reports of Terraform's users have them.
"""

from typing import Any

from moto.route53.models import route53_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule


def _zone(given: Given) -> Any:
    zone_id = str(given.get("HostedZoneId", "")).rsplit("/", maxsplit=1)[-1]
    place: Any = route53_backends[ACCOUNT_ID]["aws"]
    return place.zones.get(zone_id)


def _changes(given: Given) -> str | None:
    zone, batch = _zone(given), given.get("ChangeBatch") or {}
    if zone is None:
        return None
    faults = [fault for each in batch.get("Changes") or () if (fault := _change(zone, each))]
    return f"[{', '.join(faults)}]" if faults else None


def _change(zone: Any, change: Parameters) -> str | None:
    record = change.get("ResourceRecordSet") or {}
    name, kind = f"{str(record.get('Name', '')).rstrip('.')}.", record.get("Type")
    parent = f"{zone.name.rstrip('.')}."
    if name != parent and not name.endswith(f".{parent}"):
        return f"RRSet with DNS name {name} is not permitted in zone {parent}"
    record_set = f"resource record set [name='{name}', type='{kind}']"
    there = any(_is_same(each, name, record) for each in zone.rrsets)
    if change.get("Action") == "CREATE" and there:
        return f"Tried to create {record_set} but it already exists"
    if change.get("Action") == "DELETE" and not there:
        return f"Tried to delete {record_set} but it was not found"
    return None


def _is_same(stored: Any, name: str, record: Parameters) -> bool:
    named = f"{stored.name.rstrip('.')}.", stored.type, stored.set_identifier or None
    return named == (name, record.get("Type"), record.get("SetIdentifier"))


RULES = (rule("ChangeResourceRecordSets", "InvalidChangeBatch", _changes),)
