from django.http import Http404, HttpRequest, HttpResponse


def safety_plan(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
