from django.http import Http404, HttpRequest, HttpResponse


def goals(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
