"""A backup of one installation, database and files together, that can be proved by restoring it.

    python -m scripts.backup make FOLDER      writes FOLDER/axcenter-<time>/ and prints its path
    python -m scripts.backup restore BACKUP   into the empty database and folder of the environment, then compares
    python -m scripts.backup compare BACKUP   what the backup says against what the database and folder hold now

The manifest names every table with its rows and a SHA-256 over them, and every file with its size and SHA-256. The
database is read in one snapshot and the files after it: a stored document is never changed, so each row finds its file.
Files in an S3 bucket are kept by the bucket's own versions and are not copied.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.databases import Database, database
from scripts.places import data_dir, give_up

MANIFEST = "manifest.json"
ARCHIVE = "files.tar"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Installation:
    """The database and the folder of files that the environment names."""

    database: Database
    files: Path


def here() -> Installation:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{data_dir() / 'db.sqlite3'}"
    return Installation(database(url), Path(os.environ.get("MEDIA_ROOT") or data_dir() / "files"))


def make(installation: Installation, folder: Path, at: datetime) -> Path:
    """Write one backup; it gets its name only when it is complete."""
    name = f"axcenter-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    finished, partial = folder / name, folder / f".{name}.partial"
    partial.mkdir(parents=True, mode=0o700)
    dump = partial / installation.database.dump_name
    tables = installation.database.dump(dump)
    archived = _archive(installation.files, partial / ARCHIVE)
    manifest = {
        "version": VERSION,
        "made_at": at.isoformat(),
        "database": {"file": dump.name, "sha256": sha256(dump), "tables": tables},
        "files": {"file": ARCHIVE, "sha256": sha256(partial / ARCHIVE), "listed": archived},
    }
    (partial / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    partial.rename(finished)
    return finished


def restore(installation: Installation, backup: Path) -> list[str]:
    """Fill an empty installation; differences from the manifest, none when it is whole."""
    manifest = _manifest(backup)
    if installation.database.tables():
        give_up("The database is not empty. Restore into a new one, then point DATABASE_URL at it.")
    if installation.files.exists() and any(installation.files.iterdir()):
        give_up(f"{installation.files} is not empty. Restore into a new folder.")
    for part in ("database", "files"):
        if sha256(backup / manifest[part]["file"]) != manifest[part]["sha256"]:
            give_up(f"{manifest[part]['file']} was changed or damaged after the backup; take another one.")
    installation.database.load(backup / manifest["database"]["file"])
    _unpack(backup / ARCHIVE, installation.files)
    return compare(installation, backup)


def _unpack(path: Path, folder: Path) -> None:
    """Write an archive's plain files below a folder; nothing else is taken from it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path) as archive:
        for member in filter(tarfile.TarInfo.isfile, archive):
            place = (folder / member.name).resolve()
            content = archive.extractfile(member)
            if content is None or not place.is_relative_to(folder.resolve()):
                give_up(f"{path.name} holds {member.name}, which lies outside its folder. Take another backup.")
            place.parent.mkdir(parents=True, exist_ok=True)
            with content, place.open("wb") as copy:
                shutil.copyfileobj(content, copy)


def compare(installation: Installation, backup: Path) -> list[str]:
    """What differs between a backup's manifest and an installation, table by table and file by file."""
    manifest = _manifest(backup)
    tables = installation.database.tables()
    listed = {name: _described(path) for name, path in _files(installation.files)}
    return _differences("table", manifest["database"]["tables"], tables) + _differences(
        "file", manifest["files"]["listed"], listed
    )


def sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _differences(what: str, expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    lines = [f"{what} {name} is missing" for name in sorted(expected.keys() - found.keys())]
    lines += [f"{what} {name} is not in the backup" for name in sorted(found.keys() - expected.keys())]
    lines += [
        f"{what} {name} differs: {expected[name]} in the backup, {found[name]} here"
        for name in sorted(expected.keys() & found.keys())
        if expected[name] != found[name]
    ]
    return lines


def _archive(folder: Path, archive: Path) -> dict[str, dict[str, Any]]:
    listed = {}
    with tarfile.open(archive, "w") as tar:
        for name, path in _files(folder):
            listed[name] = _described(path)
            tar.add(path, arcname=name, recursive=False)
    return listed


def _files(folder: Path) -> list[tuple[str, Path]]:
    return [(str(path.relative_to(folder)), path) for path in sorted(folder.rglob("*")) if path.is_file()]


def _described(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def _manifest(backup: Path) -> dict[str, Any]:
    path = backup / MANIFEST
    if not path.exists():
        give_up(f"{backup} is no backup: it has no {MANIFEST}.")
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if manifest["version"] != VERSION:
        give_up(f"This backup was written in form {manifest['version']}; this program reads form {VERSION}.")
    return manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["make", "restore", "compare"])
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    if chosen.verb == "make":
        print(make(here(), chosen.folder, datetime.now(UTC)))
        return
    differences = (restore if chosen.verb == "restore" else compare)(here(), chosen.folder)
    print("\n".join(differences) or "Every table and every file is as the backup says.")
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
