from django.http import Http404, HttpRequest, HttpResponse


def my_groups(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
