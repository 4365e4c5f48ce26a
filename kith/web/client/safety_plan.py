from django.http import Http404, HttpRequest, HttpResponse


def my_safety_plan(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
