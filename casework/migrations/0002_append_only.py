from django.db import migrations

from casework.append_only import refusal_function


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [refusal_function()]
