"""The gallery: every shared piece of page with invented sample data, in light, dark, right-to-left and narrow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.web.parts.samples import samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part; `?ground=dark`, `?direction=rtl` and `?width=narrow` show all of them that way."""
    return render(request, "web/gallery.html", {**samples(), "ways": _ways(request)})


def _ways(request: HttpRequest) -> dict[str, bool]:
    return {
        "is_dark": request.GET.get("ground") == "dark",
        "is_rtl": request.GET.get("direction") == "rtl",
        "is_narrow": request.GET.get("width") == "narrow",
    }
