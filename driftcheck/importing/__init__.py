"""Import a live list into declaration files, which are verified before they are written.

Modules that write are imported on demand, because `fetch` only needs the account and its list.
"""

from typing import TYPE_CHECKING

from driftcheck.importing.chosen import (
    Chosen,
    choose_account,
    choose_without_file,
    fetch_chosen,
)

if TYPE_CHECKING:
    from driftcheck.importing.drafting import Import, header_of, make_draft, verify_draft
    from driftcheck.importing.envfile import read_env
    from driftcheck.importing.existing import read_known
    from driftcheck.importing.ignored import ignoring
    from driftcheck.importing.new import write_new
    from driftcheck.importing.update import add_new
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "drafting": "Import header_of make_draft verify_draft",
            "envfile": "read_env",
            "existing": "read_known",
            "ignored": "ignoring",
            "new": "write_new",
            "update": "add_new",
        },
    )
