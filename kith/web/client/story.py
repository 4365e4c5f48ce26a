from django.http import Http404, HttpRequest, HttpResponse


def story(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404
