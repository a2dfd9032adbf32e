"""The form of a record: what stands in it at first, and how often a mistake is named."""

from django import forms

from documents.models.withdrawal import steps

PLACES = ("edition", "collection")  # a section has the one, a report or a source the other


class RecordForm(forms.ModelForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "state" in self.fields:
            saved = None if self.instance._state.adding else self.instance
            self.fields["state"].choices = [(state.value, state.label) for state in steps(saved)]
        if self.instance._state.adding:
            self.choose_the_only_place()
            self.initial["official_url_checked"] = False  # nobody has checked it yet

    def choose_the_only_place(self):
        """Where there is one edition or collection, a new record belongs there."""
        for name in self.fields.keys() & set(PLACES):
            places = list(self.fields[name].queryset[:2])
            if len(places) == 1:
                self.initial.setdefault(name, places[0].pk)

    def _post_clean(self):
        """A time that cannot be read is not asked for as well, as if it were missing."""
        said = len(self.errors.get("publish_at", ()))
        super()._post_clean()
        if said:
            del self.errors["publish_at"][said:]
