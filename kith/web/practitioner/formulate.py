from django.http import Http404, HttpRequest, HttpResponse


def formulate(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
