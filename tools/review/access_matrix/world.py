"""The gateway over the embedded AWS, in this process and without a port."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import httpx
from moto import mock_aws

from embedded_aws import in_process_gateway, patch_api_gateway
from tools.review.access_matrix.consumers import LATELY_DISABLED, Consumers
from tools.review.access_matrix.document import ACCOUNT, GATEWAY_ROLE, REGION, document
from tools.review.access_matrix.functions import InProcessFunctions, handles
from tools.review.access_matrix.preparation import Ids, addressed, prepare
from tools.review.access_matrix.requests import Ask
from tools.review.access_matrix.tables import make_tables

STAGE = "v1"


@dataclass
class World:
    """One deployed API and the data of its services."""

    api: httpx.AsyncClient
    dynamodb: Any
    consumers: Consumers
    services: list[str]

    async def answer(self, ask: Ask, ids: Ids, authorization: str | None) -> int:
        """The status that a caller gets."""
        path = addressed(ask.path, ids)
        given = {"Authorization": authorization} if authorization else {}
        answer = await self.api.request(
            ask.method, path, params=ask.query, headers={**ask.headers, **given}, json=ask.body
        )
        return answer.status_code

    async def prepared(self, ask: Ask) -> Ids:
        """Empty the tables and create the request's resources; returns the path parameters."""
        make_tables(self.dynamodb, self.services)
        return await prepare(self.api, ask)

    def disable(self) -> None:
        """Disable the consumer whose policy the gateway caches."""
        self.consumers.disable(LATELY_DISABLED, "late")


@asynccontextmanager
async def opened(services: list[str], groups: dict[str, list[str]]) -> AsyncIterator[World]:
    """The API deployed, consumers registered, groups known."""
    patch_api_gateway()
    with mock_aws():
        session: Any = boto3.Session(region_name=REGION)
        _let_the_gateway_read(session.client("iam"))
        apis = session.client("apigateway")
        api_id = _deployed(apis, services)
        consumers = Consumers(session.client("ssm"), apis, api_id, STAGE)
        consumers.fill()
        consumers.tell_groups(groups)
        functions = InProcessFunctions(handles(services, session))
        transport = httpx.ASGITransport(in_process_gateway(functions, ACCOUNT))
        base = f"http://callers/restapis/{api_id}/{STAGE}/_user_request_"
        async with httpx.AsyncClient(transport=transport, base_url=base) as api:
            yield World(api, session.client("dynamodb"), consumers, services)


def _let_the_gateway_read(iam: Any) -> None:
    gateway = {"Principal": {"Service": "apigateway.amazonaws.com"}}
    trust = _allowing("sts:AssumeRole", **gateway)
    reading = _allowing("dynamodb:GetItem", Resource="*")
    iam.create_role(RoleName=GATEWAY_ROLE, AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName=GATEWAY_ROLE, PolicyName="reading", PolicyDocument=reading)


def _allowing(action: str, **whom_or_what: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, **whom_or_what}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _deployed(apigateway: Any, services: list[str]) -> str:
    api_id = str(apigateway.create_rest_api(name="callers")["id"])
    body = json.dumps(document(services)).encode()
    apigateway.put_rest_api(restApiId=api_id, mode="overwrite", body=body)
    deployment = apigateway.create_deployment(restApiId=api_id)["id"]
    apigateway.create_stage(restApiId=api_id, stageName=STAGE, deploymentId=deployment)
    return api_id
