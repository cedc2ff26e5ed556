from tests.jobs import kinds  # noqa: F401  declares the kinds of the tests
