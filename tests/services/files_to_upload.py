"""Files such as people upload, and such as they should not, made in memory."""

from __future__ import annotations

import io
import zipfile

import docx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

WORDS = "They came one after the other and sat down"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT = """<?xml version="1.0"?>{declared}<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
<text:p>{text}</text:p></office:text></office:body></office:document-content>"""


def a_pdf(text: str = WORDS, password: str = "") -> bytes:
    """A page with a line of text, locked where a password is given."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode() if text else b"")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_docx(text: str = WORDS, cell: str = "") -> bytes:
    """A paragraph and, where asked for, a table of one cell."""
    document = docx.Document()
    document.add_paragraph(text)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def an_odt(text: str = WORDS, declared: str = "") -> bytes:
    """A paragraph; ``declared`` is what stands in front of the document."""
    return packed(
        {
            "mimetype": ODT_TYPE,
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": ODT.format(text=text, declared=declared),
        }
    )


def packed(parts: dict[str, str | bytes], onto: bytes = b"") -> bytes:
    """A zip archive of some parts, added to those of another one."""
    out = io.BytesIO(onto)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
