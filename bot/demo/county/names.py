"""Made-up names, the same ones each time for the same seed."""

from random import Random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志远文清海山春梅红波燕林凤云飞龙晓东思雨怀长河"
PLACE_BEGINS = "石柳白云清龙金大小上下东西南北高青黄红新古双三竹松梅兰桃杏荷枫樟"
PLACE_ENDS = "桥溪坪湾冲岭塘坡洲田泉港畈垅山井湖口源坑"


class Names:
    """Names of people and places."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._places: set[str] = set()

    def person(self) -> str:
        """Surname and one or two characters; namesakes happen, as they do."""
        return self._random.choice(SURNAMES) + "".join(self._random.choices(GIVEN, k=self._random.choice((1, 2, 2))))

    def place(self) -> str:
        """A bare name of two characters that no other place has."""
        while (name := self._random.choice(PLACE_BEGINS) + self._random.choice(PLACE_ENDS)) in self._places:
            pass
        self._places.add(name)
        return name
