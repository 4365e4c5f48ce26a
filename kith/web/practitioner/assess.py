from django.http import Http404, HttpRequest, HttpResponse


def assess(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def measure(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
