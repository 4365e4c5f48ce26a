from django.http import Http404, HttpRequest, HttpResponse


def person(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
