"""Names of a package that are imported when they are used: what they need takes long to import."""

from collections.abc import Callable, Mapping
from importlib import import_module


def late(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` (PEP 562) of a package; `names` are those that each module of it gives."""
    homes = {name: module for module, given in names.items() for name in given.split()}

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get
