from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_from_events(apps, _schema_editor):
    """Every delivery follows from an event, whose moment a failed try had overwritten."""
    happened = apps.get_model("audit", "Event").objects.filter(pk=OuterRef("event_id")).values("at")
    apps.get_model("workflow", "Delivery").objects.update(event_at=Subquery(happened))


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_lists_by_index"), ("audit", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="delivery_pending"),
        migrations.RenameField(model_name="delivery", old_name="at", new_name="tried_at"),
        migrations.AddField(model_name="delivery", name="event_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(take_from_events, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="delivery",
            name="event_at",
            field=models.DateTimeField(help_text="사건이 일어난 때. 바뀌지 않음"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="tried_at",
            field=models.DateTimeField(help_text="마지막으로 시도한 때. 시도 전에는 사건이 일어난 때"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["job", "tried_at"], name="delivery_pending"
            ),
        ),
    ]
