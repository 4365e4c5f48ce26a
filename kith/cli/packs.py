"""`kith pack`: hand released documents of a service to another installation, and take theirs as drafts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kith.science.packs import MOST_BYTES, PackProblem, open_pack

if TYPE_CHECKING:
    from kith.care.permissions import Viewer

app = typer.Typer(help="Hand over what a service wrote, as a signed pack, and take packs of others.")
MAY_NOT = "Nothing was done. This account does not write for its service. Name one that does."
As = Annotated[str, typer.Option("--as", help="The account that does it; its service and its rights count.")]
File = Annotated[Path, typer.Argument(help="The pack.")]


@app.command()
def export(
    ids: Annotated[list[str], typer.Argument(help="Ids of released documents, for example own-my-nights-abcdef.")],
    out: Annotated[Path, typer.Option(help="The file to write. One that is there is not overwritten.")],
    account: As,
) -> None:
    """Write released documents into a signed pack."""
    from kith.cli.serving import prepare

    prepare()
    from kith.care.models import Refusal
    from kith.care.permissions import NotAllowed, NotYours
    from kith.care.queries.packing import pack_of

    now = datetime.now(UTC)
    try:
        pack = pack_of(viewer=_viewer(account, now), identifiers=ids, at=now)
    except NotYours:
        _refuse("No pack was made. Not every id is a document of this service. Look at “What we wrote”.")
    except NotAllowed:
        _refuse(MAY_NOT)
    except Refusal as refusal:
        _refuse(str(refusal))
    try:
        with out.open("xb") as file:
            file.write(pack.content)
    except OSError as error:
        _refuse(f"No pack was made. {out}: {error.strerror}. Choose another file.")
    typer.echo(f"{out}: {len(ids)} documents, signed with the key {pack.fingerprint}. Read it to the receiver.")


@app.command("import")
def take(
    file: File,
    account: As,
    trust: Annotated[str, typer.Option(help="The signs of a new key, as its sender read them to you.")] = "",
) -> None:
    """Take the documents of a pack as drafts. Nothing is released by it."""
    from kith.cli.serving import prepare

    prepare()
    from kith.care.actions.packs import import_pack
    from kith.care.models import Refusal
    from kith.care.permissions import NotAllowed

    now = datetime.now(UTC)
    try:
        rows = import_pack(content=_content(file), trusted=trust, by=_viewer(account, now), at=now)
    except NotAllowed:
        _refuse(MAY_NOT)
    except Refusal as refusal:
        _refuse(str(refusal))
    for row in rows:
        typer.echo(f"{row.identifier}: a draft of “{row.title}”")


@app.command()
def show(file: File) -> None:
    """Say what is in a pack and by which key it was signed. Nothing is taken."""
    try:
        pack = open_pack(_content(file))
    except PackProblem as problem:
        _refuse(f"The pack is not whole. Found: {problem.kind.replace('_', ' ')} {problem.found}. Ask for a new one.")
    typer.echo(f"Made by {pack.made_by} on {pack.made_on}, signed with the key {pack.fingerprint}")
    for one in pack.documents:
        typer.echo(f"{one.kind} {one.id} {one.data.get('version', '')}: {one.data.get('title', '')}")


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        _refuse(f"The pack cannot be read. {file}: {error.strerror}. Name a file that is there.")


def _viewer(account: str, now: datetime) -> Viewer:
    from kith.care.models import User
    from kith.care.permissions import viewer_of

    user = User.objects.filter(username=account, is_active=True).first()
    if user is None:
        _refuse(f"Nothing was done. There is no account “{account}”. Name one that writes for its service.")
    return viewer_of(user, at=now, request_id="kith pack")


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
