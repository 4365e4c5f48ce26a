from django.http import Http404, HttpRequest, HttpResponse


def work_entry(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
