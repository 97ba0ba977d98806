"""Texts as people paste them, made at random, each with the words that must not vanish: whatever import makes of such a
text, each is in the record, or in a message that is shown without being asked for.

    tests/external/pastes.py [NUMBER]     so many texts (default: 2,000)"""
import json
import random
import re
import sys
import unicodedata
from pathlib import Path

from conservation import campaign_of, strings
from support import hongtou, workdir

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "文明建国晓梅子涵雨桐志强丽华海燕春生秋白若谷致远行知"
PLACES = ["白石市", "青螺县", "白鹤区", "云溪县", "望桥街道", "柳浪镇"]
ORGANS = ["水务局", "教育局", "财政局", "卫生健康局", "交通运输局", "人民政府办公室", "农业农村局"]
OFFICES = ["局长", "副局长", "主任", "市长", "县委书记", "科长", "办公室主任", "市委副书记、市长"]
TASKS = ["防汛抗旱", "安全生产", "春耕备耕", "节能减排", "河湖管理", "隐患排查", "信息公开", "档案管理"]


class Paste:
    """The lines of a text, and the words that must be kept."""

    def __init__(self, rng):
        self.rng, self.lines, self.words = rng, [], []

    def add(self, line, *words):
        self.lines.append(line)
        self.words.extend(words)

    def pick(self, values):
        return self.rng.choice(values)

    def name(self):
        return self.pick(SURNAMES) + "".join(self.rng.sample(GIVEN, self.rng.choice((1, 2, 2))))

    def organ(self):
        return self.pick(PLACES[:4]) + self.pick(ORGANS)

    def figure(self):
        return self.pick((f"{self.rng.randint(100, 99999)}", f"{self.rng.randint(10, 999)}.{self.rng.randint(1, 9)}",
                          f"{self.rng.randint(1, 99)},{self.rng.randint(100, 999)}"))

    def day(self):
        return f"2026年{self.rng.randint(1, 12)}月{self.rng.randint(1, 28)}日"

    def gap(self):
        return self.pick(("  ", "　　", "    ", "\t"))

    def sentence(self):
        what, figure, organ = self.pick(TASKS), self.figure(), self.organ()
        text = self.pick((f"今年{what}投入{figure}万元，由{organ}负责。", f"{organ}要抓好{what}工作，完成{figure}处。",
                          f"据统计，{what}涉及{figure}人，{organ}已作安排。"))
        self.add(self.pick(("", "　　", "    ")) + text, what, figure, organ)

    def sign(self):
        organ = self.organ()
        self.add(self.pick(("", " " * 30)) + organ, organ)
        self.add(self.pick(("", " " * 30)) + self.day())

    def title(self, kind="通知"):
        what = self.pick(TASKS)
        self.add(f"关于做好{what}工作的{kind}", what)


def speech(p):
    what = p.pick(TASKS)
    p.add(f"在全市{what}工作会议上的{p.pick(('讲话', '发言', '致辞', '讲话提纲'))}", what)
    name, office = p.name(), p.pick(OFFICES)
    who = p.pick(((name, [name]), (f"{office}{p.gap()}{name}", [name, office]), (f"{office} {name}", [name, office]),
                  (f"讲话人：{name}", [name]), (f"{p.pick(PLACES)}{office}{name}", [name, office])))
    lines = [(who[0], who[1]), (p.pick((f"（{p.day()}）", p.day())), [])]
    p.rng.shuffle(lines)
    for line, words in lines[:p.rng.choice((1, 2, 2))] if lines[0][1] else lines:
        p.add(line, *words)
    p.add(p.pick(("", "同志们：", "各位领导、同志们：")))
    for _ in range(p.rng.randint(1, 4)):
        p.sentence()


def mail(p):
    name = p.name()
    if p.rng.random() < .6:
        p.add(f"发件人: {p.name()} <a@b.example>")
        p.add("收件人: 各科室")
        p.add(f"主题: {p.pick(('', '转发: ', 'RE: FW: '))}关于{p.pick(TASKS)}的函")
        p.add("")
    p.add(p.pick(("各位同事,", "各位领导：", "大家好！", "王主任：")))
    for _ in range(p.rng.randint(1, 3)):
        p.sentence()
    quote = p.pick(("", "> "))
    for _ in range(p.rng.randint(0, 3)):
        organ, figure = p.organ(), p.figure()
        p.add(f"{quote}请{organ}报送{figure}项数据。", organ, figure)
    p.add(name, name)


def chat(p):
    for _ in range(p.rng.randint(2, 6)):
        style = p.rng.randrange(3)
        clock = f"{p.rng.randint(8, 20)}:{p.rng.randint(10, 59)}"
        organ, figure = p.organ(), p.figure()
        text = f"{organ}报来{figure}处，请查收"
        if style == 0:
            p.add(f"{p.name()} {clock}")
            p.add(text, organ, figure)
        elif style == 1:
            p.add(f"[2026-03-02 {clock}] {p.name()}: {text}", organ, figure)
        else:
            p.add(f"—————  2026-03-0{p.rng.randint(1, 9)}  —————")
            p.add(f"【综合科】{p.name()}  {clock}")
            p.add(text, organ, figure)


def bulletin(p):
    organ = p.organ()
    p.add(f"{p.pick(PLACES)}工作简报")
    p.add(f"第{p.rng.randint(1, 40)}期")
    p.add(f"{organ}{p.gap()}{p.day()}", organ)
    for _ in range(p.rng.randint(1, 3)):
        what, place = p.pick(TASKS), p.pick(PLACES)
        p.add(f"{place}扎实推进{what}工作", place, what)
        p.sentence()
        if p.rng.random() < .5:
            p.add(f"（{p.organ()}供稿）")
    to, editor, checker = p.organ(), p.name(), p.name()
    p.add(f"报：{to}", to)
    p.add(p.pick((f"编辑：{editor}　　审核：{checker}", f"责任编辑：{editor}  校对：{checker}",
                  f"编辑：{editor}　审核：{checker}　（共印{p.rng.randint(10, 99)}份）")), editor, checker)


def notice(p):
    if p.rng.random() < .4:
        p.add(p.pick(("各位领导好，通知如下", "请查收", "刚收到的，转给大家")))
    p.title()
    if p.rng.random() < .6:
        p.add(f"各{p.pick(('科室', '乡镇', '有关单位'))}：")
    for _ in range(p.rng.randint(1, 4)):
        p.sentence()
    name, phone = p.name(), f"0571-8{p.rng.randint(1000000, 9999999)}"
    p.add(p.pick((f"联系人：{name}，电话：{phone}", f"（联系人：{name}，{phone}）", f"主办：{name}  电话：{phone}")), name,
          phone)
    p.sign()


def rows(p, n_columns, n_rows, empty):
    heads = p.rng.sample(["姓名", "单位", "职务", "电话", "备注", "金额"], n_columns)
    all_rows = [heads] if p.rng.random() < .7 else []
    for _ in range(n_rows):
        row = [{"姓名": p.name, "单位": p.organ, "职务": lambda: p.pick(OFFICES[:6]),
                "电话": lambda: f"138{p.rng.randint(10000000, 99999999)}", "备注": lambda: p.pick(PLACES),
                "金额": p.figure}[head]() for head in heads]
        all_rows.append(row)
    all_rows += [[""] * n_columns for _ in range(empty)]
    style = p.rng.randrange(3)
    for row in all_rows:
        if style == 0:
            line = "\t".join(row)
        elif style == 1:
            line = "| " + " | ".join(row) + " |"
        else:
            line = "".join(cell + " " * max(2, 18 - 2 * len(cell)) for cell in row).rstrip()
        p.add(line, *[cell for cell in row if cell])


def table(p):
    p.title()
    p.add("各科室：")
    p.sentence()
    rows(p, p.rng.randint(2, 5), p.rng.randint(1, 5), p.rng.choice((0, 0, 2)))
    if p.rng.random() < .7:
        p.sentence()
    p.sign()


def people(p):
    p.add(f"{p.pick(TASKS)}工作领导小组组成人员名单")
    for role in ("组长", "副组长", "成员"):
        names = [p.name() for _ in range(1 if role == "组长" else p.rng.randint(1, 4))]
        p.add(f"{role}：" + p.pick(("、", "  ", "　")).join(names), *names)
    for _ in range(p.rng.randint(0, 4)):
        name, organ, office = p.name(), p.organ(), p.pick(OFFICES[:6])
        p.add(f"{name}{p.gap()}{organ}{office}", name, organ, office)


def form(p):
    what = p.pick(TASKS)
    p.add(f"{what}登记表", what)
    for label in p.rng.sample(["姓名", "性别", "出生年月", "工作单位", "联系电话", "申请事由", "所在科室意见"], 4):
        p.add(p.pick((f"{label}：____________", f"{label}：（        ）", f"{label}：", f"{label}\t\t")), label)
    p.add("目的地：（      ）省（      ）市", "目的地")
    organ = p.organ()
    p.add(f"{organ}制", organ)


def minutes(p):
    organ = p.organ()
    p.add(f"{organ}{p.pick(('局长办公会议', '专题会议', '工作例会'))}纪要", organ)
    p.add(f"时间：{p.day()}")
    for label in p.rng.sample(["主持", "出席", "列席", "请假", "记录"], 4):
        names = [p.name() for _ in range(1 if label in ("主持", "记录") else p.rng.randint(1, 4))]
        p.add(f"{label}：" + "、".join(names), *names)
    for _ in range(p.rng.randint(1, 3)):
        p.sentence()
    to = p.organ()
    p.add(p.pick((f"分送：{to}", f"印发：{to}", f"抄送：{to}")), to)
    p.sign()


KINDS = [speech, mail, chat, bulletin, notice, table, people, form, minutes]


def make(seed):
    rng = random.Random(seed)
    p = Paste(rng)
    KINDS[seed % len(KINDS)](p)
    return p


def letters(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN" or c in ".,")


def judge(p):
    """What of the words is neither in the record nor in a message shown; or, of a refused text, why it was not said."""
    text = "\n".join(p.lines) + "\n"
    with workdir() as folder:
        Path(folder, "a.txt").write_text(text, encoding="utf-8")
        done = hongtou("import", "a.txt", "-t", "json", cwd=folder)
    if done.returncode:
        return [] if "error:" in done.err else ["refused without a word"]
    record = "\n".join(letters(re.sub(r"\\(.)", r"\1", s)) for s in strings(json.loads(done.stdout)))
    whole = record + "\n" + "\n".join(letters(line) for line in done.err.splitlines())
    return [word for word in p.words if letters(word) not in whole]


def campaign(seeds):
    """The seeds whose texts lose a word: seed, kind, words."""
    def one(seed):
        p = make(seed)
        return seed, KINDS[seed % len(KINDS)].__name__, judge(p)
    return [found for found in campaign_of(one, seeds) if found[2]]


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    found = campaign(range(number))
    for seed, kind, words in found:
        print(f"{seed}: {kind}: {' '.join(words)}")
    print(f"{number} texts, {len(found)} lose something")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
