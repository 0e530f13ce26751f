from django.db import migrations
from django.db.models import F


def bind(apps, _schema_editor):
    """An application under an agreement cannot be taken back; from now on signing says so, here for those signed."""
    applications = apps.get_model("intake", "Application").objects.filter(fulfilled_at=None)
    for agreement in apps.get_model("consortia", "Agreement").objects.filter(state__in=["active", "ended"]):
        key = agreement.brief.application_id
        applications.filter(pk=key).update(fulfilled_at=agreement.centre_signed_at or F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [("consortia", "0002_lists_by_index"), ("intake", "0006_results")]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
