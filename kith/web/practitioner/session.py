from django.http import Http404, HttpRequest, HttpResponse


def book(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def session(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
