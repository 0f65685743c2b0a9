from __future__ import annotations

import pytest

from gmw_crawler.site.credits import read_inline
from tests.site.credits import newsroom_bylines
from tests.site.credits.cases import noted

HEADS = [
    ("光明网记者 李政葳 庞聪 范子川7月5日，市场平稳。", "记者=李政葳,庞聪,范子川@光明网"),
    ("光明网记者 李政葳 庞聪 范子川7月5日从会上获悉，市场平稳。", "记者=李政葳,庞聪,范子川@光明网"),
    ("新京报讯（记者 陆一夫）11月25日，市场平稳。", "记者=陆一夫@新京报"),
    ("【环球网报道 记者 李东尧 侯佳欣】据悉，市场平稳。", "记者=李东尧,侯佳欣@环球网"),
    ("新华社北京12月29日电（记者 王小明）市场平稳。", "记者=王小明@新华社"),
    ("新华社北京12月29日电（记者王小明、李晓雯）市场平稳。", "记者=王小明,李晓雯@新华社"),
    ("胶东在线11月20日讯(通讯员 赵中妹)市场平稳。", "通讯员=赵中妹@胶东在线"),
    ("本报讯（记者 王小明 通讯员 李晓雯）市场平稳。", "记者=王小明@本报; 通讯员=李晓雯@本报"),
    ("本报北京4月3日电（记者王小明）市场平稳。", "记者=王小明@本报"),
    ("央视网消息（记者 王小明）：市场平稳。", "记者=王小明@央视网"),
    ("（记者 王小明）市场平稳，物价稳定。", "记者=王小明"),
    ("本报记者 王小明 北京报道  市场平稳。", "记者=王小明@本报"),
    ("光明日报记者王小明、李晓雯 通讯员赵敏 市场平稳，物价稳定。", "记者=王小明,李晓雯@光明日报; 通讯员=赵敏"),
    ("光明日报记者王小明从国家统计局获悉，市场平稳。", "记者=王小明@光明日报"),
    ("光明日报记者 王小明 光明日报通讯员 李晓雯8月上旬，市场平稳。", "记者=王小明@光明日报; 通讯员=李晓雯@光明日报"),
    ("秦西网兰原5月9日电（记者 窦燕山、乞伏青）市场平稳。", "记者=窦燕山,乞伏青@秦西网"),
    ("　　中新网北京4月3日电 (记者 王小明)市场平稳。", "记者=王小明@中新网"),
    ("光明网讯（记者 王小明）市场平稳。", "记者=王小明@光明网"),
]
TAILS = [
    ("市场平稳，物价稳定。（记者魏玉坤、谢希瑶、申铖、王雨萧）", "记者=魏玉坤,谢希瑶,申铖,王雨萧"),
    ("市场平稳。（据新华社北京电 记者周慧敏、张格、蔡馨逸）", "记者=周慧敏,张格,蔡馨逸@新华社"),
    ("市场平稳。(湖北日报全媒记者 王小明 通讯员晏鄂龙 肖羽含)", "全媒记者=王小明@湖北日报; 通讯员=晏鄂龙,肖羽含"),
    ("市场平稳，物价稳定，通讯员晏鄂龙 肖羽含)", "通讯员=晏鄂龙,肖羽含"),
    ("忙碌的制茶季。新华社发（陈颖 摄）", "摄!=陈颖@新华社"),
    ("忙碌的制茶季。新华社记者 李一博 摄", "摄!=李一博@新华社"),
    ("忙碌的制茶季 新华社记者 李一博 摄", "摄!=李一博@新华社"),
    ("图为忙碌的制茶季。 王小明摄", "摄!=王小明"),
    ("图为忙碌的制茶季。（王小明 摄）", "摄!=王小明"),
    ("市场平稳。（记者 王小明）（完）", "记者=王小明"),
    ("市场平稳。（记者 王小明）。", "记者=王小明"),
    ("市场平稳（光明日报记者 王小明）", "记者=王小明@光明日报"),
    ("市场平稳。（责编：王小明、李晓雯）", "责编=王小明,李晓雯"),
    ("市场平稳。（文字记者：王小明；摄影记者：李晓雯）", "文字记者=王小明; 摄影记者!=李晓雯"),
    ("市场平稳。（作者：王小明，系东岭大学教授）", "作者=王小明"),
    ("市场平稳。（编辑：X）", "编辑=X"),
    ("他写道：“回家九次。”（光明日报记者 王小明 光明网记者 李晓雯）", "记者=王小明@光明日报; 记者=李晓雯@光明网"),
    ("新京报讯（记者 陆一夫）市场平稳。（编辑：王小明）", "记者=陆一夫@新京报; 编辑=王小明"),
]
PLAIN = [
    "记者 获悉，市场平稳。",
    "记者从国家统计局获悉，市场平稳。",
    "记者连日来在北京采访，市场平稳。",
    "记者随机采访了市民。",
    "记者高兴地看到，市场平稳。",
    "他说：“记者王小明在现场。”",
    "他接受记者采访时，向记者展示了照片。",
    "新华社北京1月26日电 题：市场平稳",
    "新华社北京12月29日电 市场平稳，物价稳定。",
    "新华社北京12月29日电（国际观察）市场平稳。",
    "市场平稳。（王小明 李晓雯）",
    "市场平稳（见图1）。",
    "市场平稳。（完）",
    "市场平稳。（图片由受访者提供）",
    "《诗经》说：“七月流火。”（《国风》）",
    "会议通过了决议（草案）。",
    "王小明（左）向记者介绍（右为李晓雯）。",
    "这部片子由王小明导演，李晓雯拍摄。",
    "编辑、记者、摄影师齐聚一堂，共同策划。",
    "",
]


ALL = [*HEADS, *TAILS, *newsroom_bylines.HEADS_OF_NEWSROOMS, *newsroom_bylines.TAILS_OF_NEWSROOMS]


@pytest.mark.parametrize(("paragraph", "expected"), ALL)
def test_byline_of_a_paragraph(paragraph: str, expected: str) -> None:
    reading = read_inline(paragraph)
    assert noted(reading.credits) == expected
    assert not reading.consumed
    assert all(credit.raw in paragraph for credit in reading.credits)


@pytest.mark.parametrize(("paragraph", "expected"), ALL)
def test_folded_byline_says_the_same(paragraph: str, expected: str) -> None:
    folded = paragraph.translate(str.maketrans("：，（）　；", ":,() ;"))
    assert noted(read_inline(folded).credits) == expected


@pytest.mark.parametrize("paragraph", PLAIN)
def test_plain_paragraph_has_no_credits(paragraph: str) -> None:
    assert read_inline(paragraph).credits == ()


def test_source_in_closing_brackets() -> None:
    assert read_inline("市场平稳。（来源：新华网）").source == "新华网"


def test_scope_of_a_caption() -> None:
    assert read_inline("市场平稳。（记者 王小明）", scope="picture").credits[0].scope == "picture"
