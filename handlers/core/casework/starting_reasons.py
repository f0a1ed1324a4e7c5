"""Reasons for declining to start from, until the county's staff write their own.

What is no matter for a representative, by provincial provisions on deputies' suggestions and stations' scope rules: a
personal matter, a court case, another level's competence, no concrete content, promotion of a product, letters passed
on, academic questions; and what is against the law. Each names the door that is the right one.
"""

from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import DeclineTemplate
from storage.queries import decline_templates as queries


class Reason(NamedTuple):
    """A reason in both languages."""

    title_zh: str
    title_en: str
    text_zh: str
    text_en: str


REASONS = (
    Reason(
        "个人或家庭事项",
        "A personal or family matter",
        "您反映的是您本人或家庭的具体事项，人大代表不直接处理。请向县信访局反映（来信、来访或网上信访均可），"
        "或拨打政务服务便民热线12345，受理后会给您答复。",
        "This is a matter of your own or of your family, which representatives do not settle themselves. Please turn "
        "to the county's petition office (信访局), by letter, in person or online, or call the hotline 12345; they "
        "register it and answer you.",
    ),
    Reason(
        "诉讼、仲裁或复议案件",
        "A case for a court or arbitration",
        "您反映的是由法院、仲裁机构或行政复议机关办理的具体案件，代表不能干预个案。请向办理该案的机关提出；"
        "需要法律帮助，可拨打公共法律服务热线12348，免费咨询。",
        "This is a case for a court, an arbitration body or an administrative review, in which representatives may not "
        "interfere. Please put it to the body that handles it. Legal advice is free at 12348.",
    ),
    Reason(
        "不属于本级职权",
        "Another level's or place's competence",
        "这件事不属于本县的职权范围。请拨打12345，由热线转给有权处理的上级机关；"
        "如果事情发生在外地，请向当地政府或当地的代表联络站反映。",
        "This is not in this county's power to decide. Please call 12345: the hotline passes it to the level that can "
        "decide. If it happened elsewhere, turn to the government or the representatives' station there.",
    ),
    Reason(
        "没有具体内容",
        "No concrete content",
        "我们没能看出您希望解决什么问题。请再写一次：在什么地方、出了什么事、从什么时候开始、希望怎样解决，有照片更好。"
        "直接在这里发消息即可。",
        "We could not see what should be done. Please write again, right here: where it is, what is wrong, since when, "
        "and what you would like to happen. A photo helps.",
    ),
    Reason(
        "推介产品或服务",
        "Promotion of a product or service",
        "这里不受理产品、服务的推介。想参加政府采购，请到公共资源交易中心或中国政府采购网查看公告；"
        "企业经营中遇到困难，请在这里把困难写清楚，或拨打12345。",
        "Products and services cannot be promoted here. Tenders are announced by the public resources trading centre. "
        "If your business meets with difficulties, please write here what they are, or call 12345.",
    ),
    Reason(
        "转递他人信件",
        "A letter passed on for somebody else",
        "您转来的是他人的来信。请当事人自己在这里写，一条消息就可以，也可以匿名；"
        "不方便用手机的，请到附近的代表联络站当面反映，接待日都有代表在。",
        "This is somebody else's letter. Please ask them to write here themselves: one message is enough, anonymously "
        "if they like. Who has no phone is welcome at the representatives' station on a reception day.",
    ),
    Reason(
        "学术探讨",
        "An academic question",
        "您提出的是学术问题，代表难以评判。请与有关高校、科研院所或当地科学技术协会联系；"
        "如果您希望政府采取某项具体措施，请在这里写明是哪一项。",
        "This is an academic question, which representatives cannot judge. Please turn to a university, an institute "
        "or the science association. If there is something the government should do, please write here what.",
    ),
    Reason(
        "违法或侮辱性内容",
        "Against the law, or insulting",
        "来信中有违反法律或侮辱他人的内容，不能受理。请去掉这些内容，把要反映的事情重新写一遍；"
        "举报违法犯罪请拨打110，举报公职人员违纪违法请拨打12388。",
        "This holds words that are against the law or insult somebody, so it cannot be taken up. Please write again "
        "without them what you want to happen. To report a crime call 110; misconduct of officials, 12388.",
    ),
)


async def plant_reasons(session: AsyncSession) -> int:
    """Write the reasons to start from, where there is none at all; how many were written."""
    if await queries.any_at_all(session):
        return 0
    session.add_all(
        DeclineTemplate(
            title={"en": one.title_en, "zh_Hans": one.title_zh},
            text={"en": one.text_en, "zh_Hans": one.text_zh},
            position=position,
        )
        for position, one in enumerate(REASONS, start=1)
    )
    await session.flush()
    return len(REASONS)
