"""Package attributes that are imported on first use, because their modules load slowly."""

from collections.abc import Callable, Mapping
from importlib import import_module


def late(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` (PEP 562) for a package; `names` maps modules to their names."""
    homes = {name: module for module, given in names.items() for name in given.split()}

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get
