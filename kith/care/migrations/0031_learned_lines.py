import kith.care.models.base
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0030_evaluation"),
    ]

    operations = [
        migrations.AddField(
            model_name="learnedbenefit",
            name="personal",
            field=kith.care.models.base.PlainJSON(null=True),
        ),
    ]
