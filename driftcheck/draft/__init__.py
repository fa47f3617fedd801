"""Turn a live list into the text of declaration files, without secrets."""

from driftcheck.draft.changes import Change, Changes, Steps, tree_at
from driftcheck.draft.compose import Header, entries_text, file_text
from driftcheck.draft.edits import Edit, apply_edits
from driftcheck.draft.insert import slot
from driftcheck.draft.naming import BY, file_names, free, group_of, pipeline_of, stem_of
from driftcheck.draft.rewrite import EntryWriter
from driftcheck.draft.scalars import key
from driftcheck.draft.secrets import Secrets, UndeclarableError, env_text
from driftcheck.draft.spans import Written, spans
from driftcheck.draft.start import EXAMPLE
from driftcheck.draft.state import state
from driftcheck.draft.stated import Draft, Stated, Tree
