"""The world's numbering plans: the package `phonenumbers`, installed by phonenumberslite."""

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
    # The distribution phonenumbers uses the same folder. Uninstalling it removes the files of
    # phonenumberslite, which pip still lists as installed.
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
