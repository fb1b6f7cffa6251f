"""For all tests: Hypothesis judges what is true, never how long a busy machine took for it."""

from hypothesis import settings

settings.register_profile("wegwijs", deadline=None)
settings.load_profile("wegwijs")
