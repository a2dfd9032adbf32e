"""The pictures of a section or a source, added and replaced in its own form."""

import re
from pathlib import PurePath

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.forms.models import BaseInlineFormSet
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from documents.models import Picture
from documents.models.fields import KEY
from documents.pictures import MOST_BYTES, NotAPicture, accept

PREFIX = "pictures"  # of the pictures' fields in the form of their text
MOST = 200  # pictures of one text
TAKEN = "Another picture of this text has the key {}. Choose another, or save first what frees it."
LONGEST_KEY = 40
NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9._-]+")
ROW = re.compile(rf"{PREFIX}-(\d{{1,4}})-(.+)")
PICTURE_KEY = RegexValidator(
    KEY.regex,
    "“%(value)s” cannot be written in a text. A key has letters from A to Z, figures, and . _ - between them, "
    "such as map or fig-1.",
)


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
        validators=[PICTURE_KEY],
        help_text="Its name in the text. Empty: that of the file.",
    )

    class Meta:
        model = Picture
        fields = ["key", "alt"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}

    def clean_key(self):
        file = self.files.get(self.add_prefix("upload"))
        key = self.cleaned_data["key"] or proposed_key(file)
        if not key and (file or self.instance.pk):  # of a new one the file is asked for first
            raise ValidationError("Write a key, such as map.")
        return key

    def clean(self):
        super().clean()
        if not self.instance.pk and "upload" not in self.errors and not self.cleaned_data.get("upload"):
            self.add_error("upload", "Choose the file of the picture.")

    def save(self, commit=True):
        if accepted := self.cleaned_data.get("upload"):
            self.instance.take(accepted)
        return super().save(commit)


class PictureFormSet(BaseInlineFormSet):
    """The pictures of a text. A row whose picture somebody deleted meanwhile is left out: `vanished` has its key."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.vanished = []
        if self.is_bound and self.management_form.is_valid():
            self.leave_out_the_vanished()

    def leave_out_the_vanished(self):
        kept = {"", *map(str, self.queryset.values_list("pk", flat=True))}
        rows = range(min(self.initial_form_count(), MOST))
        gone = [row for row in rows if self.data.get(f"{PREFIX}-{row}-id", "") not in kept]
        if not gone:
            return
        self.vanished = [self.data.get(f"{PREFIX}-{row}-key", "") for row in gone]
        counts = {name: self.management_form.cleaned_data[name] for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        self.data, self.files = without(gone, self.data), self.files and without(gone, self.files)
        for name, count in counts.items():
            self.data[f"{PREFIX}-{name}"] = str(count - len(gone))
        del self.management_form  # it is read anew

    def clean(self):
        super().clean()
        self.refuse_taken_keys()

    def refuse_taken_keys(self):
        """Django compares the keys of the rows, but not with those of the pictures that are saved.

        Rows are saved one after the other, new ones last: only these may have the key of one that is deleted.
        """
        saved = dict(self.queryset.values_list("key", "pk"))
        rows = [form for form in self.forms if form.is_valid()]
        gone = {form.instance.pk for form in rows if self._should_delete_form(form)} - {None}
        for form in rows:
            key, mine = form.cleaned_data.get("key"), form.instance.pk
            free = {None, mine} if mine else {None, *gone}
            if mine not in gone and saved.get(key) not in free:
                form.add_error("key", TAKEN.format(key))


class PictureInline(admin.StackedInline):
    model = Picture
    form = PictureForm
    formset = PictureFormSet
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


def without(gone, values):
    """What was sent without the rows that are gone; those behind them move up."""
    kept = MultiValueDict()
    for name, sent in values.lists():
        if not (match := ROW.fullmatch(name)):
            kept.setlist(name, sent)
        elif (row := int(match[1])) not in gone:
            kept.setlist(f"{PREFIX}-{row - sum(other < row for other in gone)}-{match[2]}", sent)
    return kept


def keys_to_be(unit, data, files):
    """The keys of the pictures that a text will have when what was sent is saved; None where none were asked for.

    The text is checked before its pictures are, and may show one that comes with it or one that goes. A row without
    a field for the key is one that this editor may not change: it stays, and so does what was added meanwhile.
    """
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    if not total.isdecimal():
        return None
    saved = {str(pk): key for pk, key in unit.pictures.values_list("pk", "key")} if unit.pk else {}
    keys = set()
    for number in range(MOST if len(total) > len(str(MOST)) else min(int(total), MOST)):
        row = f"{PREFIX}-{number}"
        pk = data.get(f"{row}-id", "")
        if pk and (pk not in saved or f"{row}-key" not in data):
            continue
        saved.pop(pk, None)
        if not data.get(f"{row}-DELETE"):
            keys.add(data.get(f"{row}-key", "").strip() or proposed_key(files.get(f"{row}-upload")))
    return (keys | set(saved.values())) - {""}
