"""The site where gunicorn does not run: `waitress-serve --call reportsite.waitress:application`."""

from django.utils.module_loading import import_string

from reportsite import wsgi


def application():
    start_indexer = import_string("documents.search.indexer.start")
    start_indexer()
    return wsgi.application
