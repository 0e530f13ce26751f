import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep(apps, _schema_editor):
    """The company's signature becomes one of the parties'; partners of older agreements only accepted their roles."""
    Signature = apps.get_model("consortia", "Signature")
    signed = apps.get_model("consortia", "Agreement").objects.filter(company_signed_at__isnull=False).order_by("pk")
    Signature.objects.bulk_create(
        [
            Signature(
                agreement_id=one.pk,
                organisation_id=one.company_id,
                signatory_id=one.company_signatory_id,
                signed_at=one.company_signed_at,
            )
            for one in signed.filter(company_signatory__isnull=False).iterator(chunk_size=500)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("consortia", "0003_agreed_applications"),
        ("directory", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="consortia.agreement",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("agreement", "organisation"), name="one_signature_a_party"),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
