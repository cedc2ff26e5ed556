"""Settings of the test suite; they differ only where they must. Each run writes into a folder of its own."""

import atexit
import importlib
import os
import shutil
import tempfile

if "TEST_DATA_DIR" not in os.environ:
    os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_DATA_DIR"], ignore_errors=True)
# Processes of one run keep apart: what one's sweeper finds without a row would be another's file.
os.environ["DATA_DIR"] = os.path.join(os.environ["TEST_DATA_DIR"], os.environ.get("PYTEST_XDIST_WORKER", "main"))

import portal.settings

# The package was read on the way to this module, with the folder of a running portal; it must not be the suite's.
importlib.reload(portal.settings)
from portal.settings import *  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "portal.accounts.first_passwords.FirstPasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"user": None, "anon": None}}
# Public questions are counted by address, and all processes of a run have one: each counts in a Redis database of its own.
if REDIS_URL:
    _process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rpartition('/')[0]}/{1 + _process % 15}"
# Sessions out of Redis would make pages ask the database one question less in that lane than in the others.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing folder
