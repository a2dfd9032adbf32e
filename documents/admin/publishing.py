"""Publishing, scheduling, withdrawing and deleting, and what the admin pages of all records share."""

from django.contrib import admin, messages
from django.contrib.admin import actions
from django.contrib.admin.utils import unquote
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

from documents.admin import previews, roles
from documents.admin.beginning import InvitingAdmin
from documents.admin.bodies import WritingAdmin
from documents.admin.conflicts import VersionedAdmin, seen
from documents.admin.history import HistoryAdmin
from documents.admin.keeping import KeepingAdmin
from documents.admin.telling import tell_some
from documents.admin.withdrawing import withdraw
from documents.models import Report, Section, Source, State
from documents.models.schedule import on_the_clock
from documents.models.withdrawal import steps


@admin.action(description="Publish selected records", permissions=["publish"])
def publish(modeladmin, request, queryset):
    queryset = seen(modeladmin, request, queryset)
    chosen = queryset.exclude(state=State.PUBLISHED).count()
    refused = queryset.publish(by=request.user)
    sentences = [format_html("“{}” was not published. {}", record, reason) for record, reason in refused]
    tell_some(modeladmin, request, sentences)
    count = chosen - len(refused)
    modeladmin.message_user(
        request, ngettext("%d record was published.", "%d records were published.", count) % count
    )


@admin.action(description="Delete selected records", permissions=["delete"])
def delete_selected(modeladmin, request, queryset):
    """Ask as Django does, unless one of them has to stay: then say which, and delete none."""
    chosen = list(queryset)
    kept = [reason for record in chosen if (reason := why_kept(record, chosen))]
    if not kept:
        return actions.delete_selected(modeladmin, request, queryset)
    tell_some(modeladmin, request, kept)
    modeladmin.message_user(request, "Nothing was deleted.", messages.WARNING)
    return None


def links(records):
    """The admin pages of records, by their names."""
    pairs = ((change_address(record), record) for record in records)
    return format_html_join(", ", '<a href="{}">“{}”</a>', pairs)


def change_address(record):
    return reverse(f"admin:documents_{record._meta.model_name}_change", args=[record.pk])


def why_kept(record, together=()):
    """Why a record cannot be deleted with those that are deleted together with it; "" where it can."""
    if getattr(record, "state", None) == State.PUBLISHED:
        return format_html("“{}” is published. Withdraw it first, then delete it.", record)
    texts = record.texts_that_cite() if isinstance(record, Source) else []
    if staying := [text for text in texts if text not in together]:
        sentence = "“{}” is cited in {}. Take the citations out first, then delete it."
        return format_html(sentence, record, links(staying))
    return ""


WITHDRAWING = (
    "For the state “Withdrawn”: why, in words for readers, or empty. At its address they find only that it was "
    "withdrawn, when, and this. Nothing else shows it; citations of it stay without a link; its preview links end."
)


class RecordAdmin(InvitingAdmin, VersionedAdmin):
    """What the admin pages of reports, sections and sources share."""

    actions = [publish, withdraw, delete_selected]
    save_on_top = True

    class Media:
        css = {"all": ["admin/reportsite/publishing.css"]}
        js = [
            Script("admin/reportsite/leaving.js", type="module"),
            Script("admin/reportsite/saving.js", type="module"),
        ]

    def formfield_for_dbfield(self, db_field, request, **options):
        """Say at the field what it does: the time is on the clock of the site, an address lasts."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and db_field.name == "publish_at":
            field.help_text = f"For the state “Scheduled”. It is now {on_the_clock(timezone.now())}."
            for widget, label in zip(field.widget.widgets, ("Date", "Time"), strict=True):
                widget.attrs["aria-label"] = f"{label} of publishing"
        if field and db_field.name == "slug":
            field.help_text = "The last part of its address. When you change it, old addresses keep working."
        if field and db_field.name == "withdrawn_reason":
            field.help_text = WITHDRAWING
        return field

    # Who may do what

    def has_publish_permission(self, request):
        return roles.may_publish(request.user)

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or roles.may_open(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and roles.may_publish(request.user)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if roles.may_publish(request.user) else [*fields, *roles.DECIDING]

    def get_fieldsets(self, request, obj=None):
        """The reason for withdrawing stands below the state, of what everybody can read or could."""
        (title, first), *rest = super().get_fieldsets(request, obj)
        if obj and State.WITHDRAWN in steps(obj):
            first = first | {"fields": [*first["fields"], "withdrawn_reason"]}
        return [(title, first), *rest]

    def get_object(self, request, *args, **options):
        """The record knows who looks at it: its fields lead only where that editor may go."""
        if record := super().get_object(request, *args, **options):
            record.looked_at_by = request.user
        return record

    def save_model(self, request, obj, form, change):
        roles.refuse_to_save(request.user, obj)
        super().save_model(request, obj, form, change)
        if "state" in form.changed_data or "publish_at" in form.changed_data or not change:
            self.tell_standing(request, obj)

    def tell_standing(self, request, record):
        """Where a published record is read, or when a scheduled one will be."""
        if record.is_public:
            address = request.build_absolute_uri(record.get_absolute_url())
            sentence = format_html('It is published at <a href="{}">{}</a>.', address, address)
            self.message_user(request, sentence)
        elif record.state == State.PUBLISHED:
            report = links([record.report])
            sentence = format_html("It can be read when its report {} is published too.", report)
            self.message_user(request, sentence, messages.WARNING)
        elif record.state == State.SCHEDULED:
            self.message_user(request, f"It will be published on {on_the_clock(record.publish_at)}.")
            self.warn_of_problems(request, record)
        elif record.state == State.WITHDRAWN:
            self.message_user(request, "It is withdrawn: readers find only that, since when, and the reason.")
            if texts := record.public_texts_that_cite() if isinstance(record, Source) else []:
                cited = format_html("It stays cited, without a link, in {}.", links(texts))
                self.message_user(request, cited, messages.WARNING)

    def warn_of_problems(self, request, record):
        """Say now what would keep a scheduled record from being published then, with what is due by then."""
        sources = Source.objects.due(record.publish_at)
        if found := record.publishing_problems([*sources]):
            sentence = f"As it stands it would have to wait then. {' '.join(found)}"
            self.message_user(request, sentence, messages.WARNING)

    def render_change_form(self, request, context, *args, obj=None, **options):
        """An account that may not save the record is told why."""
        if obj and super().has_change_permission(request, obj):
            context["role_remark"] = roles.remark(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def delete_view(self, request, object_id, extra_context=None):
        """Ask as Django does, unless the record has to stay."""
        record = self.get_object(request, unquote(object_id))
        if record and self.has_delete_permission(request, record) and (reason := why_kept(record)):
            self.message_user(request, reason, messages.ERROR)
            return HttpResponseRedirect(change_address(record))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        """Say what goes with a record: its sections by name; of blocks and the like only how many."""
        _, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return [part for record in objs for part in told(record)], counts, lacking, protected

    def view_on_site(self, obj):
        """The link is only there where it leads somewhere."""
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description="state", ordering="state")
    def standing(self, record):
        return record.standing


def told(record):
    """A record with its sections, as nested lists of links."""
    line = format_html("{}: {}", record._meta.verbose_name.capitalize(), links([record]))
    if not isinstance(record, Report):
        return [line]
    sections = Section.objects.filter(edition__report=record).in_order()
    return [line, [format_html("{} ({})", links([section]), section.standing) for section in sections]]


class UnitAdmin(HistoryAdmin, KeepingAdmin, WritingAdmin, RecordAdmin):
    """What the admin pages of sections and sources share."""

    readonly_fields = ["public_id", "first_published", "last_changed", "cites", "preview_links"]

    def save_model(self, request, obj, form, change):
        obj.editor = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self):
        return [*previews.addresses(self), *super().get_urls()]

    @admin.display(description="published at")
    def first_published(self, unit):
        return on_the_clock(unit.published_at) if unit.published_at else "Not yet."

    @admin.display(description="changed at")
    def last_changed(self, unit):
        return on_the_clock(unit.changed_at) if unit.changed_at else "Not yet."

    @admin.display(description="preview links")
    def preview_links(self, obj):
        return previews.summary(obj)
