"""The WSGI application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

from reportsite.checks import refuse_faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")

refuse_faults()

application = get_wsgi_application()
