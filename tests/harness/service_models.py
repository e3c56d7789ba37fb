"""botocore's descriptions of services, read once a process: in moto each test has a new session."""

from typing import Any

from botocore import loaders

FILES: Any = loaders.JSONFileLoader
LOADER: Any = loaders.Loader

CHANGED = "/data/s3/"
"""Descriptions that botocore's clients change: they take the bucket out of an operation's path."""

type Names = tuple[tuple[str, ...], str]


def remember() -> None:
    """Let all sessions share what is read of botocore's files, as the clients of one do."""
    _remember_files()
    _remember_names()


def _remember_files() -> None:
    read, cache = FILES.load_file, dict[str, Any]()

    def load_file(loader: Any, file_path: str) -> Any:
        if CHANGED in file_path:
            return read(loader, file_path)
        if cache.get(file_path) is None:
            cache[file_path] = read(loader, file_path)
        return cache[file_path]

    FILES.load_file = load_file


def _remember_names() -> None:
    names, cache = LOADER.list_available_services, dict[Names, Any]()

    def list_available_services(loader: Any, type_name: str) -> Any:
        key = (tuple(loader.search_paths), type_name)
        if key not in cache:
            cache[key] = names(loader, type_name)
        return cache[key]

    LOADER.list_available_services = list_available_services
