from django.http import Http404, HttpRequest, HttpResponse


def plan(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
