from django.http import Http404, HttpRequest, HttpResponse


def my_work(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def my_work_item(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
