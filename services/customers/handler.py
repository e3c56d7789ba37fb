"""Routes of customers: HTTP in, HTTP out."""

from http import HTTPStatus

from services.customers.model import Actor, Customer, Profile
from services.customers.ports import (
    CustomerChangedError,
    Customers,
    NoProfileError,
    UnknownCustomerError,
)
from services.customers.schemas import CustomerBody, ExportBody, InspectHeaders, PutProfile
from services.customers.use_cases import (
    Caller,
    Visit,
    erase_profile,
    export_profile,
    inspect_customer,
    put_profile,
    read_profile,
)
from shared.auth.principal import Kind, Principal
from shared.routes import Request, Response, Routes
from shared.versions import PreconditionFailedError, PreconditionRequiredError
from shared.versions.etags import (
    ChangeHeaders,
    IfNoneMatchHeaders,
    etag,
    expectation,
    is_known,
)

routes = Routes("customers", groups={"customer": ["read", "write"], "staff": ["admin"]})
routes.problem(NoProfileError, HTTPStatus.NOT_FOUND)
routes.problem(UnknownCustomerError, HTTPStatus.NOT_FOUND)
routes.problem(CustomerChangedError, HTTPStatus.PRECONDITION_FAILED)

CHANGE_ERRORS = [PreconditionFailedError, CustomerChangedError, PreconditionRequiredError]
TAGGED = {"ETag": "The version: for If-Match to change it, for If-None-Match to read it anew"}
ATTACHED = {"Content-Disposition": "The name of the file"}


@routes.put(
    "/customers/me",
    body=PutProfile,
    headers=ChangeHeaders,
    answer=CustomerBody,
    status=HTTPStatus.CREATED,
    also=[HTTPStatus.OK],
    answer_headers=TAGGED,
    errors=CHANGE_ERRORS,
)
def put_me(request: Request[PutProfile], customers: Customers) -> Response:
    """Make your profile, or replace it with If-Match."""
    caller, expected = _caller(request.principal), expectation(request.headers)
    customer = put_profile(request.body.to(Profile), caller, expected, customers)
    if customer.version > 1:
        return _answer(HTTPStatus.OK, customer)
    return _answer(HTTPStatus.CREATED, customer, Location="/v1/customers/me")


@routes.get(
    "/customers/me",
    headers=IfNoneMatchHeaders,
    answer=CustomerBody,
    answer_headers=TAGGED,
    errors=[NoProfileError],
)
def read_me(request: Request[None], customers: Customers) -> Response:
    """Read your profile, unless you have this version."""
    customer = read_profile(request.principal.tenant, customers)
    if is_known(request.headers.if_none_match, etag(customer.revision)):
        return Response(HTTPStatus.NOT_MODIFIED, headers=_tagged(customer))
    return _answer(HTTPStatus.OK, customer)


@routes.delete(
    "/customers/me",
    headers=ChangeHeaders,
    answer=None,
    status=HTTPStatus.NO_CONTENT,
    errors=[NoProfileError, *CHANGE_ERRORS],
)
def erase_me(request: Request[None], customers: Customers) -> Response:
    """Erase your profile, for good."""
    erase_profile(_caller(request.principal), expectation(request.headers), customers)
    return Response(HTTPStatus.NO_CONTENT)


@routes.get(
    "/customers/me/export",
    answer=ExportBody,
    answer_headers=ATTACHED,
    errors=[NoProfileError],
)
def export_me(request: Request[None], customers: Customers) -> Response:
    """Take everything that is kept about you, as one file."""
    export = export_profile(_caller(request.principal), customers)
    attached = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return Response(HTTPStatus.OK, ExportBody.of(export), attached)


@routes.get(
    "/customers/{customerId}",
    scope="customers/admin",
    headers=InspectHeaders,
    answer=CustomerBody,
    errors=[UnknownCustomerError],
)
def inspect(request: Request[None], customers: Customers) -> Response:
    """Read a customer as staff, on the record; machines see their own tenant's."""
    principal = request.principal
    visit = Visit(
        actor=Actor(principal.client_id, principal.subject),
        reason=request.headers.audit_reason,
        tenant=None if principal.kind is Kind.PEOPLE else principal.tenant,
    )
    customer = inspect_customer(request.path["customerId"], visit, customers)
    return Response(HTTPStatus.OK, CustomerBody.of(customer))


def _caller(principal: Principal) -> Caller:
    return Caller(principal.tenant, Actor(principal.client_id))


def _answer(status: HTTPStatus, customer: Customer, **headers: str) -> Response:
    return Response(status, CustomerBody.of(customer), _tagged(customer) | headers)


def _tagged(customer: Customer) -> dict[str, str]:
    return {"ETag": etag(customer.revision)}
