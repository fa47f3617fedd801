"""Coverage-guided fuzzing of what reads files first; run by `make fuzz-loaders`.

Whatever the bytes are, they are read or refused by an error of ours. Options are those of
libFuzzer, folders are corpora: new inputs go into the first, and what fails is kept in a file.
With `--pure` YAML is read without libyaml, so that its parser is seen and guides the fuzzer.
"""

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

atheris: Any = import_module("atheris")  # installed by `make fuzz-loaders` only

with atheris.instrument_imports(include=["driftcheck", "yaml"]):
    import yaml

    if "--pure" in sys.argv:
        del yaml.CLoader
    from driftcheck import document
    from driftcheck.document import jsonfile
    from driftcheck.live.decode import decode
    from driftcheck.model import DriftcheckError


FILE = Path(".hypothesis", "loaders.yaml")
"""Where each input is put, to be read."""


def read(data: bytes) -> None:
    """Read bytes as a document, a JSON file, and a live list."""
    FILE.write_bytes(data)
    with suppress(DriftcheckError):
        document.load(FILE, "some.yaml")
    with suppress(DriftcheckError):
        jsonfile.load_json(FILE, "some.json")
    with suppress(DriftcheckError):
        decode(data, "live.json")


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    atheris.Setup([arg for arg in sys.argv if arg != "--pure"], read)
    atheris.Fuzz()
