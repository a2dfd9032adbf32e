"""The site's settings with what tests need: a data folder that goes away, plain files, quick passwords."""

import atexit
import os
import shutil
import tempfile

# Each process has its own folder, so that no index is shared by two test runners.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="reportsite-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["HASHED_STATIC"] = "no"
os.environ["TIME_ZONE"] = "UTC"

from reportsite.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir()  # noqa: F405
# A file, as on a real site: a database in memory locks whole tables when two threads write.
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}  # noqa: F405
DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405 - no test cuts the power
