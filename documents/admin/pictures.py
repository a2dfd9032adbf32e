"""The pictures of a section or a source, added and replaced in its own form."""

import re
from pathlib import PurePath

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from documents.models import Picture
from documents.pictures import MOST_BYTES, NotAPicture, accept

PREFIX = "pictures"  # of the pictures' fields in the form of their text
MOST = 200  # pictures of one text
LONGEST_KEY = 40
NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9._-]+")


class PictureUpload(forms.FileField):
    """A file that is a picture by what is in it. Its value is `Accepted`, or None where no file was chosen."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return accept(file.read(MOST_BYTES + 1))
        except NotAPicture as refusal:
            raise ValidationError(str(refusal)) from None


class PictureForm(forms.ModelForm):
    upload = PictureUpload(label="File", required=False, help_text="PNG, JPEG or WebP, 5 MB at most.")
    key = forms.CharField(
        max_length=LONGEST_KEY,
        required=False,
        validators=Picture._meta.get_field("key").validators,
        help_text="Its name in the text. Empty: that of the file.",
    )

    class Meta:
        model = Picture
        fields = ["key", "alt"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}

    def clean_key(self):
        key = self.cleaned_data["key"] or proposed_key(self.files.get(self.add_prefix("upload")))
        if not key:
            raise ValidationError("Write a key, such as map.")
        return key

    def clean(self):
        super().clean()
        if not self.instance.pk and not self.errors and not self.cleaned_data.get("upload"):
            self.add_error("upload", "Choose the file of the picture.")

    def save(self, commit=True):
        if accepted := self.cleaned_data.get("upload"):
            self.instance.take(accepted)
        return super().save(commit)


class PictureInline(admin.StackedInline):
    model = Picture
    form = PictureForm
    extra = 1
    max_num = MOST
    fields = ["shown", "upload", "key", "alt"]
    readonly_fields = ["shown"]
    verbose_name_plural = "pictures"
    view_on_site = False

    @admin.display(description="in the text")
    def shown(self, picture):
        if not picture.pk:
            return "Shown here once it is saved, with what you write to show it in the text."
        return format_html(
            '<img class="picture" src="{}" alt="{}" width="{}" height="{}"> <code data-insert>{}</code>',
            picture.get_absolute_url(),
            picture.alt,
            picture.width,
            picture.height,
            picture.markdown,
        )


def proposed_key(file):
    """A key made of the name of a file; "" where that has no letters that a key may have."""
    stem = NOT_IN_A_KEY.sub("-", PurePath(file.name).stem) if file else ""
    return stem.strip("._-")[:LONGEST_KEY].strip("._-")


def keys_to_be(data, files):
    """The keys of the pictures that a text will have when what was sent is saved; None where none were asked for.

    The text is checked before its pictures are, and may show one that comes with it or one that goes.
    """
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    if not total.isdecimal():
        return None
    rows = (f"{PREFIX}-{number}" for number in range(min(int(total), MOST)))
    staying = (row for row in rows if not data.get(f"{row}-DELETE"))
    keys = {data.get(f"{row}-key", "").strip() or proposed_key(files.get(f"{row}-upload")) for row in staying}
    return keys - {""}
