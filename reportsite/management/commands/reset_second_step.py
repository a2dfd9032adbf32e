from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice


class Command(BaseCommand):
    help = "Takes the authenticator app and the recovery codes from a user, who sets up new ones at the next login."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        with transaction.atomic():
            for kind in (TOTPDevice, StaticDevice):
                kind.objects.filter(user=user).delete()
        self.stdout.write(
            f"{username} signs in with the password and sets up an app. Open sessions ask for it, too."
        )
