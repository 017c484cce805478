"""The settings the tests run with: the same parts, a cheap hasher, files in a folder of their own."""

import atexit
import os
import shutil
import tempfile

# A folder for each test process, never that of a library: processes beside each other share nothing but the code.
os.environ["CHYTALNIA_DATA"] = tempfile.mkdtemp(prefix="chytalnia-test-")
atexit.register(shutil.rmtree, os.environ["CHYTALNIA_DATA"], ignore_errors=True)
os.environ.setdefault("CHYTALNIA_LOG", "WARNING")

from .settings import *  # noqa: E402, F403
from .settings import DATA, DATABASES, STORAGES  # noqa: E402

# The demo network is made by one process and copied by the others, who must be able to read its sealed ballots.
SECRET_KEY = "the key of every test process, and of nothing else"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads, WAL and locks are then the real ones.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
AXES_ENABLED = False
