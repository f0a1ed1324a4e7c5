"""County staff send the directory as a file, look at what it would change, and import it."""

import io

import openpyxl
import pytest
from sqlalchemy import func, select

from storage import audit
from storage.models.directory import Area, Representative
from storage.models.people import Audit
from storage.vocabulary import Role
from tests.directory.files import AREAS, county_file, workbook
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


async def test_a_file_is_imported_on_postgresql_too() -> None:
    """What the transaction held of the directory is fresh after it: there it cannot be loaded on the next look."""
    with fresh_database() as address:
        async with open_town(address) as town:
            clerk = await town.grant(town.person("Chen", "en"), Role.STAFF)
            await sends(clerk, "county.xlsx", county_file())
            await clerk.presses(SAYS["en"]["import"])
            clerk.sees(SAYS["en"]["imported"])
            assert await count(town, Representative) == 4
