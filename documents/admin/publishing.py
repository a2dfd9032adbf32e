"""Publishing and withdrawing many records at once, and what an admin of texts has beside that."""

from django.contrib import admin, messages
from django.utils.translation import ngettext


@admin.action(description="Publish selected records", permissions=["change"])
def publish(modeladmin, request, queryset):
    """Publish what may be published, and say of each of the others why it may not."""
    chosen = queryset.drafts().count()
    refused = queryset.publish()
    for unit, reason in refused:
        modeladmin.message_user(request, f"“{unit}” was not published. {reason}", messages.ERROR)
    report_count(modeladmin, request, chosen - len(refused), "published")


@admin.action(description="Withdraw selected records", permissions=["change"])
def withdraw(modeladmin, request, queryset):
    report_count(modeladmin, request, queryset.withdraw(), "withdrawn")


def report_count(modeladmin, request, count, done):
    sentence = ngettext("%(count)d record was %(done)s.", "%(count)d records were %(done)s.", count)
    modeladmin.message_user(request, sentence % {"count": count, "done": done})


class UnitAdmin(admin.ModelAdmin):
    """What the admin pages of sections and sources share."""

    actions = [publish, withdraw]
    save_on_top = True
    readonly_fields = ["public_id", "published_at", "changed_at", "cites"]

    def save_model(self, request, obj, form, change):
        obj.editor = request.user
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj):
        """The link is only there where it leads somewhere."""
        published = type(obj).objects.published().filter(pk=obj.pk)
        return obj.get_absolute_url() if published.exists() else None

    @admin.display(description="cites")
    def cites(self, obj):
        if not obj.pk:
            return "Known after the first save."
        keys = [str(citation) for citation in obj.citations.all()]
        return ", ".join(keys) or "nothing"
