from django.apps import apps
from django.db import models

from documents.keeping.table import ROWS, Rule, rules

HOLDS_TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)


def columns_with_text():
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, HOLDS_TEXT)
    }


def listed():
    return {f"{rows.model}.{name}" for rows in ROWS for name in rows.columns}


def test_every_column_that_can_hold_words_is_in_the_table():
    assert columns_with_text() - listed() == set()


def test_the_table_names_no_column_that_is_not_there():
    assert listed() - columns_with_text() == set()


def test_a_record_in_the_history_is_treated_column_by_column():
    for name in ("section", "source"):
        model = apps.get_model("documents", name)
        words = {field for field in model.RECORD if isinstance(model._meta.get_field(field), HOLDS_TEXT)}
        assert words <= rules(model).keys()
        assert Rule.RECORD not in {rules(model)[field] for field in words}
