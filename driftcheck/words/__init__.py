"""Text functions: columns, escaping, redaction, counts, times and suggestions."""

from driftcheck.words.columns import align, clip, fold, pad, width_of
from driftcheck.words.escape import (
    cell,
    command_property,
    command_text,
    defuse,
    json_text,
    printable,
    runs_left,
    value,
)
from driftcheck.words.links import is_commit, is_plain_url, short_commit
from driftcheck.words.lookalike import beside, looks_of, plain, shorten, tell_apart
from driftcheck.words.plurals import counted, inflect, list_some
from driftcheck.words.pointers import JSON, Steps, pointer, steps
from driftcheck.words.redact import (
    LONG,
    SENSITIVE,
    QuotedSecrets,
    address_parts,
    hide_credentials,
    hide_known,
    hide_userinfo,
    hide_value_in_name,
    hide_word,
    is_mask,
    is_secret,
    know,
    knowing,
    split_address,
)
from driftcheck.words.requirement import (
    BOUNDS,
    SIZES,
    TYPES,
    alternatives,
    limit,
    requirement,
    word,
)
from driftcheck.words.suggest import choice_meant, did_you_mean, nearest
from driftcheck.words.times import (
    as_utc,
    minute,
    seconds_between,
    seconds_of,
    seconds_since,
    unix_time,
    utc_now,
)
