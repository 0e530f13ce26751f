"""Keep the bands of completed diagnoses in their own column, beside the frozen result they stand in."""

from django.db import migrations


def keep(apps, schema_editor):
    rows = apps.get_model("diagnosis", "Assessment").objects.filter(result__isnull=False, bands=None)
    for row in rows.only("pk", "result").iterator(chunk_size=200):
        row.bands = {one["code"]: one["low"] for area in row.result["areas"] for one in area["criteria"]}
        row.save(update_fields=["bands"])


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0004_second_readings")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
