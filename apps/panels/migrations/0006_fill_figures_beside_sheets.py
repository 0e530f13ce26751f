"""The figures beside each sheet of the sittings that closed before they were kept."""

from decimal import Decimal

from django.db import migrations


def fill(apps, schema_editor):
    Sheet = apps.get_model("panels", "ScoreSheet")
    Sitting = apps.get_model("panels", "Sitting")
    for sitting in Sitting.objects.filter(state="closed").order_by("pk").iterator(chunk_size=500):
        counting = Sheet.objects.filter(seat__sitting=sitting, seat__state="handed_in").order_by("pk")
        totals = dict(counting.values_list("pk", "total"))
        added = sum(totals.values(), Decimal())
        for pk, own in totals.items():
            Sheet.objects.filter(pk=pk).update(others=len(totals) - 1, others_total=added - own)


class Migration(migrations.Migration):
    dependencies = [("panels", "0005_figures_beside_sheets")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
