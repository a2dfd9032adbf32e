"""The second step of signing in: a code from an authenticator app (TOTP, RFC 6238), or one of ten recovery codes."""

from base64 import b32encode
from binascii import unhexlify

import django_otp
import qrcode
from django import forms
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

DIGITS = 6  # of an app's code; a recovery code has eight signs
RECOVERY_CODES = 10
NEW_KEY = "new-key"  # in the session: the key of an app that is being set up
TOLERANCE = 1  # steps of thirty seconds that a telephone's clock may be wrong


class CodeForm(forms.Form):
    """Takes a code as people type it: with spaces, in capitals."""

    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, *arguments, accept, **named):
        super().__init__(*arguments, **named)
        self.accept = accept

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split()).lower()
        self.device = self.accept(code)
        if self.device is None:
            raise forms.ValidationError(
                "That was not it, or it was used already. After each wrong code there is a wait, twice as long as "
                "the one before. The clock of the telephone has to be right."
            )
        return code


def waiting(request):
    """Who has given his password and not yet a code; None for all others."""
    return getattr(request, "waiting", None) if not request.user.is_authenticated else None


def apps(user):
    return TOTPDevice.objects.devices_for_user(user, confirmed=True)


@never_cache
@csrf_protect
def code(request):
    """Asks for a code, or leads to where the app is set up."""
    user = waiting(request)
    if user is None:
        return redirect("admin:login")
    if not apps(user).exists():
        return redirect(with_target("admin:code_app", request))
    form = CodeForm(request.POST or None, accept=lambda code: device_with(user, code))
    if form.is_valid():
        enter(request, user, form.device)
        return redirect(target(request))
    context = page(request, "Code") | {"form": form, "waiting": user, "target": target(request)}
    return render(request, "admin/second_step/code.html", context)


def device_with(user, code):
    """The device that takes the code. Each counts its wrong codes and waits after them."""
    kind = TOTPDevice if len(code) == DIGITS else StaticDevice
    devices = kind.objects.devices_for_user(user, confirmed=True)
    return next(
        filter(None, (django_otp.verify_token(user, one.persistent_id, code) for one in devices)),
        None,
    )


def enter(request, user, device):
    """From here on the session is worth more, so it gets another key."""
    request.session.cycle_key()
    request.user = user
    django_otp.login(request, device)


@never_cache
@csrf_protect
def app(request):
    """Sets up an authenticator app: the first one after the password, another in place of it for who is let in."""
    user = waiting(request)
    if user is None and not admin.site.has_permission(request):
        return redirect("admin:login")
    if user and apps(user).exists():
        return redirect(with_target("admin:code", request))
    user = user or request.user
    key = request.session.setdefault(NEW_KEY, random_hex(20))
    form = CodeForm(request.POST or None, accept=lambda code: device_from(user, key, code))
    if form.is_valid():
        del request.session[NEW_KEY]
        enter(request, user, form.device)
        return show_codes(request, new_codes(user))
    context = page(request, "Set up your authenticator app") | {
        "form": form,
        "waiting": waiting(request),
        "target": target(request),
        "drawing": drawing(TOTPDevice(user=user, key=key).config_url),
        "key": grouped(b32encode(unhexlify(key)).decode().lower()),
    }
    return render(request, "admin/second_step/app.html", context)


def device_from(user, key, code):
    """The user's only app from now on, if the code shows that it has the key. The same code opens nothing again."""
    totp = TOTP(unhexlify(key))
    if not (code.isdecimal() and totp.verify(int(code), tolerance=TOLERANCE)):
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        return TOTPDevice.objects.create(user=user, name="app", key=key, drift=totp.drift, last_t=totp.t())


@never_cache
def recovery(request):
    """How many recovery codes are left, and new ones in place of them."""
    if request.method == "POST":
        return show_codes(request, new_codes(request.user))
    left = StaticToken.objects.filter(device__user=request.user).count()
    context = page(request, "Recovery codes") | {"left": left, "codes": RECOVERY_CODES}
    return render(request, "admin/second_step/recovery.html", context)


def new_codes(user):
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        device.token_set.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def show_codes(request, codes):
    context = page(request, "Your recovery codes") | {"codes": [grouped(code) for code in codes]}
    return render(request, "admin/second_step/codes.html", context | {"target": target(request)})


def grouped(code):
    """In fours, to be read and typed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def drawing(text):
    """A QR code as markup: the policy of the site loads no picture out of an address."""
    made = qrcode.QRCode()
    made.add_data(text)
    matrix = made.get_matrix()  # with its margin
    squares = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
    )
    return format_html(
        '<svg width="232" height="232" viewBox="0 0 {0} {0}" role="img" aria-label="QR code of the key below" '
        'shape-rendering="crispEdges"><rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
        len(matrix),
        squares,
    )


def page(request, title):
    return admin.site.each_context(request) | {"title": title}


def with_target(name, request):
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: target(request)})}"


def target(request):
    """Where somebody wanted to go, if that is on this site."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("admin:index")
