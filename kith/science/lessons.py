"""Short lessons: a page of plain Markdown with a few questions to remember it by."""

from typing import Annotated

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import review_faults, source_faults
from kith.science.sources import Id, LibraryValue, Paragraph, Review, Sentence, Source, Version

__all__ = [
    "CheckQuestion",
    "Lesson",
    "LessonFront",
    "RecallCard",
    "images",
    "lesson_faults",
    "markdown_faults",
    "split_front_matter",
]

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]

_PLAIN = {
    "paragraph",
    "heading",
    "bullet_list",
    "ordered_list",
    "list_item",
    "blockquote",
    "inline",
    "text",
    "softbreak",
    "hardbreak",
    "strong",
    "em",
    "link",
    "hr",
    "image",
}
_LONGEST_BODY = 12_000  # about ten minutes of slow reading; a longer page is two lessons


class RecallCard(LibraryValue):
    """A question to try from memory and its answer: trying to remember is what makes it stay."""

    question: Sentence
    answer: Sentence


class CheckQuestion(LibraryValue):
    """A question with a few answers and why one of them fits: it informs and is never counted."""

    question: Sentence
    options: Annotated[tuple[Sentence, ...], Field(min_length=2, max_length=4)]
    fits: Annotated[int, Field(ge=1, le=4)]
    because: Sentence


class LessonFront(LibraryValue):
    """The head of a lesson file, between its two `---` lines."""

    id: Id
    version: Version
    title: Sentence
    language: Language
    minutes: Annotated[int, Field(ge=1, le=30)]
    reading_age: Annotated[int, Field(ge=6, le=16)]
    recall_cards: Annotated[tuple[RecallCard, ...], Field(min_length=2, max_length=6)]
    check: Annotated[tuple[CheckQuestion, ...], Field(min_length=1, max_length=4)]
    easy_read: Paragraph
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review


class Lesson(LibraryValue):
    """A lesson as a page needs it: its head and its Markdown body."""

    front: LessonFront
    body: str

    @property
    def id(self) -> str:
        """The lesson's name, the same in every language."""
        return self.front.id

    @property
    def name(self) -> str:
        """Its name on the shelf: `id.language`."""
        return f"{self.front.id}.{self.front.language}"

    @property
    def title(self) -> str:
        """What a reader sees above it."""
        return self.front.title


def split_front_matter(text: str, file: str) -> tuple[str, str, int]:
    """The head of a lesson, its body, and the line on which the body begins.

    Raises LibraryProblem when the file does not begin with a head between two
    lines of three dashes.

    >>> split_front_matter("---\\nid: a\\n---\\nHello", "a.en.md")
    ('id: a\\n', 'Hello', 4)
    """
    lines = text.splitlines(keepends=True)
    marks = [i for i, line in enumerate(lines) if line.rstrip() == "---"][:2]
    if len(marks) < 2 or marks[0] != 0:
        found = lines[0].strip()[:40] if lines else "an empty file"
        what, instead = "A lesson begins with its head", "---, the head as YAML, ---, then the lesson"
        raise LibraryProblem(file, 1, what, found or "an empty line", instead)
    return "".join(lines[1 : marks[1]]), "".join(lines[marks[1] + 1 :]), marks[1] + 2


def lesson_faults(lesson: Lesson, document: Document, body_line: int) -> list[LibraryProblem]:
    """What is wrong with a lesson: its review, its sources, and any Markdown beyond the plain part."""
    return [
        *review_faults(document, lesson.front.review),
        *source_faults(document, lesson.front.sources, []),
        *(
            document.problem(("check", i, "fits"), "There is no such answer", str(one.fits), f"1 to {len(one.options)}")
            for i, one in enumerate(lesson.front.check)
            if one.fits > len(one.options)
        ),
        *markdown_faults(lesson.body, str(document.path), body_line),
    ]


def markdown_faults(body: str, file: str, first_line: int = 1) -> list[LibraryProblem]:
    """A problem for each thing in a Markdown text that pages do not show.

    Allowed: paragraphs, headings of level 2 and 3, lists, quotes, emphasis,
    rules, https links, and images that lie in the library. Raw HTML, code,
    tables and images from elsewhere are refused.
    """
    if not body.strip():
        return [LibraryProblem(file, first_line, "The lesson has no text", "nothing", "the lesson below its head")]
    problems = []
    if len(body) > _LONGEST_BODY:
        found, instead = f"{len(body)} characters", f"at most {_LONGEST_BODY}, or two lessons"
        problems.append(LibraryProblem(file, first_line, "The lesson is too long", found, instead))
    line = first_line
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(body):
        line = first_line + token.map[0] if token.map else line
        for part in [token, *(token.children or [])]:
            problems += _token_faults(part, file, line)
    return problems


def images(body: str) -> tuple[str, ...]:
    """The addresses of the images in a Markdown text, in order.

    >>> images("A wave: ![](images/wave.svg)")
    ('images/wave.svg',)
    """
    inline = [part for token in MarkdownIt("commonmark").parse(body) for part in token.children or []]
    return tuple(str(part.attrGet("src")) for part in inline if part.type == "image")


def _token_faults(token: Token, file: str, line: int) -> list[LibraryProblem]:
    kind = token.type.removesuffix("_open").removesuffix("_close")
    if kind in ("html_block", "html_inline"):
        what, instead = "Raw HTML is not shown", "the same in Markdown, without < and >"
        return [LibraryProblem(file, line, what, token.content.strip()[:60], instead)]
    if kind not in _PLAIN:
        what, instead = "This kind of Markdown is not shown", "paragraphs, lists, quotes or ## headings"
        return [] if token.type.endswith("_close") else [LibraryProblem(file, line, what, kind, instead)]
    if token.type == "heading_open" and token.tag not in ("h2", "h3"):
        instead = "## or ###; the title is the first heading of the page"
        return [LibraryProblem(file, line, "A heading of another level", token.tag, instead)]
    if token.type == "link_open" and not str(token.attrGet("href")).startswith("https://"):
        found = str(token.attrGet("href"))[:60]
        return [
            LibraryProblem(file, line, "A link must be safe to follow", found, "an address that begins with https://")
        ]
    if token.type == "image" and not _is_local(str(token.attrGet("src"))):
        found, instead = str(token.attrGet("src"))[:60], "a file beside the lesson, as in images/cycle.svg"
        return [LibraryProblem(file, line, "An image must lie in the library", found, instead)]
    return []


def _is_local(address: str) -> bool:
    return not (":" in address or address.startswith(("/", "\\")) or ".." in address)
