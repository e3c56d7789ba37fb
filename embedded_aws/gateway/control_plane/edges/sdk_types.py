"""The kinds of SDKs (API reference, SdkType); the SDKs themselves are not generated here."""

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import NotFoundError
from embedded_aws.gateway.control_plane.protocol.paging import page


def _property(name: str, friendly: str, description: str, *, required: bool = False) -> Json:
    return {
        "name": name,
        "friendlyName": friendly,
        "description": description,
        "required": required,
    }


JAVA = [
    _property("service.name", "Service Name", "Name of the service", required=True),
    _property("java.package-name", "Java Package Name", "Package of the classes", required=True),
    _property("java.build-system", "Java Build System", "Build system: maven or gradle"),
    _property("java.group-id", "Java Group Id", "Group of the artifact"),
    _property("java.artifact-id", "Java Artifact Id", "Id of the artifact"),
    _property("java.artifact-version", "Java Artifact Version", "Version of the artifact"),
]
ANDROID = [
    _property("groupId", "Group ID", "Group of the artifact", required=True),
    _property("artifactId", "Artifact ID", "Id of the artifact", required=True),
    _property("artifactVersion", "Artifact Version", "Version of the artifact", required=True),
    _property("invokerPackage", "Invoker Package", "Package of the classes", required=True),
]
PREFIX = [_property("classPrefix", "Prefix", "Prefix of the classes", required=True)]
RUBY = [
    _property("service.name", "Service Name", "Name of the service", required=True),
    _property("ruby.gem-name", "Ruby Gem Name", "Name of the gem"),
    _property("ruby.gem-version", "Ruby Gem Version", "Version of the gem"),
]
TYPES: dict[str, tuple[str, str, list[Json]]] = {
    "android": ("Android", "Generates an Android SDK", ANDROID),
    "java": ("Java SDK", "Generates a Java SDK", JAVA),
    "javascript": ("JavaScript", "Generates a JavaScript SDK", []),
    "objectivec": ("iOS (Objective-C)", "Generates an iOS SDK in Objective-C", PREFIX),
    "ruby": ("Ruby SDK", "Generates a Ruby SDK", RUBY),
    "swift": ("iOS (Swift)", "Generates an iOS SDK in Swift", PREFIX),
}


def _shown(name: str) -> Json:
    friendly, description, properties = TYPES[name]
    return {
        "id": name,
        "friendlyName": friendly,
        "description": description,
        "configurationProperties": properties,
    }


@served("GetSdkTypes", only_kept=True)
def get_sdk_types(call: Call) -> Json:
    """All kinds."""
    return page(call, map(_shown, TYPES))


@served("GetSdkType", only_kept=True)
def get_sdk_type(call: Call) -> Json:
    """One kind."""
    if call["id"] not in TYPES:
        raise NotFoundError("Invalid SDK type identifier specified")
    return _shown(call["id"])
