from chytalnia.programmes.tests.conftest import english, one, sign_in, staff, units  # noqa: F401 - fixtures
