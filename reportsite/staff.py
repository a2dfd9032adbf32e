"""Who works on the site: how somebody is let in, for how long, and the admin that asks for it.

On an https site a password alone opens nothing. Who has given it and not yet a code is, for every page, nobody:
`request.user` stays anonymous, and `waiting(request)` is known to the pages of second_step.py alone.
"""

import time

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from reportsite import second_step

BEGAN = "began"  # when somebody signed in, and when he was last seen; seconds of the clock
SEEN = "seen"
OFTEN = 60  # seconds after which a session is written again, which puts off its end


def admitted(get_response):
    """Middleware. Nothing is looked up before a page asks who it is: readers have no session."""

    def respond(request):
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: let_in(request, signed_in))
        return get_response(request)

    return respond


def let_in(request, signed_in):
    """The user, as far as he is let in: not after a whole working day, and staff not without the second step."""
    if not signed_in.is_authenticated:
        return signed_in
    session, now = request.session, time.time()
    if now - session.setdefault(BEGAN, now) > settings.SESSION_LONGEST:
        session.flush()
        return AnonymousUser()
    if now - session.get(SEEN, 0) > OFTEN:
        session[SEEN] = now
    if settings.STAFF_TOTP and signed_in.is_staff and not signed_in.is_verified():
        request.waiting = signed_in
        return AnonymousUser()
    return signed_in


def begin_session(request, **event):
    """Receiver of `user_logged_in`: who signs in again has a whole day again."""
    request.session[BEGAN] = time.time()


class StaffSite(admin.AdminSite):
    """Django's admin with the second step between its login and its pages."""

    def get_urls(self):
        wrap = self.admin_view
        own = [
            path("logout/", self.logout, name="logout"),  # for those who wait, too
            path("code/", second_step.code, name="code"),
            path("code/app/", second_step.app, name="code_app"),
            path("code/recovery/", wrap(second_step.recovery), name="code_recovery"),
        ]
        return own + super().get_urls()

    def login(self, request, extra_context=None):
        if request.method == "GET" and second_step.waiting(request):
            return redirect(second_step.with_target("admin:code", request))
        return super().login(request, extra_context)

    def each_context(self, request):
        has_second_step = settings.STAFF_TOTP and self.has_permission(request)
        return super().each_context(request) | {
            "open_doors": open_doors() if self.has_permission(request) else [],
            "has_second_step": has_second_step,
        }


def open_doors():
    """What an operator has left open, in words for the first page of the admin."""
    if not settings.HTTPS and settings.IS_LOCAL:
        yield (
            f"This site is at {settings.SITE_URL}, for this machine alone: cookies are not tied to https, and a "
            "password is enough to sign in. Before others reach it, give it an https address (docs/deploy.md)."
        )
    elif not settings.HTTPS:
        yield (
            f"This site is at {settings.SITE_URL}, without https: who is on the way between an editor and the "
            "server can read passwords and take over sessions."
        )
    elif not settings.STAFF_TOTP:
        yield "STAFF_TOTP is off: a password is enough to sign in."


@never_cache
def locked_out(request, response, credentials):
    """The page in place of the login after too many wrong passwords."""
    wait = settings.AXES_COOLOFF_TIME
    minutes = round(wait.total_seconds() / 60)
    response = render(
        request, "admin/locked_out.html", {"title": "Please wait", "minutes": minutes}, status=429
    )
    response["Retry-After"] = round(wait.total_seconds())
    return response
