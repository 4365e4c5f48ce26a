"""Every address that people use."""

from django.urls import include, path

from kith.web import door, fhir
from kith.web.parts.gallery import gallery

urlpatterns = [
    path("", door.home, name="home"),
    path("log-in/", door.LogIn.as_view(), name="login"),
    path("log-out/", door.LogOut.as_view(), name="logout"),
    path("right-now/", door.help_now, name="help_now"),
    path("right-now/countries/", door.help_everywhere, name="help_everywhere"),
    path("worker.js", door.worker, name="worker"),
    path("language/", door.set_language, name="set_language"),
    path("parts/", gallery, name="gallery"),
    path("measurements/<uuid:measurement_id>/fhir/", fhir.measurement_fhir, name="measurement_fhir"),
    path("instruments/<slug:instrument>/fhir/", fhir.instrument_fhir, name="instrument_fhir"),
    path("", include("kith.web.invited.urls")),
    path("", include("kith.web.client.urls")),
    path("", include("kith.web.practitioner.urls")),
    path("", include("kith.web.manager.urls")),
]
