"""Tests that share a server run in one process; a pytest whose ids its parallel runner does not understand would start one for each."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("grouped")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process runs everything")
def test_the_group_of_a_test_is_heeded(request: pytest.FixtureRequest) -> None:
    assert request.node.nodeid.endswith("@grouped")
