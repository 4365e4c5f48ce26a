from django.http import Http404, HttpRequest, HttpResponse


def my_goals(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
