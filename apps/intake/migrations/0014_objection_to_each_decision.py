from django.db import migrations, models


def tell_decisions(apps, schema_editor):
    """An open or dismissed objection is to the decision that stands; an upheld one to one that was replaced."""
    for row in apps.get_model("intake", "Objection").objects.select_related("application"):
        told = row.application.decided_at if row.contested == "rejected" else row.application.published_at
        stands = row.application.state == row.contested
        row.told_at = told if stands and told else row.filed_at
        row.save(update_fields=["told_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0013_object_to_a_cancellation"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="objection", name="one_objection_a_decision"),
        migrations.AddField(
            model_name="objection", name="told_at", field=models.DateTimeField(null=True, help_text="대상 결정을 알린 때")
        ),
        migrations.RunPython(tell_decisions, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="objection", name="told_at", field=models.DateTimeField(help_text="대상 결정을 알린 때")
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                fields=("application", "contested", "told_at"), name="one_objection_a_decision"
            ),
        ),
    ]
