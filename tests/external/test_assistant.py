"""What an assistant writes around the text that it was asked for: the record is that of the text alone, and everything
that is left out is told; words of documents that are like its words stay."""
ROOM = "import"

import json

from support import cases, hongtou

BODY = "为做好春季造林工作，现将有关事项通知如下：\n\n一、任务目标。全县完成造林8600亩。\n\n二、时间要求。4月底前完成栽植。\n"
TITLE = "云台县林业局关于做好2026年春季造林工作的通知"
SIGNED = "\n云台县林业局\n2026年2月20日\n"
TEXT = f"{TITLE}\n\n各乡镇人民政府：\n\n{BODY}{SIGNED}"

#: name: what is above the text and below it, and the lines that are told
AROUND = {
    "tags": ("<think>\n用户要一份通知。\n\n要写明时间。\n</think>\n\n", "", ["用户要一份通知", "要写明时间"]),
    "tags-on-its-lines": ("<Think>用户要一份通知。\n要写明时间。</think>", "", ["用户要一份通知", "要写明时间"]),
    "closing-tag-alone": ("用户要一份通知。\n要写明时间。\n</thinking>\n", "", ["用户要一份通知", "要写明时间"]),
    "head": ("已深度思考（用时 9 秒）\n\n用户要一份通知，关于造林的。要写“请认真贯彻执行”。\n先写缘由。\n\n", "",
             ["已深度思考", "用户要一份通知", "先写缘由"]),
    "searched": ("已搜索到15个网页\n已深度思考（用时 9 秒）\n好的，用户需要一份通知。\n\n", "", ["已搜索到15个网页", "好的，用户需要"]),
    "no-head": ("嗯，用户让我写一份通知。\n\n1. 标题：关于造林的通知\n2. 主送：各乡镇\n\n", "", ["嗯，用户让我", "标题：关于造林"]),
    "quoted": ("> 嗯，用户需要一份通知。\n>\n> 最后检查一下格式：标题居中。\n\n", "", ["嗯，用户需要", "最后检查"]),
    "tells": ("豆包\n\n我来帮你写一份造林通知👇\n\n", "\n复制\n重新生成\n👍 👎\n你可能还想问：\n如何写总结？\n内容由豆包 AI 生成\n",
              ["豆包", "我来帮你写", "重新生成", "如何写总结", "内容由豆包"]),
    "asked": ("帮我写一个关于春季造林的通知\n好的！\n以下是一份造林通知：\n---\n", "", ["帮我写一个", "好的", "以下是一份"]),
    "offers": ("", "\n希望对您有帮助！🌟\n", ["希望对您有帮助"]),
    "remarks": ("", "\n---\n**使用说明**\n1. 请核对单位名称；\n2. 数据以最新的为准。\n\n需要我再写一份总结吗？\n",
                ["使用说明", "请核对单位名称", "数据以最新", "需要我再写"]),
    "count": ("", "\n（字数：约260字）\n", ["约260字"]),
    "count-short": ("", "\n(约480字)\n", ["约480字"]),
    "made-by": ("", "\n（以上由豆包生成）\n", ["以上由豆包生成"]),
    "made-by-ai": ("", "\n*本回答由AI生成，内容仅供参考，请仔细甄别。*\n", ["本回答由AI生成"]),
}


def read(text):
    done = hongtou("import", "-", "-t", "json", stdin=text.encode())
    assert done.returncode == 0, done.err
    return json.loads(done.stdout), done.err


@cases(AROUND)
def test_around_a_text(name):
    above, below, told = AROUND[name]
    record, err = read(above + TEXT + below)
    assert record == read(TEXT)[0], record
    assert all(any(text in line and "[M668]" in line for line in err.splitlines()) for text in told), err


@cases(["", "# ", "## "])
def test_around_a_title_with_signs(signs):
    record, err = read(f"好的，用户需要一份通知。\n\n{signs}{TEXT}")
    assert record == read(TEXT)[0] and "[M668]" in err, record


def test_title_with_signs_below_a_rule():
    assert read(f"---\n# {TEXT}---\n")[0] == read(TEXT)[0]


def test_text_in_a_fence():
    """What is above and below the fence is no part of the text, though no day ends that."""
    text = f"# {TITLE}\n\n各乡镇人民政府：\n\n{BODY}"
    record, err = read(f"下面这份通知供您参考\n```markdown\n{text}```\n\n把`时间`换成实际内容即可。\n")
    assert record == read(text)[0] and "换成实际内容" in err and err.count("[M668]") > 1, err


def test_end_of_thoughts_that_cannot_be_seen():
    record, err = read(f"已深度思考（用时12秒）\n\n要写明时间。\n\n各乡镇人民政府：\n\n{BODY}{SIGNED}")
    assert "[M690]" in err and "要写明时间" in record["body"], err


def test_offer_within_the_text():
    record, err = read(f"{TITLE}\n\n各乡镇人民政府：\n\n{BODY}\n您可以根据实际情况修改。\n{SIGNED}")
    assert "[M691]" in err and "您可以根据实际情况修改。" in record["body"], err


#: what documents say themselves: above, below
OWN = [("", "\n（联系人：高远，电话：6220118）\n"), ("", "\n（此件公开发布）\n"), ("", "\n（人工智能生成合成）\n"),
       ("", "\n附件：造林任务表\n"), ("云台县林业局文件\n云林发〔2026〕3号\n", "")]


@cases([str(i) for i in range(len(OWN))])
def test_lines_of_documents(i):
    above, below = OWN[int(i)]
    assert "[M668]" not in read(above + TEXT + below)[1]


@cases(["深度思考人工智能治理的报告", "关于AI生成内容标识的通知", "好的作风从哪里来"])
def test_titles_of_documents(title):
    record, err = read(f"{title}\n\n各乡镇人民政府：\n\n{BODY}\n如需修改，请于3月1日前告知我局。\n如需进一步了解情况，请与我局联系。\n{SIGNED}")
    assert record["title"] == title and "请与我局联系。" in record["body"] and "[M668]" not in err, (record, err)


def test_citations():
    """What only an assistant writes goes; what documents may have stays. Each is told."""
    cited = "据《森林法》[citation:1]和要求【1†source】，时间[[2]](https://a.cn/b)已定。"
    kept = "工作[2,3]先进【1】要求[12]，8600亩^1^，栽植¹²。"
    own = "依国发[2018]44号，见表[甲]，5m²，10^3^吨，【附】[OK]。"
    record, err = read(f"{TITLE}\n\n各乡镇人民政府：\n\n{cited}{kept}{own}\n{SIGNED}")
    body = record["body"].replace("\\", "")
    assert body.startswith("据《森林法》和要求，时间已定。" + kept) and "〔2018〕44号，见表[甲]，5m²，10³吨，【附】" in body, body
    assert err.count("[M668]") == 3 and all(text in err for text in ("[citation:1]", "【1†source】", "[[2]](https")), err
    assert err.count("[M692]") == 5 and all(f"“{text}”" in err for text in ("[2,3]", "【1】", "[12]", "^1^", "¹²")), err


def test_sources_below_the_text():
    err = read(f"{TEXT}\n参考资料：\n[1] 县林业局年度工作要点\n")[1]
    assert "“[1]”" in err and "[M692]" in err, err


@cases(["@所有人", "【紧急通知】@全体成员：", "@所有人 @全体成员", "@所有人 "])
def test_call_above_or_before_a_title(call):
    record, err = read(call + ("" if call.endswith(" ") else "\n") + TEXT)
    assert record == read(TEXT)[0] and ("[M668]" in err) == (not call.endswith(" ")), (record, err)


def test_call_with_words_stays():
    assert "明天开会" in read(f"@所有人 明天开会\n各位同事：\n{BODY}{SIGNED}")[0]["title"]


def test_title_of_the_front_matter_again():
    record, err = read(f"---\ntitle: 关于做好2026年春季造林工作的通知\nauthor: Kimi\n---\n\n以下是通知：\n\n## {TEXT}")
    assert record == read(TEXT)[0] and "[M685]" not in err, (record, err)


def test_remarks_of_documents():
    own = "\n说明：\n1. 意见请盖章；\n2. 逾期视为无意见。\n\n您可以将意见发送至邮箱 a@b.cn。\n"
    record, err = read(f"{TITLE}\n\n各乡镇人民政府：\n\n{BODY}{own}")
    assert "意见请盖章" in record["body"] and "a@b.cn" in record["body"] and "[M668]" not in err, err
