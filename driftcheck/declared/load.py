"""Load declaration files into one mapping of phone number to declaration."""

from collections.abc import Iterable, Sequence

from driftcheck import document
from driftcheck.declared.entry import EntryReader, twice
from driftcheck.declared.variables import Variables
from driftcheck.document import InputFile
from driftcheck.model import JSON, Collector, Declaration, Declared, InputError, Place, Problem
from driftcheck.system import MAX_BULK_BYTES
from driftcheck.validation.declarable import Form

MAX_NUMBERS = 5_000_000
"""The maximum of declared numbers, because a few ranges could exhaust memory."""


def load(
    files: Iterable[InputFile],
    entry_schema: JSON,
    variables: Variables | None = None,
    *,
    may_be_empty: bool = False,
) -> Declared:
    """Return the declared state of all files. `entry_schema` defines what may be declared.

    `variables` are the variables to fill in; the default is the whole environment.

    Raises InputError with all errors in the files. That no numbers are declared is an error too,
    unless they `may_be_empty`.
    """
    files = tuple(files)
    loader = _Loader(Form(entry_schema), variables or Variables())
    for file in files:
        with loader.step():
            # One problem about too many numbers is enough.
            if len(loader.declared) > MAX_NUMBERS:
                break
            loader.file(file)
    if not (loader.declared or loader.problems or may_be_empty) and files:
        where = Place(files[0].name, 1, 1)
        loader.add("no numbers are declared", where, "Declare at least one under `numbers`.")
    loader.finish()
    return loader.declared


class _Loader(Collector):
    """Collects the declarations of several files, and their errors."""

    def __init__(self, form: Form, variables: Variables) -> None:
        super().__init__()
        self.form = form
        self.variables = variables
        self.declared: dict[str, Declaration] = {}

    def file(self, file: InputFile) -> None:
        """Add the declarations of a file. Hot loop: one entry per iteration."""
        reader = EntryReader(file.name, self.form, self.problems, self.variables)
        listing = document.Listing("numbers", reader.direct)
        source = document.load(file.path, file.name, MAX_BULK_BYTES, listing)
        # Only now, because the defaults may follow the entries.
        reader.begin(source.root)
        entries = source.listed(listing.key)
        entries.reverse()
        while entries:  # free each entry after reading it, to save memory
            entry = entries.pop()
            content = reader.read(entry)
            if content:
                self.register(*content)
            if len(self.declared) > MAX_NUMBERS:
                hint = "Split the fleet into several configurations."
                message = f"more than {MAX_NUMBERS:,} numbers are declared"
                place = Place(file.name, entry.line, entry.column)
                raise InputError(Problem(message, place, hint))

    def register(
        self, numbers: Iterable[str], declaration: Declaration, places: Sequence[Place]
    ) -> None:
        """Add a declaration of numbers, and report numbers that are already declared.

        The problem names the first such number and counts the others. Numbers with places are
        added and reported one by one.
        """
        if places:
            for number, place in zip(numbers, places, strict=True):
                self.register((number,), declaration.at(place), ())
            return
        known = self.declared
        # One look-up per number: `setdefault` returns this declaration for a new number.
        taken = [n for n in numbers if known.setdefault(n, declaration) is not declaration]
        if taken:
            self.add_repeated(taken, declaration)

    def add_repeated(self, taken: list[str], declaration: Declaration) -> None:
        """Report numbers that are already declared."""
        verb = f"and {len(taken) - 1} more are" if len(taken) > 1 else "is"
        first, place = self.declared[taken[0]].place, declaration.place_of("phone_number")
        self.problems.append(twice(f"{taken[0]} {verb}", place, first))
