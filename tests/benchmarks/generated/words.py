"""Invented Chinese text with the statistics of news: few shared shingles, real sentence frames, real credit lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

CHARACTERS: Final = (
    "城乡山河田园工厂车间企业产品市场消费贸易港口铁路公路桥梁航班物流仓库电力能源风光储能水利粮食蔬菜水果茶叶畜牧渔船"
    "林木花卉旅游文化教育医疗养老社区街道村镇县市省区国际金融银行保险证券基金债券税收财政预算投资项目工程技术研发创新"
    "数字智能平台网络软件芯片材料装备机器制造加工质量标准品牌订单合同价格成本利润增长下降稳定提升优化改革开放合作发展"
    "规划政策措施行动服务管理监督检查培训就业岗位工资收入农民工人青年专家学者记者主任经理书记居民游客客户供应需求结构"
    "绿色低碳生态环境空气土壤森林湿地海洋沙漠草原湖泊古镇老街新区基地中心会议论坛展览比赛节日春夏秋冬早晚东西南北"
)
"""Words are two of these: some 80 000 pairs, so that two articles share no more than two real ones do."""

FRAMES: Final = (
    "{0}与{1}的{2}同比增长{n}%，{3}{4}成为{5}的新亮点。",
    "在{0}，{1}{2}已经连续{n}个月保持{3}，{4}的{5}也随之改变。",
    "“{0}不是终点，{1}才是开始。”谈到{2}{3}，{p}说得很慢，“{4}要靠{5}。”",
    "据介绍，{0}今年安排{1}{n}项，涉及{2}、{3}、{4}和{5}等领域。",
    "从{0}到{1}，{2}用了{n}年；从{3}到{4}，只用了{5}的一半时间。",
    "{p}告诉记者，{0}{1}之后，{2}的{3}比去年多了{n}户，{4}{5}不再发愁。",
    "为了{0}，当地把{1}{2}放在首位，先后推出{3}、{4}等{n}条举措，让{5}看得见。",
    "{0}的{1}里，{2}一字排开，{3}和{4}占了{n}%，剩下的留给{5}。",
    "数据显示，前{n}个月，{0}{1}进出口总值增长较快，{2}、{3}贡献突出，{4}{5}平稳。",
    "与{0}相比，{1}的{2}更看重{3}，这也是{4}选择{5}的原因。",
    "{0}{1}，{2}先行。{3}的{n}个{4}项目全部开工，{5}陆续到位。",
    "过去，{0}靠{1}；如今，{2}靠{3}。{n}年间，{4}换了模样，{5}也换了模样。",
    "一边是{0}，一边是{1}。{2}把{3}做成{4}，{n}户人家吃上了{5}饭。",
    "记账本上，{0}支出{n}元，{1}收入翻番，{2}、{3}两项持平，{4}{5}另算。",
    "{0}如何{1}？{2}给出的答案是{3}：先{4}，后{5}，{n}天见效。",
    "走进{0}{1}，{2}正在{3}，墙上的{4}显示，当天的{5}已经完成{n}件。",
)
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN: Final = "文明志远海燕建国晓梅思齐子涵雨桐嘉树若兰立新春生秋月长青一凡小满知行安然清越"
PLACES: Final = ("青川湾", "靖边坝", "临江口", "云岭", "白鹭洲", "石门峪", "锦屏", "潜水湖", "东岭", "安澜")
NEWSROOMS: Final = ("光明网", "光明日报", "新华社", "人民日报", "经济日报", "中国新闻网")
ROLES: Final = ("策划", "统筹", "监制", "撰稿", "剪辑", "摄影", "制图", "校对")


class Writer:
    """Writes text from one source of chance."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def word(self) -> str:
        return self._random.choice(CHARACTERS) + self._random.choice(CHARACTERS)

    def name(self) -> str:
        given = "".join(self._random.choices(GIVEN, k=self._random.choice((1, 2, 2))))
        return self._random.choice(SURNAMES) + given

    def names(self, count: int) -> str:
        return " ".join(self.name() for _ in range(count))

    def place(self) -> str:
        return self._random.choice(PLACES)

    def newsroom(self) -> str:
        return self._random.choice(NEWSROOMS)

    def title(self) -> str:
        return f"{self.place()}：{self.word()}{self.word()}里的{self.word()}{self.word()}"

    def sentence(self) -> str:
        words = [self.word() for _ in range(6)]
        return self._random.choice(FRAMES).format(*words, n=self._random.randrange(2, 99), p=self.name())

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self._random.choice((1, 2, 2, 3, 3))))

    def credits(self) -> list[str]:
        """Return credit lines as they end an article; most articles have none but the editor."""
        if self._random.random() < 0.6:
            return []
        roles = self._random.sample(ROLES, k=self._random.randrange(2, 5))
        return [f"{role}：{self.names(self._random.randrange(1, 4))}" for role in roles]
