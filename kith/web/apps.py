"""The pages as a Django app."""

from django.apps import AppConfig
from django.conf import settings


class Pages(AppConfig):
    """Teaches the made-up languages where an installation asks for them."""

    name = "kith.web"

    def ready(self) -> None:
        """Run once, when Django has read its settings."""
        if settings.KITH_PSEUDO_CATALOGUES:
            from kith.web.pseudo import teach  # reads the catalogues, which is too early at import

            teach(settings.KITH_PSEUDO_CATALOGUES)
