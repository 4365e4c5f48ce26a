from django.http import Http404, HttpRequest, HttpResponse


def check_in(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def check_in_question(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def check_in_summary(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def check_in_done(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
