"""The site on this machine."""

import os
import shlex

from dev.environment import RUN, environment
from dev.machine import ROOT, Refusal, become, call, data_folder, free_port, make_writable

MADE = "collection-loaded"  # what `manage.py prepare` leaves in the data folder once the site has been made


def run():
    """make the site ready and serve it on 127.0.0.1 (PORT, DATA_DIR; at first COLLECTION=DIR, example or none)"""
    port = free_port(os.environ.get("PORT") or "8000")
    data = data_folder()
    make_writable(data)
    python = environment(RUN)
    os.umask(0o077)  # drafts and the secret key are nobody else's
    os.environ.update(DATA_DIR=str(data), PORT=str(port))
    call(python, "manage.py", "prepare")
    print("To make an admin user, in a second terminal:", admin_line(data), flush=True)
    become(python, "-m", "gunicorn", "--config=python:reportsite.gunicorn", "reportsite.wsgi")


def admin_line(data):
    return "make admin" if data == ROOT / "data" else "make admin DATA_DIR={}".format(shlex.quote(str(data)))


def admin():
    """make an admin user of the site (DATA_DIR)"""
    data = data_folder()
    if not (data / MADE).exists():
        raise Refusal(f"There is no site in {data} yet. Start it first: make run")
    os.environ["DATA_DIR"] = str(data)
    become(environment(RUN), "manage.py", "createsuperuser")
