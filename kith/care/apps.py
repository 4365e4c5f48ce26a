"""Tell Django where the record lives."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CareConfig(AppConfig):
    """The clinical record."""

    name = "kith.care"
    label = "care"
    verbose_name = "Care"

    def ready(self) -> None:
        """Guard the append-only tables again after every migration."""
        from kith.care.models.append_only import guard_tables
        from kith.care.models.checks import register_checks

        post_migrate.connect(guard_tables, sender=self)
        register_checks()
