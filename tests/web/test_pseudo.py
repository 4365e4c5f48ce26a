"""The check for untranslated words finds them, and only them."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils.translation import gettext, gettext_lazy, ngettext

from tests.web import pseudo


def shown(source: str) -> str:
    with pseudo.spoken():
        return engines["django"].from_string("{% load i18n %}<main>" + source + "</main>").render({"name": "Ana"})


@pytest.mark.parametrize(
    "source",
    [
        "<p>Forgotten</p>",
        "{% translate 'Said' %} and more",
        "<a aria-label='Forgotten'>{% translate 'Said' %}</a>",
        "<p>{{ name }}</p>",
        "<p translate='no'>Ana</p>Forgotten",
        "<p><br>Forgotten</p>",
    ],
)
def test_a_word_that_never_went_through_gettext_is_found(source: str) -> None:
    assert pseudo.untranslated(shown(source))


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Said' %} 12:30, 4 %</p>",
        "{% blocktranslate with who=name %}Hello <b>{{ who }}</b>, welcome{% endblocktranslate %}",
        "<p translate='no'>Ana <span>Petrova</span></p>",
        "{% blocktranslate count n=2 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        "<script>forgotten</script>",
    ],
)
def test_words_of_gettext_and_peoples_own_words_are_fine(source: str) -> None:
    assert pseudo.untranslated(shown(source)) == []


def test_every_way_of_translating_is_in_brackets_and_only_for_the_time_being() -> None:
    late = gettext_lazy("Later")
    with pseudo.spoken():
        assert (gettext("Now"), str(late), ngettext("day", "days", 2)) == ("⟦Now⟧", "⟦Later⟧", "⟦days⟧")
    assert (gettext("Now"), str(late)) == ("Now", "Later")


def test_a_page_without_a_main_part_is_not_called_clean() -> None:
    with pytest.raises(AssertionError, match="nothing was checked"):
        pseudo.untranslated("<p>Forgotten</p>")
