"""Publishing and withdrawing many records at once, and what an admin of texts has beside that."""

from django.contrib import admin, messages
from django.utils.translation import ngettext

from documents.models import State


@admin.action(description="Publish selected records", permissions=["change"])
def publish(modeladmin, request, queryset):
    chosen = queryset.filter(state=State.DRAFT).count()
    tell(modeladmin, request, chosen, queryset.publish(), "published")


@admin.action(description="Withdraw selected records", permissions=["change"])
def withdraw(modeladmin, request, queryset):
    chosen = queryset.filter(state=State.PUBLISHED).count()
    tell(modeladmin, request, chosen, queryset.withdraw(), "withdrawn")


def tell(modeladmin, request, chosen, refused, done):
    """Say of each refused record why it was refused, and how many of the chosen were not."""
    for record, reason in refused:
        modeladmin.message_user(request, f"“{record}” was not {done}. {reason}", messages.ERROR)
    count = chosen - len(refused)
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
