"""How answers came in: a score typed from paper or answered over a link is read with that in mind."""

from django.utils.translation import gettext_lazy as lazy

MODES = {
    "own_login": lazy("own log-in"),
    "link": lazy("link without log-in"),
    "kiosk": lazy("shared tablet"),
    "paper": lazy("paper"),
    "interview": lazy("asked by a colleague"),
}
