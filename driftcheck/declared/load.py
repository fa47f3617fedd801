"""Declaration files to one mapping of phone number to declaration."""

from collections.abc import Iterable, Sequence

from driftcheck import document
from driftcheck.declared.entry import EntryReader, twice
from driftcheck.declared.variables import Variables
from driftcheck.document import InputFile
from driftcheck.model import JSON, Collector, Declaration, Declared, InputError, Place, Problem
from driftcheck.system import MAX_BULK_BYTES
from driftcheck.validation.declarable import Form

MAX_NUMBERS = 5_000_000
"""How many numbers may be declared in all: some ranges in a row would fill any memory."""


def load(
    files: Iterable[InputFile],
    entry_schema: JSON,
    variables: Variables | None = None,
    *,
    may_be_empty: bool = False,
) -> Declared:
    """The declared state from all files together; what may be declared follows `entry_schema`.

    `variables` are those that are filled in; the whole environment, if they are left out.

    Raises InputError with everything that is wrong with them, no declared number included, unless
    they `may_be_empty`.
    """
    files = tuple(files)
    loader = _Loader(Form(entry_schema), variables or Variables())
    for file in files:
        with loader.step():
            # That is noted already, and once is enough.
            if len(loader.declared) > MAX_NUMBERS:
                break
            loader.file(file)
    if not (loader.declared or loader.problems or may_be_empty) and files:
        where = Place(files[0].name, 1, 1)
        loader.add("no number is declared", where, "Declare at least one under `numbers`.")
    loader.finish()
    return loader.declared


class _Loader(Collector):
    """Gathers the declarations of several files, and what is wrong with them."""

    def __init__(self, form: Form, variables: Variables) -> None:
        super().__init__()
        self.form = form
        self.variables = variables
        self.declared: dict[str, Declaration] = {}

    def file(self, file: InputFile) -> None:
        """Declare what a file says. Hot loop: an entry a round."""
        reader = EntryReader(file.name, self.form, self.problems, self.variables)
        listing = document.Listing("numbers", reader.direct)
        source = document.load(file.path, file.name, MAX_BULK_BYTES, listing)
        # Only now: the defaults may stand below the entries.
        reader.begin(source.root)
        entries = source.listed(listing.key)
        entries.reverse()
        while entries:  # each is forgotten once it is read, for less memory
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
        """Declare numbers; of those declared before, name the first and count the rest.

        Numbers with places of their own are declared, and named, each by itself.
        """
        if places:
            for number, place in zip(numbers, places, strict=True):
                self.register((number,), declaration.at(place), ())
            return
        known = self.declared
        # One look-up a number: a new one gives this very declaration back.
        taken = [n for n in numbers if known.setdefault(n, declaration) is not declaration]
        if taken:
            self.add_repeated(taken, declaration)

    def add_repeated(self, taken: list[str], declaration: Declaration) -> None:
        """Note that numbers are declared before."""
        verb = f"and {len(taken) - 1} more are" if len(taken) > 1 else "is"
        first, place = self.declared[taken[0]].place, declaration.place_of("phone_number")
        self.problems.append(twice(f"{taken[0]} {verb}", place, first))
