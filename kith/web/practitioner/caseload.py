from django.http import Http404, HttpRequest, HttpResponse


def caseload(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
