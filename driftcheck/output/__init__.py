"""Output: files, the terminal, and progress.

Many commands only print text, so the modules that write reports are imported on first use.
"""

from typing import TYPE_CHECKING

from driftcheck.output.terminal import (
    columns,
    drop_stdout,
    note,
    say,
    tell,
    wants_color,
    write_stderr,
    write_stdout,
)

if TYPE_CHECKING:
    from driftcheck.output.atomic import PRIVATE, File, advice, audience, write_all, write_file
    from driftcheck.output.display import view_of
    from driftcheck.output.progress import Progress
    from driftcheck.output.scratch import filled_folder
    from driftcheck.output.targets import (
        Output,
        is_stdout,
        keep_inputs,
        parse_outputs,
        real_path,
        refuse_inputs,
    )
    from driftcheck.output.writing import Unrecorded, tell_verdict, write_as, write_reports
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "atomic": "PRIVATE File advice audience write_all write_file",
            "display": "view_of",
            "progress": "Progress",
            "scratch": "filled_folder",
            "targets": "Output is_stdout keep_inputs parse_outputs real_path refuse_inputs",
            "writing": "Unrecorded tell_verdict write_as write_reports",
        },
    )
