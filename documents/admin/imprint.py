"""What the site says of itself: its name, whom to write to, who is behind it, its picture."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from documents.admin.conflicts import VersionedAdmin
from documents.admin.pictures import PictureUpload
from documents.models import Imprint
from documents.models.picture import forget_file, stored
from documents.text.markdown import parse

ROW = 1  # the key of the only one


class ImprintForm(forms.ModelForm):
    upload = PictureUpload(
        label="picture",
        required=False,
        help_text="Shown small beside the name. PNG, JPEG or WebP, 5 MB at most; a new one takes its place.",
    )
    without_picture = forms.BooleanField(label="take the picture away", required=False)

    class Meta:
        model = Imprint
        fields = ["name", "contact", "text", "picture_alt"]

    def clean_text(self):
        """The text, if it is one that the page can show: it belongs to no collection and has no pictures."""
        text = self.cleaned_data["text"]
        body = parse(text)
        mistakes = [f"Line {problem.line}: {problem.message}" for problem in body.problems]
        if body.citations:
            mistakes.append(f"The imprint cites no sources: take [@{body.citations[0].key}] out.")
        if body.images:
            mistakes.append(
                f"The imprint shows no pictures in its text: take ![…]({body.images[0].key}) out."
            )
        if mistakes:
            raise ValidationError(mistakes)
        return text

    def clean(self):
        super().clean()
        stays = self.instance.picture and not self.cleaned_data.get("without_picture")
        if (stays or self.cleaned_data.get("upload")) and not self.cleaned_data.get("picture_alt"):
            self.add_error("picture_alt", "Say what is seen on the picture, for those who do not see it.")

    def save(self, commit=True):
        self.instance.pk = ROW
        accepted, before = self.cleaned_data.get("upload"), self.instance.picture.name
        if accepted or self.cleaned_data["without_picture"]:
            forget_file(before)
            self.instance.picture = stored(accepted) if accepted else ""
        return super().save(commit)


@admin.register(Imprint)
class ImprintAdmin(VersionedAdmin):
    form = ImprintForm
    fieldsets = [
        (None, {"fields": ["name", "contact"], "description": "Left empty, they are those of the settings."}),
        ("About page", {"fields": ["text"]}),
        ("Picture", {"fields": ["upload", "picture_alt", "without_picture"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Imprint.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one at most, and so there is no list."""
        name = "change" if Imprint.objects.exists() else "add"
        return HttpResponseRedirect(
            reverse(f"admin:documents_imprint_{name}", args=[ROW] if name == "change" else [])
        )

    def view_on_site(self, obj):
        return reverse("documents:about")
