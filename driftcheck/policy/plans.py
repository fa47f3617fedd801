"""The numbering plans of the world: the package `phonenumbers`, installed by phonenumberslite."""

from driftcheck.model import DriftcheckError, Problem

try:
    from phonenumbers import (
        SUPPORTED_REGIONS,
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_valid_number_for_region,
        number_type,
        parse,
        region_code_for_number,
    )
except ImportError as error:
    # The distribution phonenumbers fills the same folder. Whoever uninstalls it later takes the
    # files of phonenumberslite away, and pip goes on to say that all is installed.
    _CAUSE = "the package phonenumbers, which phonenumberslite installs, cannot be imported"
    _HINT = "Run: python -m pip install --force-reinstall --no-deps phonenumberslite"
    raise DriftcheckError(Problem(_CAUSE, None, _HINT)) from error

__all__ = [
    "SUPPORTED_REGIONS",
    "NumberParseException",
    "PhoneNumberFormat",
    "format_number",
    "is_valid_number_for_region",
    "number_type",
    "parse",
    "region_code_for_number",
]
