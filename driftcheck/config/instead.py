"""`--url`: another URL of the API in place of the configured one, or of a list in a file."""

from driftcheck.document import Document, MappingNode, Node, Scalar, find_node
from driftcheck.model import InputError, Problem
from driftcheck.net import check_url


def with_url(source: Document, url: str) -> Document:
    """A configuration whose accounts ask the API at a URL, with all else that it says of the API.

    Raises InputError where credentials may not be sent there, or where it is no URL.
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
    """What a configuration says of an account, with the URL in its place."""
    known = find_node(account, ("live", "agora"))
    before = known if isinstance(known, MappingNode) else None
    node = find_node(account, ("live", "agora", "url")) or known or account
    text = Scalar(url.replace("$", "$$"), False, node.line, node.column)
    agora = _with(before or MappingNode({}, {}, node.line, node.column), "url", text)
    live = MappingNode({}, {}, agora.line, agora.column)
    return _with(account, "live", _with(live, "agora", agora))


def _with(node: Node, key: str, value: Node) -> Node:
    """A mapping with a value under a key, which stands where the key stood, or the mapping."""
    if not isinstance(node, MappingNode):
        return node  # a fault, which is noted
    keys = {key: (node.line, node.column), **node.keys}
    return node._replace(fields={**node.fields, key: value}, keys=keys)
