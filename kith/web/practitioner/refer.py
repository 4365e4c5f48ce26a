from django.http import Http404, HttpRequest, HttpResponse


def refer(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
