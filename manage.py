#!/usr/bin/env python
"""Django's command line for Reportsite: `python manage.py help` lists what it can do."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.umask(0o077)  # drafts and the secret key are nobody else's
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    execute_from_command_line(sys.argv)
