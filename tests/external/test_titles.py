"""Titles on the page: white at their sides, names and words whole, the ink in the middle (GB/T 9704-2012 7.3.1)."""
import json
import random
import re

from support import LEFT, RIGHT, hongtou, workdir

ROOM = "text"

EM = 22 * 25.4 / 72  # of 二号, in mm

PLACES = "临澜市 清溪区 云岫市 柳溪县 梧岭县 青岚县 白鹭洲区".split()
ORGANS = ("人民政府 人民政府办公室 教育局 水务局 住房和城乡建设局 自然资源局 人力资源和社会保障局 市场监督管理局 农业农村局 "
          "卫生健康委员会 应急管理局 民政局 发展和改革委员会").split()
DEEDS = "印发 做好 进一步加强 开展 报送 调整 公布 召开 成立 修订 申请 加快推进".split()
MATTERS = ("2026年汛期防灾减灾 城市生活垃圾分类管理办法 2026年度政务公开工作要点 老旧小区改造项目资金使用 安全生产大检查 "
           "农村公路养护管理 义务教育学校课后服务 行政执法监督 秸秆综合利用 防汛抗旱指挥部组成人员 政务服务“一网通办” "
           "2026年春节期间值班值守 国有建设用地使用权出让 困境儿童关爱服务 公共机构节能降碳").split()
ENDS = "的通知 工作的通知 的报告 的请示 的通报 有关问题的批复 工作的意见 情况的报告".split()
WHOLE = "一网通办 生活垃圾分类 国有建设用地 行政执法 困境儿童 指挥部 2026年 先进集体".split()


def made(n):
    """n titles as they are written, and the organ in each."""
    chance = random.Random(11)
    for _ in range(n):
        organ = chance.choice(PLACES) + chance.choice(ORGANS) if chance.random() < 0.75 else ""
        place = chance.choice(PLACES) if chance.random() < 0.3 else ""
        yield organ, f"{organ}关于{chance.choice(DEEDS)}{place}{chance.choice(MATTERS)}{chance.choice(ENDS)}"


def title_lines(trace):
    """The title's lines in a trace: (where the first and the last glyph are, in mm from the paper's edge, text)."""
    lines = {}
    for run in re.finditer(r'^run title \S+ \d+ [\d.]+ ([\d.]+) .*? \d+@([\d.]+)\.\.([\d.]+) "(.*?)"', trace, re.M):
        lines.setdefault(run[1], []).append((float(run[2]), float(run[3]), run[4]))
    return [(runs[0][0], runs[-1][1], "".join(text for _, _, text in runs)) for runs in lines.values()]


def test_two_hundred_titles():
    """Hardly a line goes from edge to edge (where names would be torn otherwise), a title of one line leaves a character free at each side, and no organ's name and
    no word is torn."""
    titles, full = list(made(200)), []
    with workdir() as folder:
        with open(f"{folder}/t.jsonl", "w", encoding="utf-8") as file:
            for _, title in titles:
                json.dump({"格式": "公文", "标题": title, "发文机关": "甲局", "发文机关标志": "甲局文件", "主送机关": ["各区"],
                           "发文字号": "甲发〔2026〕1号", "正文": ["文。"], "成文日期": "2026-03-01"}, file, ensure_ascii=False)
                file.write("\n")
        done = hongtou("export", "-q", "-t", "trace", "--name", "{index}", "-d", f"{folder}/o", f"{folder}/t.jsonl")
        assert done.returncode == 0, done.err
        for i, (organ, title) in enumerate(titles, 1):
            with open(f"{folder}/o/{i}.txt", encoding="utf-8") as file:
                lines = title_lines(file.read())
            texts = [text for _, _, text in lines]
            assert "".join(texts) == title, (title, texts)
            for left, last, text in lines:
                full += [text] if left < LEFT + 1.5 or last + EM > RIGHT - 1.5 else []
            if len(lines) == 1:
                assert lines[0][0] >= LEFT + EM - 0.1, f"no white beside {title}"
            for whole in [organ] + [word for word in WHOLE if word in title]:
                assert any(whole in text for text in texts), f"{whole} is torn: {'|'.join(texts)}"
    assert len(full) <= 2, full
