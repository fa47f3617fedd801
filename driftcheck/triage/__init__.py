"""Selection, waivers and the baseline: which findings count. Each is imported on first use."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftcheck.triage.baseline import (
        Baseline,
        compare_with_baseline,
        load_baseline,
        mark_existing,
    )
    from driftcheck.triage.select import (
        Selector,
        keep_matching,
        nothing_selected,
        parse_selectors,
        why_nothing,
    )
    from driftcheck.triage.typed import display_selector
    from driftcheck.triage.waivers import (
        WAIVER_EXAMPLE,
        Waiver,
        load_waivers,
        mark_waived,
        overdue_waivers,
        waiver_titles,
    )
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "baseline": "Baseline compare_with_baseline load_baseline mark_existing",
            "select": "Selector keep_matching nothing_selected parse_selectors why_nothing",
            "typed": "display_selector",
            "waivers": "WAIVER_EXAMPLE Waiver load_waivers mark_waived overdue_waivers "
            "waiver_titles",
        },
    )
