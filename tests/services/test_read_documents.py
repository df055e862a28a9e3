"""A document is read as whoever looks at its pages reads it, once; what lies beside is kept apart."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from lms.services import file_text
from lms.services.file_contents import Beside, contents_of
from lms.services.file_text import text_of
from lms.services.unreadable import BOMB, CONTROLS, MACROS, OBJECTS, REMOTE, Unreadable
from tests.services.files_to_upload import a_word_file, an_open_document, packed

BOX = "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p>{}</w:txbxContent>"
DRAWN = "<w:drawing><wps:txbx>{}</wps:txbx></w:drawing>"
OLD_BOX = "<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>"
EITHER = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice>"
    "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


def t(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def lines(body: str, **parts: str) -> list[str]:
    found = contents_of(a_word_file(body, **parts)).text.split("\n")
    return [line for line in found if line]


def field(asks: str, gives: str) -> str:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{sign.format('begin')}<w:r><w:instrText>{asks}</w:instrText></w:r>"
        f"{sign.format('separate')}{gives}{sign.format('end')}"
    )


NESTED = BOX.format(p(f"<w:r>{DRAWN.format(BOX.format('').replace('in a', 'in an inner'))}</w:r>"))
STYLES = """<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Plain"><w:basedOn w:val="Secret"/>
<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Heir"><w:basedOn w:val="Secret"/></w:style>
<w:style w:type="paragraph" w:styleId="Aside"><w:rPr><w:vanish/></w:rPr></w:style>"""


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (t("a ") + f"<w:r>{DRAWN.format(BOX.format(''))}</w:r>" + t("b"), ["a b", "in a box"]),
        (t("a ") + f"<w:r>{OLD_BOX.format(BOX.format(''))}</w:r>" + t("b"), ["a b", "in a box"]),
        (
            "<w:r>"
            + EITHER.format(DRAWN.format(BOX.format("")), OLD_BOX.format(BOX.format("")))
            + "</w:r>",
            ["in a box"],
        ),
        (f"<w:r>{DRAWN.format(NESTED)}</w:r>", ["in a box", "in an inner box"]),
        (t("a ") + f"<w:del>{t('b ')}</w:del><w:ins>{t('c')}</w:ins>", ["a c"]),
        (f"<w:del><w:r><w:delText>b</w:delText></w:r></w:del>{t('c')}", ["c"]),
        (f"<w:moveFrom>{t('m ')}</w:moveFrom>{t('a ')}<w:moveTo>{t('m')}</w:moveTo>", ["a m"]),
        (f"<w:ins>{t('a ')}<w:del>{t('b')}</w:del></w:ins>", ["a "]),
        (t("a ") + t("h", "<w:vanish/>") + t("b", "<w:webHidden/>"), ["a b"]),
        (t("a", '<w:vanish w:val="0"/>') + t("b", '<w:vanish w:val="false"/>'), ["ab"]),
        (t("a ") + t("h", '<w:rStyle w:val="Secret"/>') + t("b", '<w:rStyle w:val="Plain"/>'), ["a b"]),
        (t("a ") + t("h", '<w:rStyle w:val="Heir"/>'), ["a "]),
        ('<w:pPr><w:pStyle w:val="Aside"/></w:pPr>' + t("h"), []),
        ('<w:pPr><w:pStyle w:val="Aside"/></w:pPr>' + t("seen", '<w:vanish w:val="0"/>'), ["seen"]),
        (t("a ") + field("PAGEREF secret", t("12")), ["a 12"]),
        (field("IF " + field("x", t("inner")) + " y", t("given")), ["given"]),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + t("kept"), ["kept"]),
        ('<w:fldSimple w:instr="AUTHOR x">' + t("shown") + "</w:fldSimple>", ["shown"]),
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r>", ["coop-x"]),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", ["a\tb", "c", "d"]),
        ('<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>' + t("a"), ["a"]),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', ["α"]),
        (f"<w:r><w:ruby><w:rt>{t('over')}</w:rt><w:rubyBase>{t('base')}</w:rubyBase></w:ruby></w:r>", ["base"]),
        ("<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + t("held") + "</w:sdtContent></w:sdt>", ["held"]),
        ("<w:r><w:drawing><wp:docPr id='1' name='n' descr='told' title='named'/></w:drawing></w:r>" + t("a"), ["a"]),
        ("<w:smartTag>" + t("a ") + "</w:smartTag><w:hyperlink>" + t("b") + "</w:hyperlink>", ["a b"]),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", ["x=1"]),
    ],
)  # fmt: skip
def test_a_paragraph_of_word_has_the_words_that_its_page_shows(
    inside: str, says: list[str]
) -> None:
    assert lines(p(inside), styles=STYLES) == says


def test_strict_word_is_read_like_the_other() -> None:
    body = p(t("a ") + t("h", "<w:vanish/>") + f"<w:del>{t('d')}</w:del>" + t("b"))
    assert text_of(a_word_file(body, strict=True)).strip() == "a b"


def test_the_end_of_a_paragraph_that_is_deleted_joins_it_to_the_next() -> None:
    mark = "<w:pPr><w:rPr><w:del w:author='A'/></w:rPr></w:pPr>"
    assert lines(p(mark + t("One ")) + p(t("line."))) == ["One line."]


def test_tables_are_read_once_and_their_deleted_rows_not() -> None:
    cell = "<w:tc>{}</w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format(p(t('inner')))}</w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del w:author='A'/></w:trPr>{cell.format(p(t('gone')))}</w:tr>"
    table = (
        f"<w:tbl><w:tr>{cell.format(p(t('a')))}{cell.format(inner + p(''))}</w:tr>{gone}</w:tbl>"
    )
    assert lines(table) == ["a", "inner"]


def test_notes_stand_in_lines_of_their_own_and_only_where_their_mark_stands() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>a</w:t></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{n}" {kind}>{p(t(words))}</w:footnote>'
        for n, kind, words in (
            (0, 'w:type="separator"', "line"),
            (2, "", "See Smith"),
            (3, "", "gone"),
            (4, "", "own"),
        )
    )
    body = p(t("word") + mark.format(2) + t(" more") + f"<w:del>{mark.format(3)}</w:del>" + own)
    assert lines(body, footnotes=notes) == ["word more", "See Smith", "own"]


def test_what_stands_beside_the_text_of_word_is_kept_apart() -> None:
    file = a_word_file(
        p(t("Text") + f"<w:del w:author='Pat'>{t('gone')}</w:del>" + t("h", "<w:vanish/>")),
        header=p(t("Jane in the header")),
        footer=p(t("foot")),
        comments=f"<w:comment w:author='Rhona'>{p(t('remark'))}</w:comment>",
        core="<dc:creator>Rhona Tindall</dc:creator>",
    )
    found = contents_of(file)
    assert found.text == "Text"
    assert set(found.beside) == {
        Beside("author of a tracked change", "Pat"),
        Beside("deleted text", "gone"),
        Beside("hidden text", "h"),
        Beside("header", "Jane in the header"),
        Beside("footer", "foot"),
        Beside("author of a comment", "Rhona"),
        Beside("comment", "remark"),
        Beside("author in properties", "Rhona Tindall"),
    }


def test_what_may_hold_words_that_nobody_read_is_named() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    sum_of = "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
    found = contents_of(a_word_file(p(picture * 3 + sum_of) + '<w:altChunk r:id="none"/>'))
    assert found.text.strip() == "a/b"
    assert found.unread == (
        "3 pictures, which may hold words",
        "1 formula, of which only the signs were read",
        "1 document put in whole, which was not read",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.htm", "<!DOCTYPE html><html><head><title>no</title></head><body><p>put <b>in</b></p></body></html>"),
        ("c.mht", "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>put in</p>"),
        ("c.txt", "put in"),
        ("c.docx", a_word_file(p(t("put in")))),
    ],
)  # fmt: skip
def test_a_document_put_in_whole_is_read_once(name: str, content: str | bytes) -> None:
    body = p(t("Lead")) + '<w:altChunk r:id="c"/>' * 2
    relation = f'<Relationship Id="c" Type="http://x/aFChunk" Target="{name}"/>'
    file = packed({f"word/{name}": content}, a_word_file(body, relations=relation))
    assert [line for line in text_of(file).split("\n") if line] == ["Lead", "put in"]


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("a<office:annotation><dc:creator>R</dc:creator><text:p>c</text:p></office:annotation> b", ["a b"]),
        ("word<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See it</text:p>"
         "</text:note-body></text:note> on", ["word on", "See it"]),
        ('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d', ["a   b\tc", "d"]),
        ("one\n   two", ["one two"]),
        ("a<text:hidden-text text:string-value='h'>h</text:hidden-text>", ["a"]),
        ("a<text:span text:style-name='Secret'>h</text:span>b", ["ab"]),
        ("a<text:variable-set text:display='none'>5</text:variable-set>b", ["ab"]),
        ("a<draw:custom-shape><text:p>shaped</text:p></draw:custom-shape>b", ["ab", "shaped"]),
        ("<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box><svg:title>t</svg:title>"
         "<svg:desc>d</svg:desc></draw:frame>host", ["host", "boxed"]),
        ("<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>over</text:ruby-text></text:ruby>", ["base"]),
        ("a</text:p><text:section text:display='none'><text:p>h</text:p></text:section><text:p>b", ["a", "b"]),
        ("a</text:p><text:table-of-content><text:table-of-content-source><text:index-title-template>T"
         "</text:index-title-template></text:table-of-content-source><text:index-body><text:p>One</text:p>"
         "</text:index-body></text:table-of-content><text:p>b", ["a", "One", "b"]),
        ("<draw:frame><draw:object><math:math><math:mi>x</math:mi><math:mo>=</math:mo><math:mn>1</math:mn>"
         "</math:math></draw:object><draw:image/></draw:frame>", ["x = 1"]),
    ],
)  # fmt: skip
def test_a_paragraph_of_open_document_has_the_words_that_its_page_shows(
    inside: str, says: list[str]
) -> None:
    found = contents_of(an_open_document(inside)).text.split("\n")
    assert [line for line in found if line] == says


def test_what_stands_beside_the_text_of_open_document_is_kept_apart() -> None:
    inside = (
        "Text<office:annotation><dc:creator>Rhona</dc:creator><text:p>remark</text:p></office:annotation>"
        "<draw:frame><draw:image/></draw:frame></text:p><text:tracked-changes><text:changed-region>"
        "<text:deletion><office:change-info><dc:creator>Pat</dc:creator></office:change-info>"
        "<text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>"
    )
    found = contents_of(an_open_document(inside, header="head", creator="Amara"))
    assert found.text.strip() == "Text"
    assert set(found.beside) == {
        Beside("author of a comment", "Rhona"),
        Beside("comment", "remark"),
        Beside("author of a tracked change", "Pat"),
        Beside("deleted text", "gone"),
        Beside("header", "head"),
        Beside("last editor in properties", "Amara"),
    }
    assert found.unread == ("1 picture, which may hold words",)


def test_empty_parts_that_office_programs_leave_behind_do_no_harm() -> None:
    left = {"Configurations2/accelerator/current.xml": "", "Basic/script-lc.xml": "<a/>"}
    assert text_of(packed(dict(left), an_open_document("a"))).strip() == "a"


OUT = '<Relationship Id="x" Type="http://x/{}" Target="{}" TargetMode="External"/>'
IN = '<Relationship Id="x" Type="http://x/{}" Target="{}"/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("relation", "parts", "says"),
    [
        (IN.format("vbaProject", "data.bin"), {"word/data.bin": "x"}, MACROS),
        (IN.format("oleObject", "o.bin"), {"word/o.bin": "x"}, OBJECTS),
        (IN.format("package", "o.dat"), {"word/o.dat": "x"}, OBJECTS),
        (IN.format("control", "o.xml"), {"word/o.xml": "<a/>"}, CONTROLS),
        (IN.format("image", "p.png"), {"word/p.png": OLE}, OBJECTS),
        (IN.format("image", "p.png"), {"word/p.png": b"MZ\x90\x00 program"}, OBJECTS),
        (OUT.format("attachedTemplate", "https://x.example/t.dotm"), {}, REMOTE),
        (OUT.format("attachedTemplate", "file://server/share/t.dotm"), {}, REMOTE),
        (OUT.format("attachedTemplate", "file:///%5C%5Cserver/t.dotm"), {}, REMOTE),
        (OUT.format("attachedTemplate", "\\\\server\\t.dotm"), {}, REMOTE),
        (OUT.format("image", "https://x.example/i.png"), {}, REMOTE),
        (OUT.format("subDocument", "other.docx"), {}, REMOTE),
        (OUT.format("hyperlink", "javascript:run()"), {}, MACROS),
        ("", {"word/loose.dat": b"%PDF-1.7"}, OBJECTS),
    ],
)
def test_what_runs_or_fetches_is_refused_by_what_it_is(
    relation: str, parts: dict[str, str | bytes], says: str
) -> None:
    file = packed(parts, a_word_file(p(t("a")), relations=relation))
    with pytest.raises(Unreadable) as fault:
        text_of(file)
    assert str(fault.value) == says


def test_a_macro_is_known_by_its_type_and_a_field_that_asks_a_program_by_its_words() -> None:
    for file, says in (
        (a_word_file(p(t("a")), kind="vnd.ms-word.document.macroEnabled.main"), MACROS),
        (a_word_file(p(field(' DDEAUTO c:\\\\cmd.exe "/k"', t("x")))), REMOTE),
        (a_word_file(p('<w:fldSimple w:instr=" dde x"/>')), REMOTE),
    ):
        with pytest.raises(Unreadable) as fault:
            text_of(file)
        assert str(fault.value) == says


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("a<text:script>x</text:script>", MACROS),
        ("a<office:event-listeners><script:event-listener/></office:event-listeners>", MACROS),
        ('<draw:frame><draw:object-ole xlink:href="./o"/></draw:frame>', OBJECTS),
        ('<draw:frame><draw:image xlink:href="https://x.example/i.png"/></draw:frame>', REMOTE),
        ('<text:section><text:section-source xlink:href="../o.odt"/></text:section>', REMOTE),
        ('<text:a xlink:href="vnd.sun.star.script:x">a</text:a>', MACROS),
    ],
)
def test_what_runs_or_fetches_in_open_document_is_refused(inside: str, says: str) -> None:
    with pytest.raises(Unreadable) as fault:
        text_of(an_open_document(inside))
    assert str(fault.value) == says


def test_harmless_links_and_the_writers_own_template_are_taken() -> None:
    for one in (
        OUT.format("hyperlink", "https://x.example/"),
        OUT.format("attachedTemplate", "file:///C:\\Users\\A\\t.dotx"),
        OUT.format("attachedTemplate", "file:///Users/A/t.dotx"),
        OUT.format("attachedTemplate", "Normal.dotm"),
    ):
        assert text_of(a_word_file(p(t("a")), relations=one)).strip() == "a"
    linked = '<text:a xlink:href="https://x.example/">a</text:a>'
    assert text_of(an_open_document(linked)).strip() == "a"


def test_macros_of_open_document_are_found_in_its_folder() -> None:
    file = packed({"Basic/Standard/Module1.xml": "<a>Sub Main</a>"}, an_open_document("a"))
    with pytest.raises(Unreadable, match="macros"):
        text_of(file)


def test_the_table_of_a_chart_is_no_file_put_inside_but_may_hold_no_macros() -> None:
    def with_table(kind: str) -> bytes:
        chart = IN.format("package", "../embeddings/t.xlsx").join(
            ('<Relationships xmlns="http://x/">', "</Relationships>")
        )
        table = packed({"[Content_Types].xml": f"<Types><Default ContentType='{kind}'/></Types>"})
        body = p(t("a") + "<w:r><w:drawing><c:chart xmlns:c='http://schemas.openxmlformats.org/"
                 "drawingml/2006/chart'/></w:drawing></w:r>")  # fmt: skip
        parts: dict[str, str | bytes] = {
            "word/charts/chart1.xml": "<c/>",
            "word/charts/_rels/chart1.xml.rels": chart,
            "word/embeddings/t.xlsx": table,
        }
        return packed(parts, a_word_file(body))

    assert contents_of(with_table("sheet")).unread == ("1 chart, whose words were not read",)
    with pytest.raises(Unreadable, match="macros"):
        contents_of(with_table("application/vnd.ms-office.vbaProject"))


def test_many_small_tags_and_too_much_text_are_refused_at_once() -> None:
    with pytest.raises(Unreadable) as fault:
        text_of(a_word_file("<w:p/>" * 1_500_001))
    assert str(fault.value) == BOMB
    with pytest.raises(Unreadable, match="million"):
        text_of(a_word_file(p(t("word " * 1_000)) * 250))


def test_much_xml_is_refused_before_it_is_read() -> None:
    file = packed({"word/more.xml": b"<a>" + b" " * 21 * 1024**2 + b"</a>"}, a_word_file(p(t("a"))))
    with pytest.raises(Unreadable) as fault:
        text_of(file)
    assert str(fault.value) == BOMB


def test_the_program_says_also_what_stands_beside_and_what_was_not_read() -> None:
    file = a_word_file(p(t("a") + "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"), header=p(t("h")))
    command = [sys.executable, "-m", file_text.__name__]
    done = subprocess.run(command, input=file, capture_output=True, check=True)
    assert json.loads(done.stdout) == {
        "text": "a",
        "beside": [{"what": "header", "text": "h"}],
        "unread": ["1 picture, which may hold words"],
    }
