from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

STATES = [
    ("draft", "작성 중"),
    ("submitted", "요건검토 중"),
    ("correcting", "보완 중"),
    ("admitted", "적격"),
    ("rejected", "부적격"),
    ("in_review", "심의 중"),
    ("proposed", "선정 제안"),
    ("decided", "발표 대기"),
    ("selected", "선정"),
    ("waitlisted", "예비선정"),
    ("not_selected", "미선정"),
    ("cancelled", "선정 취소"),
    ("withdrawn", "철회"),
]


def tell_when(apps, _schema_editor):
    """Until now a result was told when it was confirmed."""
    rows = apps.get_model("intake", "Application").objects.filter(state__in=["selected", "not_selected"])
    rows.filter(published_at=None).update(published_at=Coalesce("confirmed_at", "changed_at"))


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_approvals")]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(choices=STATES, default="draft", max_length=15),
        ),
        migrations.AlterField(
            model_name="application",
            name="proposed_outcome",
            field=models.CharField(
                blank=True,
                choices=[("select", "선정"), ("waitlist", "예비선정"), ("decline", "미선정")],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="published_at",
            field=models.DateTimeField(blank=True, help_text="선정 결과를 신청인에게 알린 때", null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="waitlist_rank",
            field=models.PositiveSmallIntegerField(blank=True, help_text="예비 순위", null=True),
        ),
        migrations.AlterField(
            model_name="application",
            name="fulfilled_at",
            field=models.DateTimeField(blank=True, help_text="신청한 진단이 끝나거나 협약을 맺은 때", null=True),
        ),
        migrations.RunPython(tell_when, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=~Q(state__in=["selected", "waitlisted", "not_selected", "cancelled"])
                | Q(published_at__isnull=False),
                name="a_told_result_says_when",
            ),
        ),
    ]
