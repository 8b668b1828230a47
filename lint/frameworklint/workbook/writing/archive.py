"""Exchanging parts of a ZIP archive: all others are copied as they are, byte by byte."""

import copy
import io
import zipfile
from collections.abc import Mapping


def exchanged(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with other contents of some parts.

    Every other part is copied without being unpacked, with its header, in its place.

    Args:
        content: the archive.
        parts: the new contents by name, of parts that it has.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        members = old.infolist()
        starts = sorted(member.header_offset for member in members)
        ends = dict(zip(starts, [*starts[1:], old.start_dir], strict=True))
        buffer.write(content[: starts[0]])
        new.start_dir = buffer.tell()
        for member in sorted(members, key=lambda member: member.header_offset):
            if member.filename in parts:
                new.writestr(_described_like(member), parts[member.filename])
                continue
            copied = copy.copy(member)
            copied.header_offset = new.start_dir
            buffer.seek(new.start_dir)
            buffer.write(content[member.header_offset : ends[member.header_offset]])
            new.start_dir = buffer.tell()
            new.filelist.append(copied)
            new.NameToInfo[copied.filename] = copied
        order = {member.filename: number for number, member in enumerate(members)}
        new.filelist.sort(key=lambda member: order[member.filename])
        new.comment = old.comment
    return buffer.getvalue()


def _described_like(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A new entry of the same name, date, rights and compression."""
    found = zipfile.ZipInfo(member.filename, member.date_time)
    found.compress_type = member.compress_type
    found.create_system = member.create_system
    found.external_attr = member.external_attr
    found.comment = member.comment
    return found
