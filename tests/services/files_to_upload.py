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


OFFICE = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
WORD = """<w:{root} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:v="urn:schemas-microsoft-com:vml">{inside}</w:{root}>"""
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml" ContentType="application/{kind}+xml"/></Types>"""
RELATIONS = """<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"""
RELATION = '<Relationship Id="{name}" Type="{office}officeDocument/2006/relationships/{name}" Target="{target}"/>'
CORE = '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
ROOTS = {"styles": "styles", "header": "hdr", "footer": "ftr"}
"""The roots of parts that are not called like the part."""


def a_word_file(
    body: str,
    strict: bool = False,
    kind: str = "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
    relations: str = "",
    core: str = "",
    **parts: str,
) -> bytes:
    """A Word file of a body written out in XML, with other parts by their names."""
    related = "".join(
        RELATION.format(name=name, office=OFFICE, target=f"{name}.xml") for name in parts
    )
    main = RELATION.format(name="officeDocument", office=OFFICE, target="word/document.xml")
    about = RELATION.format(name="core-properties", office=OFFICE, target="core.xml")
    files = {
        "[Content_Types].xml": TYPES.format(kind=kind),
        "_rels/.rels": RELATIONS.format(inside=main + about),
        "core.xml": CORE.format(core),
        "word/_rels/document.xml.rels": RELATIONS.format(inside=related + relations),
        "word/document.xml": WORD.format(root="document", inside=f"<w:body>{body}</w:body>"),
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = WORD.format(root=ROOTS.get(name, name), inside=inside)
    if strict:
        files = {name: _strict(content) for name, content in files.items()}
    return packed(dict(files))


def _strict(content: str) -> str:
    changed = content.replace(f"{OFFICE}wordprocessingml/2006/", f"{STRICT}wordprocessingml/")
    return changed.replace(f"{OFFICE}officeDocument/2006/", f"{STRICT}officeDocument/")


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("draw", "drawing"),
        ("style", "style"),
        ("table", "table"),
        ("script", "script"),
        ("svg", "svg-compatible"),
    )
)
MORE_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:math="http://www.w3.org/1998/Math/MathML"'
)
SECRET = (
    '<office:automatic-styles><style:style style:name="Secret" style:family="text">'
    '<style:text-properties text:display="none"/></style:style></office:automatic-styles>'
)


def an_open_document(inside: str, header: str = "", creator: str = "") -> bytes:
    """An OpenDocument text of one paragraph written out in XML."""

    def root(name: str, content: str) -> str:
        return f"<office:{name} {SPACES} {MORE_SPACES}>{content}</office:{name}>"

    body = (
        f"{SECRET}<office:body><office:text><text:p>{inside}</text:p></office:text></office:body>"
    )
    page = f"<style:master-page><style:header><text:p>{header}</text:p></style:header></style:master-page>"
    return packed(
        {
            "mimetype": ODT_TYPE,
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": root("document-content", body),
            "styles.xml": root("document-styles", page),
            "meta.xml": root(
                "document-meta", f"<office:meta><dc:creator>{creator}</dc:creator></office:meta>"
            ),
        }
    )
