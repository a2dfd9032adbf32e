from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register
from django.utils.module_loading import import_string

from reportsite.checks import door


class StaffAdmin(AdminConfig):
    default_site = "reportsite.staff.StaffSite"


class Reportsite(AppConfig):
    name = "reportsite"

    def ready(self):
        register(door, Tags.security)
        user_logged_in.connect(import_string("reportsite.staff.begin_session"))
        # Keys and codes are nothing to look at; `manage.py reset_second_step` takes them away.
        kinds = map(apps.get_model, ("otp_totp.TOTPDevice", "otp_static.StaticDevice"))
        admin.site.unregister(filter(admin.site.is_registered, kinds))
