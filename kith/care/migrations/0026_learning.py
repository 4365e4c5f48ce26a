import uuid

import django.db.models.deletion
from django.db import migrations, models

import kith.care.models.base


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0025_allocating"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnedBenefit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("problem", models.CharField(max_length=60)),
                ("measure", models.CharField(max_length=80)),
                ("month", models.DateField()),
                ("benefits", kith.care.models.base.PlainJSON()),
                ("method", models.CharField(max_length=60)),
                ("library_version", models.CharField(max_length=64)),
                ("learned_at", models.DateTimeField()),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="learned_benefits", to="care.service"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("service", "problem", "month"), name="learned_once_a_month")
                ],
            },
        ),
    ]
