"""Change forms as a browser has them."""


def fields(response):
    """The values of a change form with its formsets, as the browser would send them back."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def opened(client, address):
    """What the form at the address would send back if nothing were changed in it."""
    return fields(client.get(address))


def address(record):
    return f"/admin/documents/{record._meta.model_name}/{record.pk}/change/"


def errors(response):
    """What the form says is wrong, as one text."""
    return str(response.context["adminform"].form.errors)
