import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0026_learning"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeerMatchReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "person_says",
                    models.CharField(
                        choices=[("go_on", "go on"), ("change", "change"), ("not_said", "not said")], max_length=10
                    ),
                ),
                (
                    "peer_says",
                    models.CharField(
                        choices=[("go_on", "go on"), ("change", "change"), ("not_said", "not said")], max_length=10
                    ),
                ),
                ("reviewed_at", models.DateTimeField()),
                ("client", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="care.client")),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="care.peermatch"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
