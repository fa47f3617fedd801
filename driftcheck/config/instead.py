"""`--url`: another URL of the API, instead of the configured URL or list file."""

from driftcheck.document import Document, MappingNode, Node, Scalar, find_node
from driftcheck.model import InputError, Problem
from driftcheck.net import check_url


def with_url(source: Document, url: str) -> Document:
    """Return the configuration with this URL of the API for all accounts.

    Other settings of the API are kept. Raises InputError for an invalid URL, or one that
    credentials may not be sent to.
    """
    try:
        check_url(url)
    except InputError as error:
        raise InputError(
            *(Problem(f"--url: {one.message}", None, one.hint) for one in error.problems)
        ) from error
    root, named = source.root, find_node(source.root, ("accounts",))
    if isinstance(named, MappingNode):
        accounts = {name: _at(account, url) for name, account in named.fields.items()}
        return source._replace(root=_with(root, "accounts", named._replace(fields=accounts)))
    return source._replace(root=_at(root, url))


def _at(account: Node, url: str) -> Node:
    """Return the section of an account with the URL set."""
    known = find_node(account, ("live", "agora"))
    before = known if isinstance(known, MappingNode) else None
    node = find_node(account, ("live", "agora", "url")) or known or account
    text = Scalar(url.replace("$", "$$"), False, node.line, node.column)
    agora = _with(before or MappingNode({}, {}, node.line, node.column), "url", text)
    live = MappingNode({}, {}, agora.line, agora.column)
    return _with(account, "live", _with(live, "agora", agora))


def _with(node: Node, key: str, value: Node) -> Node:
    """Return a mapping with a value under a key, placed at the old key or at the mapping."""
    if not isinstance(node, MappingNode):
        return node  # invalid, and reported elsewhere
    keys = {key: (node.line, node.column), **node.keys}
    return node._replace(fields={**node.fields, key: value}, keys=keys)
