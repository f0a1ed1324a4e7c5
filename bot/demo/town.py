"""An invented county: areas, stations, representatives, and the people on the phones."""

from bot.sandbox.cast import Cast, CastMember, Place

NAME = "Linshui county (临水县)"
CLERK = 9001

AREAS = """code,kind,parent,name,name_en,latitude,longitude
LS,county,,临水县,Linshui,,
LS1,town,LS,柳溪镇,Liuxi,,
LS2,town,LS,石桥镇,Shiqiao,,
LS11,village,LS1,东柳村,Dongliu,29.31,113.91
LS12,village,LS1,西柳村,Xiliu,29.33,113.86
LS13,village,LS1,茶亭村,Chating,29.36,113.93
LS21,village,LS2,石桥社区,Shiqiao community,29.21,113.81
LS22,village,LS2,枫树坳村,Fengshu'ao,29.18,113.78
LS23,village,LS2,河洲村,Hezhou,29.16,113.84
"""
STATIONS = """code,name,name_en,area,address,phone
S1,柳溪镇人大代表联络站,Liuxi station,LS1,柳溪镇文化路8号,0715-5550101
S2,石桥镇人大代表联络站,Shiqiao station,LS2,石桥镇老街21号,0715-5550202
"""
REPRESENTATIVES = """code,name,level,constituency,station,areas
R01,林秀兰,township,柳溪第一选区,S1,LS11;LS12
R02,周怀远,township,柳溪第二选区,S1,LS13
R03,方志明,township,石桥第一选区,S2,LS21;LS22
R04,邓雨晴,township,石桥第二选区,S2,LS23
R05,贺长河,county,临水第三选区,S1,LS1
R06,苏婉君,county,临水第七选区,S2,LS2
R07,陆天成,municipal,临水代表团,S1,LS
R08,江晓峰,provincial,临水代表团,S2,LS
"""
SHEETS = {"areas.csv": AREAS, "stations.csv": STATIONS, "representatives.csv": REPRESENTATIVES}
"""The directory in the order in which it can be imported."""

CAST = Cast(
    [
        CastMember(id=9101, name="李小梅", label="Constituent, Dongliu", label_zh="选民，东柳村", group="constituents",
                   language="zh-hans"),
        CastMember(id=9102, name="Tom Baker", label="Constituent, Shiqiao", label_zh="选民，石桥社区",
                   group="constituents", language="en"),
        CastMember(id=9201, name="林秀兰", label="Representative, Liuxi", label_zh="代表，柳溪镇",
                   group="representatives", language="zh-hans"),
        CastMember(id=CLERK, name="Chen Jing", label="Clerk of the county office", label_zh="县联络办工作人员",
                   group="staff", language="en"),
        CastMember(id=9103, name="王建国", label="Constituent", label_zh="选民", group="constituents",
                   language="zh-hans"),
        CastMember(id=9104, name="Grace Miller", label="Constituent", label_zh="选民", group="constituents"),
    ],
    phones=[9101, 9102, 9201, CLERK],
)  # fmt: skip
PLACES = [Place("Dongliu", 29.31, 113.91), Place("Shiqiao", 29.21, 113.81), Place("Hezhou", 29.16, 113.84)]
ACTS_FOR = {9201: "R01"}
"""Who acts as which representative from the start."""
