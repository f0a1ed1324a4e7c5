"""Topics to start from, until a place imports its own."""

from handlers.core.directory.book import Record

_TOPICS = """
roads = 道路设施 = Roads and traffic
    道路; 公路; 马路; 修路; 路面; 路灯; 坑洼; 红绿灯; 斑马线; 人行道; 桥梁; 大桥; 高速; 收费站; 堵车; 拥堵;
    停车; 车位; 隧道; 国道; 省道; 县道; 通村公路;
    road; street; highway; bridge; pothole; pavement; sidewalk; crosswalk; streetlight; traffic; parking;
    congestion; infrastructure;
transport = 交通出行 = Transport and post
    出租车; 的士; 公交; 公交车; 客运; 班车; 大巴; 车站; 火车站; 地铁; 网约车; 滴滴; 司机; 打表; 拒载; 票价;
    运输; 货运; 物流; 快递; 邮政; 航班; 机场; 驾校; 货车;
    bus; train; railway; rail; metro; subway; taxi; driver; airport; airline; transit; transportation; station;
    fare; postal; mail; courier; public transport; post office;
housing = 住房与物业 = Housing and property
    业主; 物业; 物业管理; 小区; 住户; 房产证; 产权证; 房产; 楼盘; 开发商; 买房; 购房; 商品房; 交房; 公积金;
    公租房; 廉租房; 经济适用房; 保障房; 房租; 租房; 业委会; 楼道; 漏水; 房屋; 住建局; 住房; 维修基金;
    housing; house; home; apartment; tenant; rent; landlord; mortgage; foreclosure; homeowner; eviction;
    homeless; property;
building = 规划与拆迁 = Planning and demolition
    拆迁; 征收; 棚改; 棚户区; 危房; 危房改造; 违建; 违章建筑; 规划; 规划局; 施工; 工地; 建筑; 安置; 安置房;
    回迁; 补偿款; 工程款; 采光; 容积率; 建房; 旧城改造; 竣工;
    demolition; construction; zoning; planning; building; permit; resettlement; urban; contractor; developer;
utilities = 水电气暖 = Water, power, gas and heating
    自来水; 停水; 停电; 供水; 供电; 电网; 用电; 水压; 水费; 电费; 天然气; 燃气; 煤气; 供暖; 暖气; 二次供水;
    电力; 变压器;
    electricity; power; outage; gas; heating; pipeline; energy; nuclear; oil; drinking;
streets = 市容环卫 = Streets and parks
    城管; 绿化; 公园; 环卫; 垃圾桶; 公厕; 市容; 占道; 占道经营; 流动摊贩; 下水道; 井盖; 排水; 内涝; 广场;
    路边摊; 烧烤摊; 文明城市;
    park; litter; sewer; drainage; playground; garbage; street; vendor; sanitation;
environment = 环境保护 = Environment
    污染; 环保; 环保局; 排放; 废气; 废水; 污水; 臭气; 恶臭; 气味; 刺鼻; 粉尘; 灰尘; 噪音; 噪声; 扰民; 油烟;
    太吵; 很吵; 吵闹; 吵到; 广场舞;
    垃圾焚烧; 排污; 养猪场; 养殖场; 采石; 采砂; 水源; 河水; 生态; 环评; 有毒; 毒气; 辐射; 环境;
    environment; environmental; pollution; emission; climate; wildlife; recycling; toxic; waste; animal;
    noise; noisy; loud; karaoke;
    species; forest; river; carbon; smog; ocean; endangered; wolf; horse; conservation; climate change;
education = 教育 = Education
    教育; 教育局; 学校; 学生; 教师; 老师; 家长; 小学; 中学; 高中; 初中; 幼儿园; 招生; 补课; 学费; 班主任; 校长;
    入学; 学位; 师资; 录取; 高考; 中考; 培训机构; 大学; 学籍; 上学; 代课教师; 考试; 学院; 教室;
    school; student; teacher; education; educational; college; university; tuition; classroom; loan; graduate;
    kindergarten; student loan;
culture = 文化体育 = Culture and sport
    文化; 体育; 图书馆; 文物; 古迹; 博物馆; 电视; 广播; 健身; 球场; 体育馆; 演出; 网吧; 非物质文化遗产;
    art; arts; museum; library; sport; music; culture; heritage; artist; film; holiday; statue; humanities;
tourism = 旅游 = Tourism
    旅游; 旅行社; 景区; 导游; 游客; 门票; 酒店; 旅游局; 景点;
    tourism; tourist; travel; hotel; scenic; visitor;
market = 市场与消费 = Market and consumers
    传销; 消费者; 工商; 工商局; 质监; 假货; 假冒; 伪劣; 价格; 涨价; 物价; 乱收费; 垄断; 虚假广告; 退款; 退货;
    欺诈; 发票; 电梯; 特种设备; 检验检疫; 产品质量; 商场; 超市; 会员; 商家; 预付卡; 专卖; 加油站; 营业执照;
    招商;
    consumer; price; fraud; scam; product; label; labeling; business; market; monopoly; refund; advertising;
    merchant; trade; import; export; small business;
health = 医疗卫生 = Health, food and medicine
    医院; 医生; 医疗; 护士; 病人; 患者; 手术; 治疗; 药品; 卫生; 卫生院; 卫生局; 卫计委; 计生; 计生办; 计划生育;
    独生子女; 准生证; 生育; 二胎; 二孩; 社会抚养费; 疫苗; 食品安全; 食品; 医师; 诊所; 门诊; 住院; 误诊; 医患;
    乡村医生; 救护车; 献血; 预防接种;
    health; hospital; doctor; nurse; patient; medical; medicine; medication; drug; disease; cancer; vaccine;
    food; treatment; fda; mental; healthcare; insurance; lyme; autism; research; health care;
security = 社会保障 = Social security
    社保; 社保局; 养老保险; 养老金; 养老; 医保; 医疗保险; 失业; 失业金; 退休; 退休金; 参保; 缴费; 报销; 新农合;
    工伤保险; 生育保险; 社会保险; 待遇; 社会保障;
    pension; retirement; medicare; medicaid; unemployment; retiree; benefits; social security;
labour = 劳动就业 = Work and wages
    工资; 欠薪; 拖欠工资; 劳动合同; 劳动法; 劳动; 劳动局; 人社局; 人社厅; 人力资源; 加班; 职工; 员工; 工伤;
    农民工; 用人单位; 仲裁; 辞退; 裁员; 就业; 招聘; 事业单位; 公务员; 编制; 职称; 工龄; 下岗; 加班费; 劳务派遣;
    公司; 绩效; 津贴;
    job; wage; worker; employee; employer; employment; labor; labour; union; salary; overtime; workplace;
    outsourcing; minimum wage;
welfare = 民政救助 = Welfare
    低保; 民政; 民政局; 残疾人; 残疾; 救助; 孤儿; 五保; 退伍; 退役; 军人; 优抚; 殡葬; 墓地; 婚姻登记; 敬老院;
    贫困; 困难补助; 慈善; 扶贫;
    disabled; disability; disabilities; poverty; veteran; military; soldier; welfare; adoption; orphan; charity;
    elderly; child; family; custody;
farming = 农业与土地 = Farming and land
    农村; 农业; 农田; 耕地; 宅基地; 土地承包; 林地; 林权; 水库; 灌溉; 水渠; 化肥; 种子; 粮食; 征地; 土地;
    村委会; 村干部; 村民; 村组; 粮补; 农户; 国土局;
    farm; farmer; agriculture; agricultural; crop; rural; land; livestock; hemp;
safety = 治安与司法 = Safety and justice
    派出所; 公安; 公安局; 警察; 民警; 交警; 治安; 诈骗; 盗窃; 赌博; 涉黑; 黑社会; 打人; 消防; 户口; 户籍;
    身份证; 法院; 判决; 检察院; 律师; 诉讼; 交通事故;
    police; crime; criminal; court; prison; gun; firearm; firearms; law; judge; justice; sentence; murder;
    victim; pardon; trial; investigate; marijuana; prosecute; attorney; weapon; death; death penalty;
government = 政务与作风 = Government and conduct
    干部; 书记; 贪污; 腐败; 受贿; 举报; 纪委; 不作为; 乱作为; 官僚; 政务; 政务公开; 办事; 村务公开; 选举; 信访;
    窗口; 政府部门;
    congress; election; vote; corruption; transparency; petition; constitution; democracy; senator;
    representative; official; regulation; tax; budget; lobbying; electoral college;
network = 通信与信息化 = Telecoms and technology
    电信; 移动公司; 联通; 宽带; 网络; 信号; 基站; 话费; 手机; 网站; 上网; 流量; 有线电视;
    internet; broadband; phone; network; technology; online; website; copyright; patent; software; innovation;
    space; nasa; science; privacy;
"""
"""A line `code = Chinese name = English name` for each, its keywords in the indented lines below."""


def starting_topics() -> list[Record]:
    """The topics as records, in the order they are offered."""
    records: list[Record] = []
    for line in _TOPICS.strip().splitlines():
        if line.startswith(" "):
            records[-1]["keywords"] = (
                *_keywords(records[-1]),
                *(word.strip() for word in line.split(";") if word.strip()),
            )
        else:
            code, name, name_en = line.split(" = ")
            record: Record = {"code": code, "name": name, "name_en": name_en, "keywords": (), "unit": None}
            records.append(record | {"position": len(records), "active": True})
    return records


def _keywords(record: Record) -> tuple[str, ...]:
    words = record["keywords"]
    return words if isinstance(words, tuple) else ()
