"""A case of the public YAML test suite: a text, and how the reader must read it.

The tables in the other files hold every case of the suite, https://github.com/yaml/yaml-test-suite,
under the id that it has there (and, where a file of the suite holds several, their number from 0).
What driftcheck must make of a case is said here, by its own rules: one document a file, no tags, no
merge keys, keys that are plain text and given once; and scalars typed as in JSON, all else being
text. The texts are those of the suite:

MIT License

Copyright (c) 2016-2020 Ingy döt Net

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

from dataclasses import dataclass

from driftcheck.model import JSON

SYNTAX = "not valid YAML: "
TAG = "tags (!...) are not supported"
SECOND = "a second document begins here"
KEY = "a key must be plain text"
ANCHOR = "an anchor (&...) has no value"
EMPTY = "the file is empty"
NO_SPACE = "no space after the question mark"
UNINDENTED = (
    "not valid YAML: a quote opens here, but the text continues on a line that is not indented"
)
NAME_HOLDS = "the name of an anchor (&...) or alias (*...) may contain only letters and digits"


@dataclass(frozen=True, slots=True)
class Accepted:
    """YAML of the subset that driftcheck knows, which is read to what the suite says."""

    id: str
    name: str
    text: str
    value: JSON
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that is refused at a line with a message: it is not YAML, or not of the subset."""

    id: str
    name: str
    text: str
    line: int
    message: str = SYNTAX


@dataclass(frozen=True, slots=True)
class Reads:
    """The result for a text that is read as YAML."""

    value: JSON


@dataclass(frozen=True, slots=True)
class Refuses:
    """The result for a text that is refused; the suite does not say at which line."""

    line: int = 0


Outcome = Reads | Refuses


@dataclass(frozen=True, slots=True)
class Difference:
    """A case where a reader is not of the suite's opinion, and why that is as it is.

    `suite` is what the suite says; None stands for valid YAML that has no form in JSON, for a key
    is left out or there are several documents. `libyaml` is the reader that is used where it is
    there, `python` the other.
    """

    id: str
    name: str
    text: str
    suite: Outcome | None
    libyaml: Outcome
    python: Outcome
    note: str
