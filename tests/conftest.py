"""Fixtures of all tests, and how many random cases they try."""

import os

from hypothesis import settings

pytest_plugins = ["tests.proofs", "tests.shelf"]

# A slow machine fails nothing, so no case has a deadline.
settings.register_profile("default", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("prove", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile("prove" if os.environ.get("PROVE") == "1" else "default")
