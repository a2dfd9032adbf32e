"""Fixtures of all tests, and how many random cases they try."""

import os

from hypothesis import Phase, settings

pytest_plugins = ["tests.proofs", "tests.shelf"]

# A slow machine fails nothing, so no case has a deadline.
settings.register_profile("default", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("prove", max_examples=5_000, deadline=None, print_blob=True)
# The same few cases for every change of the code (`make mutate`): that one fails is enough, which is the smallest is not asked.
settings.register_profile(
    "mutate",
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("prove" if os.environ.get("PROVE") == "1" else "default")
