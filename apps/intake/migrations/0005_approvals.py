from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_papers_that_count")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="approval_number",
            field=models.CharField(blank=True, help_text="결재시스템의 문서번호", max_length=60),
        ),
        migrations.AddField(
            model_name="application",
            name="approved_on",
            field=models.DateField(blank=True, help_text="결재한 날", null=True),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=Q(approval_number="", approved_on__isnull=True)
                | (~Q(approval_number="") & Q(approved_on__isnull=False)),
                name="an_approval_has_number_and_day",
            ),
        ),
    ]
