from django.http import Http404, HttpRequest, HttpResponse


def today(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
