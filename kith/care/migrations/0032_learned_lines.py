
import kith.care.models.base
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0028_export_second'),
    ]

    operations = [
        migrations.AddField(
            model_name='learnedbenefit',
            name='personal',
            field=kith.care.models.base.PlainJSON(null=True),
        ),
    ]
