"""Words of scripts that have blanks between them are the same in a record as in the text, in whatever field they come to
stand: in the masthead, in a title, in the name of an organ or a person, in a cell."""
ROOM = "import"

from support import cases, hongtou

WORDS = ["New Hope", "Great Wall Motor", "José María Ñuño", "J K", "Центр Азия", "서울 시청 사무국", "ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ"]

#: {0}, {1}: words
FORMS = {
    "notice": """{0} 公司文件
新字〔2026〕5号
关于举办 {0} 培训的通知
{0} 各部门、{0} 研究院：
定于2026年5月8日在 {0} 会议室举办培训。
一、{0} 情况
由 {0} 公司介绍。
附件：1. {0} 名册
　　　2. {0} 安排
{0} 公司
2026年5月1日
（联系人：{0}，电话：12345678）
抄送：{0} 总部，{0} 学院。
{0} 办公室 2026年5月2日印发
""",
    "minutes": """{0} 公司会议纪要
〔2026〕3号
{0} 项目推进会会议纪要
时间：2026年5月8日
地点：{0} 3 楼
主持：{0}
出席：{0}、张三、{0}（{0} 公司）
列席：{0}公司 {0}
记录：{0}
会议认为，{0} 项目重要。
一、关于 {0} 事项
同意。
""",
    "bulletin": """{0} 简报
第8期
{0} 办公室编 2026年5月8日
{0} 专项行动启动
5月8日，{0} 专项行动启动。
（供稿：{0}）
送：{0} 总部。
""",
    "letter": """{0} 集团
新函〔2026〕5号
关于商请 {0} 支持的函
{0} 中心：
请 {0} 支持。
{0} 集团
2026年5月1日
""",
    "table": """关于公布 {0} 名单的通知
各部门：
现公布名单。
序号\t单位\t项目 名称
1\t{0} 公司\t{0} 计划
2\t{0} 中心\t{0} 计划
{0} 公司
2026年5月1日
""",
    "joint": """{0} 委员会 {1} 委员会文件
新字〔2026〕5号
签发人：张三　李四
关于 {0} 与 {1} 合作的请示
县人民政府：
拟开展 {0} 与 {1} 合作。
{0} 委员会　　{1} 委员会
2026年5月1日
"""}


@cases([(f"{form}, {words}", form, words) for form in FORMS for words in WORDS])
def test_words_stay_apart(case):
    _, form, words = case
    text = FORMS[form].format(words, "Silver Lake")
    done = hongtou("import", "-", stdin=text.encode())
    assert done.returncode == 0, done.err
    record = done.stdout.decode()
    assert words.replace(" ", "") not in record, record
    assert record.count(words) >= text.count(words), record
