from django.http import Http404, HttpRequest, HttpResponse


def review(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
