"""Routes of parcels: HTTP in, HTTP out."""

from http import HTTPStatus

from services.parcels.ports import Parcels, UnknownParcelError
from services.parcels.schemas import HandIn, ParcelBody
from services.parcels.use_cases import hand_in, read_parcel
from shared.routes import Request, Response, Routes

routes = Routes("parcels", groups={"customer": ["read", "write"], "staff": ["admin"]})
routes.problem(UnknownParcelError, HTTPStatus.NOT_FOUND)


@routes.post("/parcels", body=HandIn, answer=ParcelBody, status=HTTPStatus.CREATED)
def add(request: Request[HandIn], parcels: Parcels) -> Response:
    """Hand a parcel in."""
    parcel = hand_in(request.body.grams, request.principal.tenant, parcels)
    location = {"Location": f"/v1/parcels/{parcel.id}"}
    return Response(HTTPStatus.CREATED, ParcelBody.of(parcel), location)


@routes.get("/parcels/{parcelId}", answer=ParcelBody, errors=[UnknownParcelError])
def read(request: Request[None], parcels: Parcels) -> Response:
    """Read one of your parcels."""
    parcel = read_parcel(request.path["parcelId"], request.principal.tenant, parcels)
    return Response(HTTPStatus.OK, ParcelBody.of(parcel))
