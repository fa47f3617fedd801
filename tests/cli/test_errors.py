"""Every error, through the real command line: exit 1, one clear message on stderr, no traceback."""

from tests.cli.error_cases import CONFIGURATION, DECLARATIONS, Case
from tests.cli.more_error_cases import LIVE, POLICIES, USAGE, WAIVERS
from tests.cli.policy_error_cases import PARAMETERS, RULES
from tests.each import each
from tests.support import Project, Ran

OFFLINE = (*CONFIGURATION, *DECLARATIONS, *POLICIES, *RULES, *PARAMETERS, *WAIVERS)
ALL = (*OFFLINE, *LIVE, *USAGE)
REPORTED = (*CONFIGURATION, *DECLARATIONS, *POLICIES, *WAIVERS, *LIVE)


def told(ran: Ran, project: Project) -> str:
    """Return stderr with a dot instead of the project's folder."""
    return ran.err.replace(str(project.folder), ".")


@each("case", ALL, ids=lambda case: case.name)
def test_an_error_is_exit_1_and_one_clear_message(case: Case, project: Project) -> None:
    ran = project.write(**case.files).run(*case.args)
    assert told(ran, project) == case.err
    assert (ran.code, ran.out) == (1, "")


@each("case", OFFLINE, ids=lambda case: case.name)
def test_validate_reports_offline_what_check_would(case: Case, project: Project) -> None:
    ran = project.write(**case.files).run("validate", *case.args[1:])
    assert (ran.code, ran.out, told(ran, project)) == (1, "", case.err)


@each("case", REPORTED, ids=lambda case: case.name)
def test_a_requested_report_is_written_with_the_reason(case: Case, project: Project) -> None:
    ran = project.write(**case.files).run(*case.args, "-o", "json")
    (account,) = ran.json["accounts"]
    assert (ran.code, ran.json["outcome"], ran.json["exit_code"]) == (1, "error", 1)
    assert account["error"] == ran.err.replace("Error: ", "").rstrip("\n")
