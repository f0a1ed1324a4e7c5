"""A small directory to test with: a county, two towns, four villages, their stations and representatives."""

from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Area, HandlingUnit, Representative, Station, Topic
from storage.vocabulary import AreaKind, Level


class Furniture(NamedTuple):
    """Row ids of the small directory, by name."""

    areas: dict[str, int]
    stations: dict[str, int]
    representatives: dict[str, int]
    topics: dict[str, int]
    units: dict[str, int]


async def furnish(session: AsyncSession) -> Furniture:
    """Keep a small directory."""
    county = Area(code="T", kind=AreaKind.COUNTY, name="通城县", name_en="Tongcheng", sound="tongcheng")
    session.add(county)
    await session.flush()
    areas = {"Tongcheng": county}
    for code, name, name_en, sound in (("T1", "麦市镇", "Maishi", "maishi"), ("T2", "塘湖镇", "Tanghu", "tanghu")):
        areas[name_en] = Area(
            code=code, parent_id=county.id, kind=AreaKind.TOWN, name=name, name_en=name_en, sound=sound
        )
    session.add_all(areas.values())
    await session.flush()
    for code, town, name, name_en, sound, latitude, longitude in (
        ("T1A", "Maishi", "九房村", "Jiufang", "jiufang", 29.10, 113.90),
        ("T1B", "Maishi", "冷塅村", "Lengduan", "lengduan", 29.12, 113.95),
        ("T2A", "Tanghu", "荻田村", "Ditian", "ditian", 29.20, 113.80),
        ("T2B", "Tanghu", "大埚村", "Daguo", "daguo", 29.25, 113.75),
    ):
        areas[name_en] = Area(
            code=code,
            parent_id=areas[town].id,
            kind=AreaKind.VILLAGE,
            name=name,
            name_en=name_en,
            sound=sound,
            latitude=latitude,
            longitude=longitude,
        )
    stations = {
        name: Station(
            code=f"S-{name}", area_id=areas[name].id, name=f"{areas[name].name}代表联络站", name_en=f"{name} station"
        )
        for name in ("Maishi", "Tanghu")
    }
    session.add_all([*areas.values(), *stations.values()])
    units = {
        name: HandlingUnit(code=f"U-{name}", name=chinese, name_en=f"{name} Bureau")
        for name, chinese in (("Power", "供电局"), ("Water", "水利局"), ("Roads", "交通局"))
    }
    session.add_all(units.values())
    await session.flush()
    topics = {
        code: Topic(code=code, name=name, name_en=name_en, keywords=keywords, position=position)
        for position, (code, name, name_en, keywords) in enumerate(
            (
                ("roads", "道路交通", "Roads and traffic", ["road", "lamp", "traffic", "路", "灯", "交通"]),
                ("water", "供水", "Water", ["water", "pipe", "水"]),
                ("other", "其他", "Other", []),
            )
        )
    }
    topics["roads"].unit_id = units["Power"].id
    session.add_all(topics.values())
    await session.flush()
    representatives = {}
    for name, level, station, served in (
        ("Wang", Level.TOWNSHIP, "Maishi", ["Jiufang", "Lengduan"]),
        ("Zhao", Level.TOWNSHIP, "Tanghu", ["Ditian", "Daguo"]),
        ("Sun", Level.COUNTY, "Maishi", ["Maishi"]),
        ("Zhou", Level.PROVINCIAL, "Maishi", ["Tongcheng"]),
    ):
        representatives[name] = Representative(
            code=f"R-{name}",
            name=name,
            sound=name.lower(),
            level=level,
            constituency=f"{station} 1",
            station_id=stations[station].id,
            areas=[areas[area] for area in served],
        )
    session.add_all(representatives.values())
    await session.flush()
    return Furniture(
        {name: row.id for name, row in areas.items()},
        {name: row.id for name, row in stations.items()},
        {name: row.id for name, row in representatives.items()},
        {name: row.id for name, row in topics.items()},
        {name: row.id for name, row in units.items()},
    )
