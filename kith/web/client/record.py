from django.http import Http404, HttpRequest, HttpResponse


def my_record(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def my_consent(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def my_contact(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def my_download(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
