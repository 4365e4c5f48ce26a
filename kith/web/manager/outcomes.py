from django.http import Http404, HttpRequest, HttpResponse


def outcomes(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def take_snapshot(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def outcomes_export(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
