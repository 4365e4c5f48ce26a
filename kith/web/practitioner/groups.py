from django.http import Http404, HttpRequest, HttpResponse


def groups(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def group(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def meeting(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
