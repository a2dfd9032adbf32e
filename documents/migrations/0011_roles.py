"""The groups of those who write drafts and of those who publish them; what a group has already stays."""

from django.db import migrations

PUBLISH = ("publish", "report", "Can publish, and change what is not a draft")
WRITTEN = ("report", "section", "source", "synonym")
EDITORS = {
    **dict.fromkeys(WRITTEN, ("view", "add", "change")),
    "picture": ("view", "add", "change", "delete"),
    "collection": ("view",),
}
PUBLISHERS = dict.fromkeys((*WRITTEN, "picture", "collection"), ("view", "add", "change", "delete"))


def make(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    editors, _ = groups.get_or_create(name="Editors")
    editors.permissions.add(*permissions(apps, EDITORS))
    publishers, _ = groups.get_or_create(name="Publishers")
    publishers.permissions.add(*permissions(apps, PUBLISHERS), permission(apps, *PUBLISH))


def permissions(apps, table):
    return [
        permission(apps, f"{may}_{model}", model, f"Can {may} {called(model)}")
        for model, mays in table.items()
        for may in mays
    ]


def permission(apps, codename, model, name):
    """A permission as Django would make it, which it does only after all migrations."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="documents", model=model
    )
    made, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return made


def called(model):
    return {"synonym": "set of synonyms"}.get(model, model)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_withdrawn"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="report", options={"ordering": ["title"], "permissions": [PUBLISH[::2]]}
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
