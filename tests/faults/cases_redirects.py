"""Rows: redirects, none of which is followed."""

from tests.faults.matrix import Row
from tests.faults.server import redirect
from tests.live.server import answer

ADDRESS = "Set `url` to the final address; credentials are not sent to another host."


def refused(name: str, status: int, location: str, target: str) -> Row:
    """A redirect to a location, and the message about it."""
    says = f"{{url}} answered {status}: a redirect to {target}"
    return Row(name, (redirect(status, location),), says, ADDRESS)


ROWS = [
    *(refused(f"redirect-{status}", status, "{other}", "{other}") for status in (301, 302, 303)),
    refused("redirect-307", 307, "{other}?token=t0ken#part", "{other}"),
    refused(
        "redirect-308",
        308,
        "https://user:w0rd@login.example.com/in",
        "https://(sensitive)@login.example.com/in",
    ),
    refused("redirect-in-a-circle", 302, "{url}", "{url}"),
    refused("redirect-to-a-path", 301, "/list/?token=t0ken", "/list/"),
    refused("redirect-to-a-file", 302, "file:///etc/passwd", "file:///etc/passwd"),
    refused("redirect-to-garbage", 302, "http://[::1:%%zz", "http://[::1:%%zz"),
    refused("redirect-beyond-ascii", 302, "h\xf6st\x9b:\xff", "h\xf6st\\x9b:\xff"),
    Row(
        "redirect-to-nowhere", (answer(302),), "{url} answered 302: a redirect to nowhere", ADDRESS
    ),
]
