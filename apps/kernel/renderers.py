"""How forms are drawn: every form and field of the project goes through the house's own templates."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Forms with an error summary, fields with label, help and error in their place (``templates/forms/``)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
