"""The copy of a file for whoever may not know whose it is: all of its text, and no name beside it."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import NameObject, TextStringObject

from lms.services.file_contents import contents_of
from lms.services.nameless_copy import nameless
from lms.services.unreadable import Unreadable
from tests.services.files_to_upload import (
    RELATION,
    a_docx,
    a_pdf,
    a_word_file,
    an_open_document,
    packed,
)

NAMES = (b"Rhona", b"Tindall", b"rhona", b"Pat Winslow", b"Medway")
MACHINE = "file:///C:/Users/rhona/essay.dotm"


def p(text: str) -> str:
    return f"<w:p>{text}</w:p>"


def t(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def signed_by_hand() -> bytes:
    """A Word file as an office program writes it, with every property filled in."""
    document = docx.Document(io.BytesIO(a_docx()))
    about = document.core_properties
    for name in ("author", "last_modified_by", "title", "comments", "keywords", "subject"):
        setattr(about, name, "Rhona Tindall")
    document.add_comment(document.paragraphs[0].runs, "See me, Rhona.", "Pat Winslow", "PW")
    out = io.BytesIO()
    document.save(out)
    more = {"docProps/custom.xml": '<Properties xmlns="x"><property>Medway</property></Properties>'}
    return packed(dict(more), out.getvalue())


def changed() -> bytes:
    """Tracked changes, a comment, the list of people, a template and a picture of a known place."""
    link = RELATION.format(name="attachedTemplate", office="x/", target=MACHINE)
    return a_word_file(
        p(
            t("Words")
            + "<w:commentRangeStart w:id='0'/>"
            + f"<w:ins w:author='Rhona Tindall' w:initials='RT'>{t(' added')}</w:ins>"
            + "<w:r><w:commentReference w:id='0'/></w:r>"
            + '<w:r><w:instrText>INCLUDEPICTURE "C:\\Users\\rhona\\a.png"</w:instrText></w:r>'
        ),
        relations=link.replace("/>", ' TargetMode="External"/>'),
        core="<dc:creator>Rhona Tindall</dc:creator>",
        comments=f"<w:comment w:id='0' w:author='Pat Winslow'>{p(t('Rhona, see me'))}</w:comment>",
        people="<w:person w:author='Rhona Tindall'/>",
        settings="<w:docVars><w:docVar w:name='a' w:val='Rhona'/></w:docVars>",
    )


def open_document() -> bytes:
    note = "<office:annotation><dc:creator>Rhona Tindall</dc:creator><text:p>Rhona?</text:p></office:annotation>"
    info = "<office:change-info><dc:creator>Pat Winslow</dc:creator></office:change-info>"
    changes = f"<text:tracked-changes><text:changed-region>{info}</text:changed-region></text:tracked-changes>"
    inside = f"Words{note} and more</text:p>{changes}<text:p>Last"
    content = an_open_document(inside, creator="Rhona Tindall")
    settings = "<a><b><c>rhona's printer</c></b></a>"
    return packed({"Thumbnails/thumbnail.png": b"Rhona", "settings.xml": settings}, content)


def noted_pdf(text: str = "They came") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf(text))))
    writer.add_metadata({"/Author": "Rhona Tindall", "/Title": "Rhona Tindall's essay"})
    writer.xmp_metadata = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
        b'22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:creator>Rhona Tindall</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    for note in (
        Text(text="Rhona, see me", rect=(5, 5, 9, 9)),
        FreeText(text="On its face", rect=(5, 5, 99, 99)),
    ):
        note[NameObject("/T")] = TextStringObject("Pat Winslow")
        writer.add_annotation(0, note)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def unpacked(content: bytes) -> bytes:
    """All that a file holds, without its packing."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert package.testzip() is None
            return b"\n".join(package.read(name) for name in package.namelist())
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for one in writer._objects:
        data = getattr(one, "get_data", None)
        content += (data() if data else b"") + str(one).encode()
    return content


@pytest.mark.parametrize("make", [signed_by_hand, changed, open_document, noted_pdf])
def test_no_name_is_left_and_every_word_of_the_text_is(make) -> None:  # type: ignore[no-untyped-def]
    content = make()
    before, copy = contents_of(content), nameless(content)
    assert any(name in unpacked(content) for name in NAMES)
    assert [name for name in NAMES if name in unpacked(copy)] == []
    after = contents_of(copy)
    assert after.text == before.text
    assert [b.what for b in after.beside if "author" in b.what or b.what == "comment"] in (
        [],
        ["author of a tracked change"],
    )


def test_the_copy_opens_in_a_program_of_its_kind() -> None:
    document = docx.Document(io.BytesIO(nameless(signed_by_hand())))
    assert document.core_properties.author == ""
    assert document.paragraphs[0].text
    page = PdfReader(io.BytesIO(nameless(noted_pdf()))).pages[0]
    assert [a.get_object()["/Subtype"] for a in page["/Annots"]] == ["/FreeText"]


def test_one_that_only_forbids_editing_is_copied_too() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(noted_pdf())))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert contents_of(nameless(out.getvalue())).text == contents_of(noted_pdf()).text


def test_links_stay_and_places_on_somebodys_machine_go() -> None:
    links = "".join(
        RELATION.format(name="hyperlink", office="x/", target=target).replace(
            "/>", ' TargetMode="External"/>'
        )
        for target in ("https://www.gov.uk/home/guide", MACHINE)
    )
    copy = unpacked(nameless(a_word_file(p(t("Words")), relations=links)))
    assert b"https://www.gov.uk/home/guide" in copy
    assert b"rhona" not in copy


@pytest.mark.parametrize(
    "content",
    [
        packed({"_xmlsignatures/sig1.xml": "<a/>"}, a_docx()),
        packed({"word/printerSettings1.bin": b"Rhona"}, a_docx()),
        packed({"Object/data.bin": b"Rhona"}, open_document()),
        b"%PDF-1.7 broken",
    ],
)
def test_what_could_still_carry_a_name_is_not_copied(content: bytes) -> None:
    with pytest.raises(Unreadable):
        nameless(content)
