from chytalnia.programmes.tests.conftest import desk, english, librarian, one, units  # noqa: F401 - fixtures
