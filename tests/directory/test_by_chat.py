"""County staff send the directory as a file, look at what it would change, and import it."""

import io

import openpyxl
import pytest
from sqlalchemy import func, select

from bot import tries
from handlers.core.aside import Outcome, TooCostly, Work
from storage import audit
from storage.models.directory import Area, Representative
from storage.models.people import Audit
from storage.vocabulary import Role
from tests.directory.files import AREAS, county_file, workbook
from tests.directory.sheets import HEADER, row, sheet_file
from tests.postgresql import fresh_database
from tests.town import Actor, Town, open_town

SAYS = {
    "en": {
        "import": "Import 15 records",
        "new": "representatives: 4 new",
        "nothing yet": "Nothing is changed yet",
        "imported": "Imported",
        "as in the file": "already as in the file",
        "mend": "1 thing is to be mended",
        "row": "areas, row 3, C \\(kind\\)",
        "kinds": "I read .xlsx and .csv here",
        "other role": "for another role|another role",
        "directory": "Directory",
        "gone": "no longer have that file",
        "old kind": "another kind: .xls",
        "hidden": "hidden, by a filter",
        "too long": "takes too long to read",
        "women": "🟩 women 1, 🟦 men 1, ⬜ not said 1",
        "parties": "🟩 中共党员 1, 🟦 no party 1, ⬜ not said 1",
        "re-elected": "2 re-elected",
        "counted": "At county level",
        "resigned": "resigned, on 2026-02-01",
        "nobody": "Nobody has left office yet",
        "history": "Left and by-elected",
    },
    "zh-hans": {
        "import": "导入 15 条",
        "new": "代表：新增 4",
        "nothing yet": "目前还没有任何改动",
        "imported": "已导入",
        "as in the file": "名录已与文件一致",
        "mend": "有 1 处需要改正",
        "row": "areas，第 3 行，C \\(kind\\)",
        "kinds": "这里只能读取 .xlsx 和 .csv",
        "other role": "其他角色|其他身份",
        "directory": "名录",
        "gone": "该文件已不在",
        "old kind": "另一种格式：.xls",
        "hidden": "此行被隐藏",
        "too long": "读取耗时过长",
        "women": "🟩 女 1，🟦 男 1，⬜ 未填写 1",
        "parties": "🟩 中共党员 1，🟦 无党派 1，⬜ 未填写 1",
        "re-elected": "连任 2",
        "counted": "县",
        "resigned": "辞职，2026-02-01",
        "nobody": "尚无代表离任",
        "history": "离任与补选",
    },
}


@pytest.fixture(params=["en", "zh-hans"])
def say(request: pytest.FixtureRequest) -> dict[str, str]:
    """What stands on the screens, in one language."""
    return {**SAYS[str(request.param)], "language": str(request.param)}


@pytest.fixture
async def clerk(town: Town, say: dict[str, str]) -> Actor:
    """Somebody of the county office."""
    return await town.grant(town.person("Chen", say["language"]), Role.STAFF)


async def sends(actor: Actor, name: str, content: bytes) -> None:
    """Send a document."""
    await actor.does(lambda world, me: world.sends_document(me, content, name))


async def count(town: Town, table: type) -> int:
    """How many rows there are."""
    async with town.database.reading() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_a_file_is_shown_first_and_imported_on_a_press(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await sends(clerk, "county.xlsx", county_file())
    clerk.sees(say["new"], say["nothing yet"])
    assert await count(town, Representative) == 0
    await clerk.presses(say["import"])
    clerk.sees(say["imported"])
    assert await count(town, Representative) == 4
    async with town.database.reading() as session:
        assert await audit.verify(session) is None
        assert (await session.scalars(select(Audit.action))).all() == ["directory.import"]
    await sends(clerk, "county.xlsx", county_file())
    clerk.sees(say["as in the file"])


async def test_a_bad_row_is_named_and_nothing_is_imported(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    rows = [AREAS[0], AREAS[1], ["T1", "C1", "hamlet", "隽水镇", "Junshui", "", ""]]
    await sends(clerk, "areas.xlsx", workbook(areas=rows))
    clerk.sees(say["mend"], say["row"])
    assert "✅" not in clerk.screen
    assert await count(town, Area) == 0


async def test_what_is_exported_imports_unchanged(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await sends(clerk, "county.xlsx", county_file())
    await clerk.presses(say["import"])
    await clerk.says("/directory")
    await clerk.presses("💾")
    exported = clerk.messages[-1]
    assert exported.content["document"]["file_name"] == "huiyin-directory.xlsx"
    content = town.world.files.content(exported.content["document"]["file_id"])
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "areas"
    await sends(clerk, "again.xlsx", content)
    clerk.sees(say["as in the file"])


async def test_the_template_imports_as_it_is(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/directory")
    await clerk.presses("📄")
    content = town.world.files.content(clerk.messages[-1].content["document"]["file_id"])
    await sends(clerk, "template.xlsx", content)
    clerk.sees(say["nothing yet"])


async def test_other_files_and_broken_ones_are_answered(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/directory")
    await sends(clerk, "list.pdf", b"%PDF")
    clerk.sees(say["kinds"])
    await sends(clerk, "broken.xlsx", b"not a workbook at all")
    assert "✅" not in clerk.screen
    assert say["directory"] in clerk.screen
    assert await count(town, Area) == 0


async def test_an_old_key_does_not_import_what_is_gone(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await sends(clerk, "county.xlsx", county_file())
    async with town.database.writing() as session:
        await session.execute(Audit.metadata.tables["blob"].delete())
    await clerk.presses(say["import"])
    clerk.sees(say["gone"])
    assert await count(town, Representative) == 0


async def test_station_staff_and_others_do_not_get_there(town: Town, say: dict[str, str]) -> None:
    furniture = await town.furnish()
    station = town.person("Station clerk", say["language"])
    await town.grant(station, Role.STAFF, station_id=furniture.stations["Maishi"])
    before = await count(town, Representative)
    await station.says("/directory")
    station.hears_nothing("💾")
    voter = town.person("Li", say["language"])
    await sends(voter, "county.xlsx", county_file())
    voter.hears_nothing("✅ Import", "✅ 导入")
    assert await count(town, Representative) == before


PEOPLE = [
    ["code", "name", "level", "station", "sex", "party", "occupation", "re_elected", "left_on", "left_why"],
    ["R1", "陈静", "县", "S1", "女", "中共党员", "农民", "是", "", ""],
    ["R2", "王伟", "县", "S1", "男", "群众", "工人", "是", "", ""],
    ["R3", "李芳", "县", "S1", "", "", "", "", "", ""],
    ["R4", "张敏", "县", "S1", "女", "中共党员", "农民", "否", "", ""],
]


async def test_the_composition_and_who_left_are_shown(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/directory")
    await clerk.presses(say["history"])
    clerk.sees(say["nobody"])
    stations = [["code", "name", "area"], ["S1", "站", "C1"]]
    await sends(clerk, "county.xlsx", workbook(areas=AREAS, stations=stations, representatives=PEOPLE))
    await clerk.presses("✅")
    left = [PEOPLE[0], [*PEOPLE[4][:8], "2026年2月1日", "辞职"]]
    await sends(clerk, "left.xlsx", workbook(representatives=left))
    await clerk.presses("✅")
    await clerk.says("/directory")
    await clerk.presses("📊")
    clerk.sees(say["counted"], say["women"], say["parties"], say["re-elected"])
    picture = town.world.files.content(clerk.messages[-1].content["photo"][-1]["file_id"])
    assert picture.startswith(b"\x89PNG")
    await clerk.presses(say["history"])
    clerk.sees("张敏", say["resigned"])


async def test_what_was_read_before_stays_where_a_later_list_lacks_the_column(
    town: Town, clerk: Actor, say: dict[str, str]
) -> None:
    stations = [["code", "name", "area"], ["S1", "站", "C1"]]
    await sends(clerk, "county.xlsx", workbook(areas=AREAS, stations=stations, representatives=PEOPLE))
    await clerk.presses("✅")
    await sends(clerk, "short.xlsx", workbook(representatives=[row[:4] for row in PEOPLE]))
    clerk.sees(say["as in the file"])


async def test_other_kinds_of_tables_and_hidden_rows_are_told(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await sends(clerk, "list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    clerk.sees(say["old kind"])
    data = row(1, *HEADER) + row(2, "V1", "村", "", attributes='hidden="1"')
    await sends(clerk, "list.xlsx", sheet_file(f"<sheetData>{data}</sheetData>"))
    clerk.sees(say["mend"], say["hidden"])


async def test_a_file_that_costs_too_much_is_answered_with_what_to_do(
    town: Town, clerk: Actor, say: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(work: Work) -> Outcome:
        return Outcome(error=TooCostly(work.name))

    monkeypatch.setattr(tries, "outcome_of", dies)
    await sends(clerk, "county.xlsx", county_file())
    clerk.sees(say["too long"])
    assert "✅" not in clerk.screen


async def test_a_file_is_imported_on_postgresql_too() -> None:
    """What the transaction held of the directory is fresh after it: there it cannot be loaded on the next look."""
    with fresh_database() as address:
        async with open_town(address) as town:
            clerk = await town.grant(town.person("Chen", "en"), Role.STAFF)
            await sends(clerk, "county.xlsx", county_file())
            await clerk.presses(SAYS["en"]["import"])
            clerk.sees(SAYS["en"]["imported"])
            assert await count(town, Representative) == 4
