"""DOCX, ODT and pages are read as Word, Writer and browsers show them: what is visible is in the record as it is seen,
what is hidden is not, and is told."""
import io
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from office import convert
from readers import (DATE, RECIPIENTS, SIGNATURE, TITLE, WORD, cell, docx, fodt, html, item, level, listing, odt, odt_par, par,
                     row, run, span, table, text_style)
from support import cases, hongtou, need, workdir

ROOM = "import"

SUP, SUB = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
INSTRUCTION = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction, result=None, form=""):
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    middle = FIELD.format("separate") + run(result) if result is not None else ""
    return begin + INSTRUCTION.format(instruction) + middle + FIELD.format("end")


def omath(inner):
    return f"<m:oMath>{inner}</m:oMath>"


def mr(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def box(*paragraphs):
    inner = "".join(par(p) for p in paragraphs)
    return ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
            f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent>"
            "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>")


def style(id, properties="", kind="paragraph", more=""):
    return (f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{id}"/>{more}<w:rPr>{properties}</w:rPr></w:style>')


HAN = [level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."),
       level(3, "decimal", "（%4）"), level(4, "decimalEnclosedCircle", "%5"), level(5, "lowerLetter", "%6)")]
ODT_LIST = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/>
<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="4" style:num-format="a" style:num-suffix=")"/></text:list-style>"""
RAISED = text_style("Up", 'style:text-position="super 58%"')

# name: (file, what the body must be, codes of messages that must be there)
CASES = {
    # --- superscripts and subscripts ---
    "raised.docx": (docx(par("面积10", run("3", SUP), "吨，CO", run("2", SUB), "，x", run("-1", SUP), "。")),
                    "面积10³吨，CO₂，x⁻¹。", ""),
    "raised-by-style.docx": (docx(par("面积10", run("3", '<w:rStyle w:val="Up"/>'), "吨。"),
                                  styles=style("Base", SUP, "character") +
                                  style("Up", "", "character", '<w:basedOn w:val="Base"/>')), "面积10³吨。", ""),
    "raised-off.docx": (docx(par("面积10", run("3", '<w:rStyle w:val="Up"/><w:vertAlign w:val="baseline"/>'), "吨。"),
                             styles=style("Up", SUP, "character")), "面积103吨。", ""),
    "raised-by-position.docx": (docx(par("面积5m", run("2", '<w:position w:val="8"/><w:sz w:val="16"/>'), "。")), "面积5m²。", ""),
    "raised-with-its-line.docx": (docx(par(*(run(text, '<w:position w:val="8"/>') for text in ("面积", "512", "亩。")))), "面积512亩。", ""),
    "raised-word.docx": (docx(par("公司", run("注册", SUP), "成立。")), "公司注册成立。", "M555"),
    "raised-in-cell.docx": (docx(table(row("项目", "数量"), row("水", cell(par("10", run("3", SUP), "吨"))))),
                            "| 项目 | 数量 |\n|---|---|\n| 水 | 10³吨 |", ""),
    "raised-in-title.docx": (docx(par("关于供水5万m", run("3", SUP), "的通知"), par(RECIPIENTS), par("请执行。"), whole=True),
                             "title: 关于供水5万m³的通知", ""),
    "raised.odt": (odt(odt_par("面积10" + span("3", "Up") + "吨，H" + span("2", "Down") + "O。"),
                       RAISED + text_style("Down", 'style:text-position="-33% 58%"')), "面积10³吨，H₂O。", ""),
    "raised-by-named-style.odt": (odt(odt_par("面积10" + span("3", "T1") + "吨。"), text_style("T1", "", "Up"), RAISED),
                                  "面积10³吨。", ""),
    "raised-in-cell.odt": (odt('<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell>' + odt_par("水") + '</table:table-cell>'
                               '<table:table-cell>' + odt_par("10" + span("3", "Up") + "吨") + '</table:table-cell>'
                               '</table:table-row><table:table-row><table:table-cell>' + odt_par("电") + '</table:table-cell>'
                               '<table:table-cell>' + odt_par("5") + '</table:table-cell></table:table-row></table:table>',
                               RAISED), "| 水 | 10³吨 |\n|---|---|\n| 电 | 5 |", ""),
    "raised.html": (html("<p>面积10<sup>3</sup>吨，CO<sub>2</sub>，<span class=u>x<i>2</i></span>。</p>"
                         "<table><tr><td>水</td><td>10<sup>4</sup></td></tr><tr><td>电</td><td>2</td></tr></table>",
                         "<style>.u i{vertical-align:super}</style>"),
                    "面积10³吨，CO₂，x²。\n\n| 水 | 10⁴ |\n|---|---|\n| 电 | 2 |", ""),
    "raised-normalised.html": (html("<p>面积10<sup>3</sup>吨。</p>",
                                    "<style>sub,sup{vertical-align:baseline;position:relative}sup{top:-.5em}</style>"),
                               "面积10³吨。", ""),
    "note-is-no-superscript.docx": (
        docx(par("低洼地段", f'<w:r><w:rPr>{SUP}</w:rPr><w:footnoteReference w:id="2"/></w:r>', "由部门划定。"),
             parts={"footnotes.xml": f'<w:footnotes {WORD}><w:footnote w:id="2">' +
                    par("指10", run("3", SUP), "亩以下。") + "</w:footnote></w:footnotes>"}),
        "低洼地段[^1]由部门划定。\n\n[^1]: 指10³亩以下。", "M109"),

    "raised.txt": (f"{TITLE}\n{RECIPIENTS}\n\n面积10^3^吨，5m<sup>2</sup>，H~2~O，3~5天，2^10，a^b。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                   "面积10³吨，5m²，H₂O，3~5天，2^10，a^b。", "M563"),

    "markdown.txt": (f"# {TITLE}\n{RECIPIENTS}\n\n见[办法](https://a.cn/b)，型号`X:*1*`，![图](1.png)，注[^1]，[甲]（乙）。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                     "见[办法](https://a.cn/b)，型号X:*1*，！[图]（1.png），注[^1]，[甲]（乙）。", "M563 M688 M688 M688"),

    "markdown-emphasis.txt": (f"# {TITLE}\n{RECIPIENTS}\n\n*一是*、抓**重点**；坚持*为民*，带*的，5*3*2米。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                              "一是、抓重点；坚持*为民*，带*的，5*3*2米。", "M563 M563 M688 M688"),
    "asterisks.txt": (f"{TITLE}\n{RECIPIENTS}\n\n张**、李**到会，要**高度重视**，138**56**。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                      "张**、李**到会，要**高度重视**，138**56**。", "M688"),
    "markdown-escapes.txt": (f"## {TITLE}\n{RECIPIENTS}\n\n编号YS\\_01\\-02\\*，张**到会。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                             "编号YS_01-02*，张**到会。", "M563 M563 M563"),
    "markdown-left-open.txt": (f"## {TITLE}\n{RECIPIENTS}\n\n张**到会。\n\n因**审计工作。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                               "张**到会。\n\n因**审计工作。", "M688"),
    "escapes.txt": (f"{TITLE}\n{RECIPIENTS}\n\n编号YS\\_01。\n\n{SIGNATURE}\n{DATE}\n".encode(), "编号YS_01。", "M688"),
    "breaks.txt": (f"{TITLE}\n{RECIPIENTS}\n\n请报送下表。<br>逾期不候。\n\n| 姓名 | 职务<br>电话 |\n|---|---|\n| 高远 | 局长<BR/>0000 |\n\n"
                   f"<div align=\"right\">{SIGNATURE}</div>\n<div align=\"right\">{DATE}</div>\n".encode(),
                   "请报送下表。\n\n逾期不候。\n\n| 姓名 | 职务<br>电话 |\n|---|---|\n| 高远 | 局长<br>0000 |", "M301"),
    "no-tags.txt": (f"{TITLE}\n{RECIPIENTS}\n\n填<单位名称>，温度<5，甲<b>乙，<u>重点</u>。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                    "填<单位名称>，温度<5，甲<b>乙，重点。", "M301"),
    "boxes.md": (f"## {TITLE}\n{RECIPIENTS}\n\n任务如下：\n\n- [x] 完成考核\n- [ ] 完成普查\n\n见[ ]处。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                 "任务如下：\n\n☑ 完成考核\n\n☐ 完成普查\n\n见[ ]处。", "M563 M563"),
    "tex.txt": (f"{TITLE}\n{RECIPIENTS}\n\n树高1.5$\\pm$0.2米，$$面积$$，收$5和$6。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                "树高1.5$pm$0.2米，$$面积$$，收$5和$6。", "M688"),
    "front-matter.txt": (f"---\ntitle: {TITLE}\nauthor: 张三\n---\n{RECIPIENTS}\n\n要**高度重视**，抓好《*重点*》。\n\n{SIGNATURE}\n{DATE}\n".encode(),
                         "要高度重视，抓好《重点》。", "M563 M668"),

    # --- struck, hidden, deleted ---
    "struck.docx": (docx(par("预算", run("旧", "<w:strike/>"), run("数", "<w:dstrike/>"), "新数，",
                             run("暗文", "<w:vanish/>"), run("不暗", '<w:vanish w:val="0"/>'), "。")), "预算新数，不暗。", "M552 M550"),
    "hidden-by-style.docx": (docx(par("看得见。"), par("看不见。", properties='<w:pStyle w:val="Gone"/>'),
                                  par("看", run("不见", '<w:rStyle w:val="Dark"/>'), "得见。")
                                  , styles=style("Gone", "<w:vanish/>") + style("Dark", "<w:vanish/>", "character")),
                             "看得见。\n\n看得见。", "M550"),
    "tracked.docx": (docx(par("投资", "<w:del><w:r><w:delText>九百</w:delText></w:r></w:del>",
                              "<w:ins>" + run("八百") + "</w:ins>", "万元。"),
                          par("<w:moveFrom>" + run("移走的话。") + "</w:moveFrom>", "留下。"),
                          par("<w:moveTo>" + run("移走的话。") + "</w:moveTo>"),
                          table(row("项目", "金额"), row("删行", "9", properties="<w:del/>"), row("留行", "8"))),
                     "投资八百万元。\n\n留下。\n\n移走的话。\n\n| 项目 | 金额 |\n|---|---|\n| 留行 | 8 |", "M551"),
    "joined-paragraphs.docx": (docx(par("前半句，", properties="<w:rPr><w:del/></w:rPr>"), par("后半句。")),
                               "前半句，后半句。", ""),
    "deleted-item.docx": (docx(item("第一项。"), par("<w:del><w:r><w:delText>删项。</w:delText></w:r></w:del>", properties=
                               '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'),
                               item("第二项。"), numbering=listing([level(0, "decimal", "%1.")])),
                          "1.第一项。\n\n2.第二项。", "M551"),
    "comment.docx": (docx(par("批注处", '<w:r><w:commentReference w:id="0"/></w:r>', "。"), parts={
        "comments.xml": f'<w:comments {WORD}><w:comment w:id="0" w:author="甲">{par("改一改")}</w:comment></w:comments>'}),
                     "批注处。", "M553"),
    "struck.odt": (odt(odt_par("预算" + span("旧数", "S") + "新数，" + span("暗文", "H") + "。"),
                       text_style("S", 'style:text-line-through-style="solid"') + text_style("H", 'text:display="none"')),
                   "预算新数，。", "M552 M550"),
    "private.txt": (f"{TITLE}\n{RECIPIENTS}\n\n甲\uf73a乙。\n\n{SIGNATURE}\n{DATE}\n".encode(), "甲\uf73a乙。", ""),
    "struck.txt": (f"{TITLE}\n{RECIPIENTS}\n\n预算~~旧数~~新<del>旧</del>数。\n\n~~整段。~~\n\n{SIGNATURE}\n{DATE}\n".encode(),
                   "预算新数。", "M552"),
    "sections.odt": (odt('<text:section text:name="a" text:display="none">' + odt_par("暗节。") + "</text:section>"
                         '<text:section text:name="b">' + odt_par("明节。") + "</text:section>"), "明节。", "M550"),
    "tracked.odt": (odt('<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info>'
                        "<dc:creator>甲</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>"
                        + odt_par("删去的话") + "</text:deletion></text:changed-region></text:tracked-changes>" +
                        odt_par('留下<text:change text:change-id="c"/>的话<office:annotation><dc:creator>乙</dc:creator>'
                                + odt_par("批一句") + "</office:annotation>。")), "留下的话。", "M551 M553"),
    "struck.html": (html("<p>预算<del>旧数</del><s>旧</s><span style='text-decoration: line-through'>旧</span>"
                         "<b class=x>旧</b><ins>新数</ins>。</p>", "<style>p .x{text-decoration:line-through}</style>"),
                    "预算新数。", "M552"),
    "hidden.html": (html("<p hidden>甲</p><p style='DISPLAY: None'>乙</p><p class='c'>丙</p><p id=d>丁</p>"
                         "<p style='visibility:hidden'>戊<span style='visibility:visible'>看得见。</span></p>"
                         "<p><span style='font-size:0'>己</span><span aria-hidden=true>庚</span>"
                         "<span style='opacity:0'>辛</span><span style='position:absolute;left:-9999px'>壬</span>也看得见。</p>"
                         "<table><tr><td>一</td><td>二</td><td style='display:none'>癸</td></tr>"
                         "<tr style='display:none'><td>子</td></tr><tr><td>三</td><td>四</td></tr></table>",
                         "<style>/* .y{ */ div .c, .c{display:none} #d{display:none} @media print{p{display:none}}"
                         "@media (max-width:9px){p{display:none}}</style>"),
                    "看得见。\n\n也看得见。\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |", "M550"),
    "shown-after-all.html": (html("<div class='tab on'>这一页。</div><div class='tab'>那一页。</div>",
                                  "<style>.tab{display:none}.tab.on{display:block}</style>"), "这一页。", "M550"),

    # --- symbols, forms, fields ---
    "symbols.docx": (docx(par('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "参加 ",
                              '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', "请假。"),
                          par(run("\uf0fc", '<w:rFonts w:ascii="Wingdings"/>'), "完成，",
                              run("a", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "值。")),
                     "☑参加 ☐请假。\n\n✔完成，α值。", ""),
    "symbol-unknown.docx": (docx(par('<w:r><w:sym w:font="Wingdings" w:char="F0BB"/></w:r>', "处。")), "〓处。", "M560"),
    "controls.docx": (docx(par("是否参加：",
                               "<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>" + run("☒") + "</w:sdtContent></w:sdt>",
                               "是，级别：",
                               "<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>" + run("重大") +
                               "</w:sdtContent></w:sdt>",
                               "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击此处输入") +
                               "</w:sdtContent></w:sdt>", "。")), "是否参加：☒是，级别：重大。", "M559"),
    "form-fields.docx": (docx(par(
        field("FORMCHECKBOX", form='<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'), "同意",
        field("FORMCHECKBOX", form='<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>'), "不同意，",
        field("FORMDROPDOWN", form='<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲类"/>'
              '<w:listEntry w:val="乙类"/></w:ddList></w:ffData>'), "，",
        field("FORMTEXT", "填写的字", "<w:ffData><w:textInput/></w:ffData>"), "。")), "☑同意☐不同意，乙类，填写的字。", ""),
    "fields.docx": (docx(par(field("DATE", "2026年3月6日"), "，", '<w:fldSimple w:instr="AUTHOR">' + run("林致远") +
                             "</w:fldSimple>", "，", FIELD.format("begin") + INSTRUCTION.format("IF"),
                             field("MERGEFIELD x", "暗文"), INSTRUCTION.format("= 1") + FIELD.format("separate"), "可见",
                             FIELD.format("end"), "。")), "2026年3月6日，林致远，可见。", ""),
    "circled-by-field.docx": (docx(par(field(r"EQ \o\ac(○,3)"), "款，", field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(yú),於)'),
                                       "某，", field(r"EQ \f(1,2)"), "。")), "③款，於（yú）某，1/2。", "M557"),
    "ruby.docx": (docx(par("<w:r><w:ruby><w:rt>" + run("xīn") + "</w:rt><w:rubyBase>" + run("䜣") + "</w:rubyBase></w:ruby></w:r>",
                           "某。")), "䜣（xīn）某。", ""),
    "ruby.odt": (odt(odt_par("<text:ruby><text:ruby-base>䜣</text:ruby-base><text:ruby-text>xīn</text:ruby-text></text:ruby>某。")),
                 "䜣（xīn）某。", ""),
    "ruby.html": (html("<p><ruby>䜣<rp>(</rp><rt>xīn</rt><rp>)</rp></ruby>某<q>引语</q>。</p>"), "䜣（xīn）某“引语”。", ""),
    "controls.html": (html("<p><input type=checkbox checked>同意 <input type=checkbox>不同意 <select><option>甲类"
                           "<option selected>乙类</select>，<input value=填写></p><div><input type=text value=搜索></div>"),
                      "☑同意 ☐不同意 乙类，填写", "M550"),
    "placeholder.odt": (odt(odt_par('填<text:placeholder text:placeholder-type="text">&lt;姓名&gt;</text:placeholder>表。')),
                        "填表。", "M559"),
    "breaks.docx": (docx(par("第一行", "<w:r><w:br/></w:r>", "第二行", "<w:r><w:cr/></w:r>", "第三行。"),
                         par("甲", "<w:r><w:noBreakHyphen/></w:r>", "乙", "<w:r><w:softHyphen/></w:r>", "丙。")),
                    "第一行\n\n第二行\n\n第三行。\n\n甲-乙丙。", ""),
    "capitals.docx": (docx(par(run("abc", "<w:caps/>"), "类。")), "ABC类。", ""),

    # --- formulas ---
    "formula.docx": (docx(par("质能", omath(mr("E=m") + f"<m:sSup><m:e>{mr('c')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>"), "成立。")),
                     "质能E=mc²成立。", "M556"),
    "formula-drawn.docx": (docx(par("得", omath(
        f"<m:f><m:num>{mr('a+b')}</m:num><m:den>{mr('c')}</m:den></m:f>{mr('=')}<m:rad><m:radPr/><m:deg/>"
        f"<m:e>{mr('x')}</m:e></m:rad>"), "。")), "得（a+b）/c=√x。", "M557"),
    "formula.odt": (odt(odt_par('面积<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./x"/></draw:frame>。'),
                        parts={"Object 1/content.xml": '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow>'
                               "<mi>S</mi><mo>=</mo><msup><mi>a</mi><mn>2</mn></msup></mrow><annotation>S=a^2</annotation>"
                               "</semantics></math>"}), "面积S=a²。", "M556"),
    "formula.html": (html("<p>得<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>。</p>"), "得a/b。", "M557"),

    # --- lists ---
    "list.docx": (docx(item("总则"), item("目的。", 1), item("第一。", 2), item("第二。", 2), item("细项。", 3), item("圈。", 4),
                       item("字母。", 5), item("依据。", 1), item("附则"), item("解释。", 1), numbering=listing(HAN)),
                  "一、总则\n\n（一）目的。\n\n1.第一。\n\n2.第二。\n\n（1）细项。\n\n①圈。\n\na)字母。\n\n（二）依据。\n\n二、附则\n\n（一）解释。", ""),
    "list-of-style.docx": (docx(par("总则", properties='<w:pStyle w:val="H1"/>'), par("附则", properties='<w:pStyle w:val="H1"/>'),
                                par("无号", properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
                                styles=style("H1", more="<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>"),
                                numbering=listing(HAN)), "一、总则\n\n二、附则\n\n无号", ""),
    "list-anew.docx": (docx(item("甲。"), item("乙。"), item("丙。", of=2), item("丁。", of=2),
                            numbering=listing([level(0, "decimal", "%1.")], '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
                                              '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
                                              '<w:startOverride w:val="1"/></w:lvlOverride></w:num>')),
                       "1.甲。\n\n2.乙。\n\n1.丙。\n\n2.丁。", ""),
    "list-legal.docx": (docx(item("总则"), item("2026年起施行。", 1), numbering=listing(
        [level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")])),
                        "第一章总则\n\n1.1 2026年起施行。", ""),
    "list-boxes.docx": (docx(item("已办。"), item("普通。", 1), numbering=listing(
        [level(0, "bullet", "\uf0fe", more='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'),
         level(1, "bullet", "\uf06c", more='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')])), "☑已办。\n\n普通。", ""),
    "list.odt": (odt('<text:list text:style-name="L1"><text:list-item>' + odt_par("总则") + "<text:list><text:list-item>" +
                     odt_par("目的。") + "</text:list-item><text:list-item>" + odt_par("依据。") + odt_par("另起一段。") +
                     "</text:list-item></text:list></text:list-item><text:list-item>" + odt_par("附则") +
                     '</text:list-item></text:list>' + odt_par("插话。") + '<text:list text:style-name="L1" '
                     'text:continue-numbering="true"><text:list-item>' + odt_par("末则") + "</text:list-item></text:list>", ODT_LIST),
                 "一、总则\n\n（一）目的。\n\n（二）依据。\n\n另起一段。\n\n二、附则\n\n插话。\n\n三、末则", ""),
    "list-letters.odt": (odt('<text:list text:style-name="L2"><text:list-item text:start-value="3">' + odt_par("丙项。") +
                             "</text:list-item><text:list-header>" + odt_par("无号。") + "</text:list-header><text:list-item>" +
                             odt_par("丁项。") + "</text:list-item></text:list>", '<text:list-style style:name="L2">'
                             '<text:list-level-style-number text:level="1" style:num-format="A" style:num-suffix="."/>'
                             "</text:list-style>"), "C.丙项。\n\n无号。\n\nD.丁项。", ""),
    "outline.odt": (odt('<text:h text:outline-level="1">总则</text:h><text:h text:outline-level="2">目的</text:h>' + odt_par("话。") +
                        '<text:h text:outline-level="1">附则</text:h>', common='<text:outline-style style:name="Outline">'
                        '<text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
                        '<text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="." '
                        'text:display-levels="1"/></text:outline-style>'), "一、总则\n\n1.目的\n\n话。\n\n二、附则", ""),
    "list.html": (html("<ol><li>甲。<ol type=a start=3><li>子。</li><li><p>丑。</p></li></ol></li><li value=5>乙。</li><li>丙。</ol>"
                       "<ol class=h><li>总则</li><li>附则</li></ol><ol style='list-style:none'><li>无号。</ol>",
                       "<style>ol.h{list-style-type:cjk-ideographic}</style>"),
                  "1.甲。\n\nc.子。\n\nd.丑。\n\n5.乙。\n\n6.丙。\n\n一、总则\n\n二、附则\n\n无号。", ""),

    # --- numbers with a tab ---
    "number-tab.docx": (docx(par("一、\t总则"), par("1.\t第一。"), par("（二）\t第二。"), par("1.\t5%以上。")),
                        "一、总则\n\n1.第一。\n\n（二）第二。\n\n1. 5%以上。", ""),
    "number-tab.odt": (odt(odt_par("一、<text:tab/>总则") + odt_par("二、<text:tab/>附则")), "一、总则\n\n二、附则", ""),
    "number-tab.html": (html("<pre>一、\t总则\n二、\t附则</pre>"), "一、总则\n\n二、附则", ""),
    "number-tab.txt": (f"{TITLE}\n{RECIPIENTS}\n一、\t总则\n（一）\t目的。\n（二）\t依据。\n二、\t附则\n{SIGNATURE}\n{DATE}\n".encode(),
                       "一、总则\n\n（一）目的。\n\n（二）依据。\n\n二、附则", ""),
    "tab-table.txt": (f"{TITLE}\n{RECIPIENTS}\n安排如下：\n序号\t单位\n1\t水务局\n2\t林业局\n{SIGNATURE}\n{DATE}\n".encode(),
                      "安排如下：\n\n| 序号 | 单位 |\n|---|---|\n| 1 | 水务局 |\n| 2 | 林业局 |", ""),

    # --- tables ---
    "merged.docx": (docx(table(
        row(cell("类别", properties='<w:vMerge w:val="restart"/>'), cell("资金", properties='<w:gridSpan w:val="2"/>')),
        row(cell("", properties="<w:vMerge/>"), "预算", "执行"), row("教育", "1200", "650"))),
                    "| 类别 | 资金 | << |\n|---|---|---|\n| ^^ | 预算 | 执行 |\n| 教育 | 1200 | 650 |", ""),
    "merged-block.docx": (docx(table(
        row("甲", "乙", "丙"), row(cell("大", properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "1"),
        row(cell("", properties='<w:gridSpan w:val="2"/><w:vMerge/>'), "2"))),
                          "| 甲 | 乙 | 丙 |\n|---|---|---|\n| 大 | << | 1 |\n| ^^ | ^^ | 2 |", ""),
    "grid.docx": (docx(table(row(cell("甲", properties='<w:gridSpan w:val="3"/>'), cell("乙", properties='<w:gridSpan w:val="2"/>')),
                             row(cell("丙", properties='<w:gridSpan w:val="3"/>'), cell("丁", properties='<w:gridSpan w:val="2"/>')))),
                  "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", ""),
    "before-after.docx": (docx(table(row("甲", "乙", "丙"), row("2", "3", properties='<w:gridBefore w:val="1"/>'),
                                     row("1", properties='<w:gridAfter w:val="2"/>'))),
                          "| 甲 | 乙 | 丙 |\n|---|---|---|\n|  | 2 | 3 |\n| 1 |  |  |", ""),
    "paragraphs-in-cell.docx": (docx(table(row("姓名", "职责"), row(cell("林致远", "方知行"), "组长"))),
                                "| 姓名 | 职责 |\n|---|---|\n| 林致远<br>方知行 | 组长 |", ""),
    "nested.docx": (docx(table(row("甲", cell(table(row("子", "丑"), row("寅", "卯")), "尾")), row("乙", "丁"))),
                    "| 甲 | 子　丑<br>寅　卯<br>尾 |\n|---|---|\n| 乙 | 丁 |", "M561"),
    "merged.odt": (odt('<table:table><table:table-column table:number-columns-repeated="3"/><table:table-row><table:table-cell table:number-rows-spanned="2">' + odt_par("类别") +
                       '</table:table-cell><table:table-cell table:number-columns-spanned="2">' + odt_par("资金") +
                       '</table:table-cell><table:covered-table-cell/></table:table-row><table:table-row>'
                       '<table:covered-table-cell/><table:table-cell>' + odt_par("预算") + '</table:table-cell><table:table-cell>' +
                       odt_par("执行") + '</table:table-cell></table:table-row><table:table-row><table:table-cell>' + odt_par("教育") +
                       '</table:table-cell><table:table-cell>' + odt_par("1200") + '</table:table-cell><table:table-cell>' +
                       odt_par("650") + "</table:table-cell></table:table-row></table:table>"),
                   "| 类别 | 资金 | << |\n|---|---|---|\n| ^^ | 预算 | 执行 |\n| 教育 | 1200 | 650 |", ""),
    "merged.html": (html("<table><tr><th rowspan=2>类别<th colspan=2>资金<tr><th>预算<th>执行"
                         "<tr><td>教育<td>1200<td>650<tr><td rowspan=2 colspan=2>大<td>1<tr><td>2</table>"),
                    "| 类别 | 资金 | << |\n|---|---|---|\n| ^^ | 预算 | 执行 |\n| 教育 | 1200 | 650 |\n| 大 | << | 1 |\n| ^^ | ^^ | 2 |", ""),
    "joins.txt": (f"{TITLE}\n{RECIPIENTS}\n见下：\n\n| 甲 | 乙 |\n|---|---|\n| 一 | << |\n| ^^ | ^^ |\n\n{SIGNATURE}\n{DATE}\n".encode(),
                  "见下：\n\n| 甲 | 乙 |\n|---|---|\n| 一 | << |\n| ^^ | ^^ |", ""),
    "lines-in-cell.html": (html("<table><tr><td>姓名<td>电话<tr><td>林致远<br>方知行<td>1</table>"),
                           "| 姓名 | 电话 |\n|---|---|\n| 林致远<br>方知行 | 1 |", ""),

    # --- boxes, edges, objects ---
    "text-box.docx": (docx(par("前半", box("框一。", "框二。"), "后半。")), "前半后半。\n\n框一。\n\n框二。", ""),
    "table-in-box.docx": (docx(par("正文。", box("题").replace("<w:p><w:pPr></w:pPr>" + run("题") + "</w:p>",
                                                           table(row("甲", "乙"), row("1", "2"))))),
                          "正文。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", ""),
    "text-box.odt": (odt(odt_par("前半<draw:frame><draw:text-box>" + odt_par("框内。") + "</draw:text-box></draw:frame>后半。")),
                     "前半后半。\n\n框内。", ""),
    "edges.docx": (docx(par("正文。"), parts={"header1.xml": f"<w:hdr {WORD}>{par('内部资料')}</w:hdr>",
                                             "footer1.xml": f"<w:ftr {WORD}>{par('- ', field('PAGE', '1'), ' -')}</w:ftr>"}),
                   "正文。", "M554 M562"),
    "edges.odt": (odt(odt_par("正文。"), master='<style:master-page style:name="Standard"><style:header>' + odt_par(TITLE) +
                      "</style:header><style:footer>" + odt_par("内部资料") + "</style:footer></style:master-page>"),
                  "正文。", "M554 M562"),
    "object.docx": (docx(par("见图。", '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图表 1"/><a:graphic><a:graphicData>'
                             "<c:chart/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>")), "见图。", "M681"),
    "word-art.docx": (docx(par("见图。"), '<w:p><w:r><w:pict><v:shape><v:textpath string="内部资料 注意保存"/></v:shape></w:pict></w:r></w:p>'),
                      "见图。\n\n内部资料 注意保存", "M680"),
    "rows-added.docx": (docx(table(row("项目", "数量"), "<w:ins>" + row("水", "10吨") + "</w:ins>")), "| 项目 | 数量 |\n|---|---|\n| 水 | 10吨 |", ""),
    "flat.fodt": (fodt(odt_par("面积10" + span("3", "Up") + "吨。"), RAISED), "面积10³吨。", ""),
    "flat-unread.fodt": (fodt("<table:table><table:table-row>" + odt_par("格外的话。") + "<table:table-cell>" + odt_par("水") +
                              "</table:table-cell><table:table-cell>" + odt_par("电") + "</table:table-cell></table:table-row></table:table>"
                              + '<text:p>附图。<draw:frame draw:name="图"><draw:image><office:binary-data>aGVsbG8=</office:binary-data>'
                              "</draw:image></draw:frame></text:p>"), "| 水 | 电 |\n|---|---|\n\n附图。", "M584"),

    # --- HTML ---
    "lines.html": (html("<p>第一行<br>第二行&nbsp;&amp;&ldquo;引&rdquo;</p><pre>行一\n行二</pre><p style='white-space:pre-line'>行三\n行四</p>"),
                   "第一行\n\n第二行 &“引”\n\n行一\n\n行二\n\n行三\n\n行四", ""),
    "linked-words.html": (html('<p>馆藏<a href="#fn1">十八万卷</a>，开放<a href="#fn2">[2]</a>两成。</p><p id="fn1">不含分馆。</p><p id="fn2">至2025年。</p>'),
                          "馆藏十八万卷[^1]，开放[^2]两成。\n\n[^1]: 不含分馆。\n\n[^2]: 至2025年。", "M109"),
    "late-picture.html": (html("<p>见图。</p><p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='https://x.example/a.png'></p>"),
                          "见图。", "M108"),
    "frame.html": (html("<p>正文。</p><iframe src='https://x.example/f.html'>不支持</iframe>"), "正文。", "M558"),
}

@cases(CASES)
def test_shown(name):
    data, body, codes = CASES[name]
    with workdir() as folder:
        source, record = Path(folder, name), Path(folder, "record.md")
        source.write_bytes(data)
        done = hongtou("import", source, "-o", record, "-v")
        assert done.returncode == 0, done.err
        text = record.read_text(encoding="utf-8")
    if body.startswith("title: "):
        assert body in text, text
    else:
        found = text.split("---\n", 2)[2].strip()
        assert found.replace("\\", "") == body, f"expected:\n{body}\nfound:\n{found}\n{done.err}"
    said = set(re.findall(r"\[(M55\d|M56[0-9]|M10[89])\b", done.err)) | {code for code in codes.split() if f"[{code}]" in done.err}
    assert said == set(codes.split()), f"{said}\n{done.err}"


FORBIDDEN = [("docx", docx(par("甲\ufdd1乙\u0085丙\u2028丁。")), "甲乙丙 丁。"), ("odt", odt(odt_par("甲\ufdd0乙\u0085。")), "甲乙。"),
             ("fodt", fodt(odt_par("甲\ufdd0乙\u0085。")), "甲乙。"), ("html", html("<p>甲&#xFDD0;乙\ufdef。</p>"), "甲乙。")]


@cases(FORBIDDEN)
def test_characters_that_no_record_may_hold(case):
    """They are deleted, and told; a record with them would be refused, and with U+FDD0 it would have a footnote's sign."""
    kind, data, body = case
    with workdir() as folder:
        Path(folder, f"a.{kind}").write_bytes(data)
        done = hongtou("import", f"a.{kind}", "-o", "a.md", "-v", cwd=folder)
        assert done.returncode == 0 and "[M106]" in done.err and "[M584]" not in done.err, done.err
        assert Path(folder, "a.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip() == body
        assert hongtou("export", "a.md", "-o", "a.pdf", cwd=folder).returncode == 0


def test_repacked():
    """An ODT that was unpacked and packed again by another program has its type compressed."""
    parts = zipfile.ZipFile(io.BytesIO(CASES["raised.odt"][0]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name in sorted(parts.namelist()):
            z.writestr(name, parts.read(name))
    with workdir() as folder:
        source = Path(folder, "a.odt")
        source.write_bytes(out.getvalue())
        done = hongtou("import", source)
    assert done.returncode == 0 and "10³吨" in done.stdout.decode(), done.err


# What LibreOffice shows otherwise by its nature: struck and deleted text, places to fill in, signs that are glyphs of
# fonts, formulas drawn, a reading above, objects, word art without a size, rows within w:ins; and what these files have too little of for it: sizes of boxes.
OTHERWISE = re.compile("struck|track|deleted|word-art|rows-added|section|symbol|control|form|field|ruby|box|edges|object|legal|capital|hidden|"
                       "placeholder|note-|title|nested|unread|cell.docx")
AGREED = [name for name in CASES if name.endswith((".docx", ".odt", ".fodt")) and not OTHERWISE.search(name)]


def characters(text):
    """How often each is there, raised or not; without blanks, what joins cells and what Markdown adds."""
    text = re.sub(r"^---$|<br>|\^\^|<<|^\|[-|]+\|$", "", text, flags=re.M)
    return Counter(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c not in "|\\\u00ad-\u2010\u2212\u2011")


def test_as_libreoffice_shows():
    """The body has the characters that LibreOffice prints, and no others."""
    need("pdftotext")
    assert len(AGREED) >= 20, AGREED
    wrong = []
    with workdir() as folder:
        files = [Path(folder, f"{i}{Path(name).suffix}") for i, name in enumerate(AGREED)]
        for path, name in zip(files, AGREED):
            path.write_bytes(CASES[name][0])
        convert(files, folder)
        for path, name in zip(files, AGREED):
            shown = subprocess.run(["pdftotext", "-layout", path.with_suffix(".pdf"), "-"], capture_output=True, check=True)
            shown = characters(shown.stdout.decode()) - characters(TITLE + RECIPIENTS + SIGNATURE + DATE)
            body = characters(hongtou("import", path).stdout.decode().split("---\n", 2)[2])
            if shown != body:
                wrong.append((name, "".join((shown - body).elements()), "".join((body - shown).elements())))
    assert not wrong, wrong


# --- lines that were broken at a column ---

PARAGRAPHS = [
    "为切实做好今年防汛准备工作，确保安全度汛，经县防汛抗旱指挥部同意，决定于3月下旬开展汛前检查。现将有关事项通知如下：",
    "一、检查时间", "3月20日至3月31日。", "二、检查内容",
    "（一）水库、河道、堤防工程运行情况，重点检查溢洪道、放空设施、启闭设备和通信预警设施是否完好，管护人员是否到位；",
    "（二）防汛物资储备情况。", "三、有关要求",
    "各乡镇要高度重视，主要负责同志亲自安排，对查出的问题列出清单、明确责任人和整改时限，于4月10日前整改到位；"
    "不能立即整改的，要落实应急措施，确保度汛安全，并将检查情况报县水务局。"]


def columns(c):
    return 2 if ord(c) > 0x2E7F else 1


def broken(text, width, first, rest):
    """Lines of that width, with so many blanks before the first and the others."""
    lines, line = [], " " * first
    for c in text:
        if sum(map(columns, line)) + columns(c) > width and c not in "，。；：、":
            lines.append(line)
            line = " " * rest
        line += c
    return [*lines, line]


@cases([f"{look}-{width}" for look in ("indent", "flush", "block", "hang") for width in (40, 55, 58, 70, 94)])
def test_broken_lines_are_joined(name):
    """As PDF files, mails and terminals give them: with paragraphs set in or not, all of it set in, items hanging."""
    look, width = name.split("-")
    first, rest = {"indent": (4, 0), "flush": (0, 0), "block": (4, 4), "hang": (4, 4)}[look]
    lines = []
    for text in PARAGRAPHS:
        lines += broken(text, int(width), first, 10 if look == "hang" and text.startswith("（") else rest)
    blanks = " " * (int(width) - 20 if look != "hang" else 0)
    source = "\n".join(["柳溪县水务局关于开展汛前检查工作的通知", "各乡镇人民政府：", *lines, blanks + SIGNATURE, blanks + DATE, ""])
    done = hongtou("import", "-", stdin=source.encode())
    out = done.stdout.decode()
    assert out.split("---\n", 2)[2].strip().split("\n\n") == PARAGRAPHS, out
    assert f"signature: {SIGNATURE}" in out, out


LISTS = {
    "labels": ["指挥长：林致远　县委副书记、县人民政府县长、党组书记", "副指挥长：方知行　县委常委、县人民政府常务副县长",
               "副指挥长：苏　晴　县人民政府副县长、公安局局长兼督察长", "成员：何　田　县水务局党组书记、局长兼防汛办公室主任",
               "成员：白　露　县应急管理局党委书记、局长兼安委办主任"],
    "alike": [f"2026年度第一季度{what}情况统计表及电子版各一份" for what in ("防汛物资储备", "水库安全运行", "堤防巡查整改", "山洪灾害防御")],
    "days": ["3月5日上午9:00在县政府三楼会议室召开全县防汛工作会议", "3月5日下午2:30在水务局二楼会议室召开水库管理座谈会",
             "3月6日上午9:00到青岚水库、东山水库现场检查度汛准备", "3月6日下午2:30在县政府三楼会议室召开检查汇报会"],
}


@cases(LISTS)
def test_lists_are_not_joined(name):
    """Entries of a list are about as long as each other, and end without a stop."""
    source = "\n".join([TITLE, RECIPIENTS, "现将有关事项通知如下：", *LISTS[name], "请按时办理。", SIGNATURE, DATE, ""])
    out = hongtou("import", "-", stdin=source.encode()).stdout.decode()
    for line in LISTS[name]:
        assert f"\n{line}\n" in out, out


# --- the form of a meeting ---

FACTS = [["会议时间", "2026年10月25日", "会议地点", "三楼会议室"], ["主 持 人", "林致远", "记 录 人", "方知行"]]
FORMS = {
    "form.docx": docx(par("水务局会议纪要"), table(
        *[row(*cells) for cells in FACTS],
        row("参会人员", cell("苏晴", "何田", properties='<w:gridSpan w:val="3"/>')),
        row("会议内容", cell("一、听取汇报。", "二、研究防汛。", properties='<w:gridSpan w:val="3"/>')),
        row("备　　注", cell("", properties='<w:gridSpan w:val="3"/>'))), whole=True),
    "form.html": html("<h1>水务局会议纪要</h1><table>" + "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>" for cells in FACTS) +
        "<tr><td>参会人员<td colspan=3>苏晴<br>何田<tr><td>会议内容<td colspan=3><p>一、听取汇报。</p><p>二、研究防汛。</p>"
        "<tr><td>备　　注<td colspan=3></table>", whole=True),
    "form.txt": ("水务局会议纪要\n" + "\n".join("| " + " | ".join(cells) + " |" for cells in FACTS) +
                 "\n| 参会人员 | 苏晴、何田 | << | << |\n| 会议内容 | 一、听取汇报。 | << | << |\n二、研究防汛。\n").encode(),
}


@cases(FORMS)
def test_form_of_a_meeting(name):
    with workdir() as folder:
        source = Path(folder, name)
        source.write_bytes(FORMS[name])
        done = hongtou("import", source, "-v")
    out = done.stdout.decode()
    assert done.returncode == 0, done.err
    for fact in ("time: 2026-10-25", "place: 三楼会议室", "chair: [林致远]", "recorder: [方知行]"):
        assert fact in out, out
    assert re.search(r"present: \[(林致远, )?苏晴, 何田\]", out), out
    body = out.split("---\n", 2)[2]
    assert "|" not in body and "一、听取汇报。" in body and "二、研究防汛。" in body, body
    assert name == "form.txt" or "备　　注 [M559]" in done.err, done.err


def test_what_unfolds_to_too_much():
    """The part is named, and the limit."""
    with workdir() as folder:
        with zipfile.ZipFile(f"{folder}/a.docx", "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            with package.open("word/document.xml", "w") as part:
                for _ in range(65):
                    part.write(b" " * (1 << 20))
        done = hongtou("import", f"{folder}/a.docx")
    assert done.returncode == 1 and "word/document.xml" in done.err and "64 MiB" in done.err and "[M682" in done.err, done.err


def test_more_style_rules_than_are_read():
    rules = "".join(f".a{i}{{display:none}}" for i in range(20001))
    done = hongtou("import", "-", stdin=f"<html><head><style>{rules}</style></head><body><h1>关于放假的通知</h1><p>各科室：</p><p>放假三天。</p></body></html>".encode())
    assert done.returncode == 0 and done.err.count("[M683") == 1, done.err
