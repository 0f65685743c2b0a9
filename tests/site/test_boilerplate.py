"""Every entry of boilerplate.toml: a line that it takes, and lines of articles that it leaves alone."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from gmw_crawler.site.boilerplate import dropped_as, is_notice, read_label

TABLE = tomllib.loads(files("gmw_crawler.site").joinpath("boilerplate.toml").read_text("utf-8"))

DROPPED = {
    "pager": [
        "【下一篇】",
        "上一页 1 2 3 下一页",
        "[上一页]",
        "共12页",
        "1",
        "首页 上一页 … 下一页 尾页",
        "第3页",
        "下一页>",
    ],
    "neighbour": ["【上一篇】某某新闻", "上一篇：某某", "下一篇：某某"],
    "fold": ["阅读剩余全文", "阅读剩余全文（ ）", "点击展开全文", "阅读剩余全文("],
    "reading": ["正在阅读：聚焦“高精尖”"],
    "share": ["点击右上角微信好友", "朋友圈", "请使用浏览器分享功能进行分享", "分享到：", "扫一扫，分享到朋友圈"],
    "home": ["返回光明网首页", "[返回顶部]", "返回首页"],
    "print": ["[打印]", "【纠错】", "我要评论", "打印 关闭"],
    "player": ["您的浏览器不支持视频播放", "点击播放视频", "视频加载中..."],
    "click": ["点击图片进入下一页", "（点击进入下一页）", "点击下一页"],
    "client": ["扫描二维码下载", "下载光明日报客户端", "光明云投", "您此时的心情", "加载更多"],
    "zoom": ["点击查看大图", "查看原图", "图集"],
    "more": ["更多>>", "[查看更多]", "more…"],
    "brackets": ["——", "===", "()"],
}
NOTICES = {
    "reprint_of_own": ["光明网原创作品，转载请注明来源"],
    "reprint": ["转载请注明出处", "（如需转载，请联系授权）"],
    "reprint_must": [
        "（本片内容未经授权，禁止任何形式的剪辑与二次传播）",
        "未经授权，不得转载",
        "本网未经书面授权禁止转载使用",
    ],
    "reprint_all": ["凡注明“来源：滨海网”的所有作品，版权均属滨海网，转载须经本网书面授权。"],
    "published_in": ["本文刊于《光明日报》（2026年09月05日 09版）", "本文转自某某公众号", "（本文系光明网独家稿件）"],
    "result_of": ["本文为国家社科基金项目阶段性成果"],
    "published_on": ["原载于《经济参考》2020年第3期", "刊于《求是》"],
    "original_in": ["《光明日报》（2026年09月05日 09版）"],
    "rights": [
        "本片仅用于公益宣传，所用资料如涉版权问题，请联系删除。",
        "版权归原作者所有",
        "如遇作品内容、版权等问题，请在刊发后与本网联系。",
    ],
    "disclaimer": ["免责声明：本文不构成建议", "风险提示：市场有波动"],
    "declaration": ["滨海证券网声明：凡注明“来源：滨海证券网”的作品，版权均属滨海证券网。"],
    "opinion": ["本文仅代表作者个人观点", "以上内容仅供参考"],
    "media": ["图片来源于网络", "视频素材来自网络"],
    "generated": ["本文图片由AI生成"],
}
TEXT = [
    "他说，下一页我们再谈。",
    "首页上的照片是他拍的。",
    "2026年的第1页，从这里翻开。",
    "朋友圈里都在转发这条消息，老人却不知道。",
    "返回家乡的第三年，他种下了第一棵树。",
    "图集中了三代人的记忆。",
    "这家企业未经批准就开工，引来邻居的不满。",
    "版权交易中心去年成交一百笔。",
    "他的观点不代表没有道理。",
    "联系实际，才能读懂这本书。",
    "1956年，第一座船坞。",
    "不过，贷款风险仍需关注。（本文不构成任何投资建议）",
    "公司发表声明：凡在九月前下单的，都按原价交货。",
]


@pytest.mark.parametrize(("code", "line"), [(code, line) for code, lines in DROPPED.items() for line in lines])
def test_line_is_dropped_under_its_code(code: str, line: str) -> None:
    assert dropped_as(line) == code


@pytest.mark.parametrize("line", [line for lines in NOTICES.values() for line in lines])
def test_line_is_a_notice(line: str) -> None:
    assert is_notice(line)
    assert dropped_as(line) is None


@pytest.mark.parametrize("line", TEXT)
def test_line_of_an_article_is_neither(line: str) -> None:
    assert dropped_as(line) is None
    assert not is_notice(line)
    assert read_label(line) is None


def test_every_entry_of_the_table_has_a_line_here() -> None:
    assert set(TABLE["dropped"]) == set(DROPPED)
    assert set(TABLE["notices"]) == set(NOTICES)


@pytest.mark.parametrize(("kind", "label"), [(kind, word) for kind, words in TABLE["labels"].items() for word in words])
def test_label_is_read_in_every_form(kind: str, label: str) -> None:
    assert read_label(f"{label}：其余的话") == (kind, label, "其余的话")
    assert read_label(f"【{label}】其余的话") == (kind, label, "其余的话")
    assert read_label(f"　{label}:") == (kind, label, "")


def test_label_may_be_set_apart_character_by_character() -> None:
    assert read_label("编 者 按　　今年是关键一年。") == ("notes", "编者按", "今年是关键一年。")
    assert read_label("开　栏　的　话　今年是关键一年。") == ("notes", "开栏的话", "今年是关键一年。")


@pytest.mark.parametrize("line", ["编者按语言学的办法改稿。", "嘉宾们陆续到场", "原标题党的时代过去了", "主讲人是谁"])
def test_word_that_goes_on_is_no_label(line: str) -> None:
    assert read_label(line) is None
