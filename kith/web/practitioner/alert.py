from django.http import Http404, HttpRequest, HttpResponse


def alert(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def raise_concern(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
