"""Documents keep the day that is printed on them as their day of issue, not the moment of rendering."""

from django.db import migrations
from django.db.models import F


def keep_the_printed_day(apps, schema_editor):
    documents = apps.get_model("documents", "Document").objects.filter(issued_at__isnull=False)
    documents.exclude(issued_at=F("requested_at")).update(issued_at=F("requested_at"))


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(keep_the_printed_day, migrations.RunPython.noop)]
