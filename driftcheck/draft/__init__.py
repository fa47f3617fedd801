"""Declarations of what is live: a live list to the text of files, secrets left out."""

from driftcheck.draft.compose import Header, entries_text, file_text
from driftcheck.draft.insert import slot
from driftcheck.draft.naming import BY, file_names, free, group_of, pipeline_of, stem_of
from driftcheck.draft.secrets import Secrets, env_text
from driftcheck.draft.state import state
from driftcheck.draft.stated import Draft, Stated
