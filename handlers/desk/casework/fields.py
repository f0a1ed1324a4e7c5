"""Fields that several forms about cases have."""

from handlers.conversation.texts import N_
from handlers.desk.casework import choosing
from handlers.desk.fields import LONGEST, Field, words_field

WHY = words_field(N_("Why"))
REMARK = words_field(N_("Remark, if there is one"), needed=False)
ANSWER = words_field(N_("What its author reads"), longest=LONGEST)
DAY = Field("day", "day", N_("Until"))
UNIT = Field("unit", "choice", N_("Unit"), choices=choosing.units)
