# ruff: noqa: E501 - markup, a line as the site writes it
"""What stands around every article: style, scripts, navigation and foot, in the sizes of the real site."""

from __future__ import annotations

from typing import Final

CHANNELS: Final = (
    ("politics", "时政"), ("world", "国际"), ("guancha", "时评"), ("theory", "理论"), ("culture", "文化"),
    ("tech", "科技"), ("edu", "教育"), ("economy", "经济"), ("life", "生活"), ("legal", "法治"), ("mil", "军事"),
    ("health", "卫生"), ("sports", "体育"), ("photo", "图片"), ("shuhua", "书画"), ("v", "视频"), ("difang", "地方"),
    ("kepu", "科普"), ("lady", "女人"), ("dangjian", "党建"), ("yuqing", "舆情"), ("museum", "博物"),
    ("wenyi", "文艺"), ("reader", "书评"), ("travel", "旅游"), ("finance", "财经"), ("en", "English"),
)  # fmt: skip

STYLE: Final = "\n".join(
    f".u-sp{number}{{background:url(//img.gmw.cn/css/img/sprite_2018.png) no-repeat -{number * 20}px -{number * 14}px;"
    f"width:20px;height:20px;display:inline-block;overflow:hidden}}"
    for number in range(150)
)
SCRIPT: Final = "\n".join(
    f'slots.push({{id:{393684 + number * 7919},w:{number * 13 % 600},h:{number * 29 % 300},u:"/ad/{number:08x}.js"}});'
    for number in range(120)
)
NAVIGATION: Final = "\n".join(
    f'<li class="n{number}"><a href="https://{host}.gmw.cn/" title="{name}" target="_blank"><span>{name}</span></a></li>'
    for number, (host, name) in enumerate(CHANNELS)
)
ALL_NODES: Final = "\n".join(
    f'<dl><dt><a href="https://{host}.gmw.cn/">{name}</a></dt>'
    + "".join(
        f'<dd><a href="https://{host}.gmw.cn/node_{4000 + row * 131}.htm">{name}{row}</a></dd>' for row in range(12)
    )
    + "</dl>"
    for host, name in CHANNELS[:20]
)
HEAD: Final = (
    '<div class="g-nav"><h1>全部导航</h1><ul class="m-chul">'
    f'{NAVIGATION}</ul><div class="m-all" style="display:none">{ALL_NODES}</div></div>\n'
    '<div class="m-share-mask" style="display:none"><p>点击右上角<img src="https://img.gmw.cn/pic/iconshare.png" alt="">'
    "微信好友</p><p>朋友圈</p><p>请使用浏览器分享功能进行分享</p></div>\n"
)
FOOT: Final = (
    '<div class="g-footer"><div class="u-links">'
    + " | ".join(f'<a href="https://{host}.gmw.cn/about.htm">{name}</a>' for host, name in CHANNELS)
    + "</div><p>光明网版权所有</p></div>\n"
    f'<script type="text/javascript">var slots=[];\n{SCRIPT}\n</script>\n'
)
REQUIRED: Final = (
    '<script src="https://img.gmw.cn/js/require/require.js" data-main="https://img.gmw.cn/js/require/main.js"></script>'
)
