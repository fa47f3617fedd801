"""Assertions of the helpers say what they saw, as those of tests do."""

import pytest

pytest.register_assert_rewrite("tests.faults.matrix")
