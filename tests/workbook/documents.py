"""Strategy documents for the tests of their writers: one a board could get, one full of traps, and the empty ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html import escape
from typing import Any

from clustercourse.kinds.pictures.drawing import Drawing, DrawnTable
from clustercourse.language import speaking, translate
from clustercourse.workbook.queries.document import Fact, Grid, Part, Remark, Section, StrategyDocument

PLACE = "https://kursus.example.dk/workbook/maritime-fjordby/"
HOSTILE = (
    'Åse #eval("1") $x$ *b* _i_ @x <l> ]] // /* {{7*7}}',
    '</style></title><script>alert(1)</script><img src=x onerror="alert(2)">',
    "a|b || c \\| d `e|f` &amp; &lt;",
    "[x](javascript:alert(1)) <javascript:alert(2)> ![p](http://evil.example/p.png)",
    "nul\x00 bell\x07 escape\x1b feed\x0c next\x85 line\u2028par\u2029 bom\ufeff none\ufffe",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "שלום עולם \u202eabc\u202c مرحبا",
    "👍🏽 👩‍👩‍👧 ✅ 🇩🇰",
    "# a\n===\n- b\n1. c\n    d\n\n\n> e\n```\nf",
    "ÆØÅ æøå Łódź Ελλάδα Україна ñ ß",
)


def bars(finding: str, values: Sequence[tuple[str, float, str]], note: str = "") -> Drawing:
    """A small bar chart, as a picture of ours describes itself."""
    most = max((value for _name, value, _shown in values), default=1) or 1
    lines = [
        f'<text x="0" y="{at * 26 + 17}" font-size="12">{escape(name)}</text>'
        f'<rect x="210" y="{at * 26 + 5}" width="{value / most * 280:.1f}" height="16" fill="#0072b2"/>'
        f'<text x="{216 + value / most * 280:.1f}" y="{at * 26 + 17}" font-size="12">{escape(shown)}</text>'
        for at, (name, value, shown) in enumerate(values)
    ]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {len(values) * 26 + 4}" role="img" font-family="Inter, Arial, sans-serif">{"".join(lines)}</svg>'
    rows = tuple((name, shown) for name, _value, shown in values)
    description = f"{finding}. " + "; ".join(f"{name}: {shown}" for name, _value, shown in values)
    return Drawing(finding, description, svg, DrawnTable(("Navn", "Værdi"), rows, (1,)), note)


def sheet(title: str, day: int = 3, **given: Any) -> Part:
    parts: dict[str, Any] = {"facts": (), "grids": (), "pictures": (), **given}
    return Part(title, f"{PLACE}{title.split(maxsplit=1)[0].lower()}/", date(2027, 5, day), **parts)


def sample(language: str = "da") -> StrategyDocument:
    return StrategyDocument(
        title="Strategi 2027–2030 for Maritime Fjordby",
        organisation="Klyngen Maritime Fjordby",
        made_on=date(2027, 6, 14),
        language=language,
        sections=(_vision(), _analysis(), _stakeholders(), _finances(), Section("indicators", "Indikatorer", "", ())),
        sources=(
            "Danmarks Statistik, RAS300, beskæftigede efter branche og region, november 2026 – https://www.statistikbanken.dk/RAS300",
            "Ketels, C. (2017), Cluster Mapping as a Tool for Development, Harvard Business School",
            "Medlemsundersøgelse, foråret 2027 (48 af 135 svarede)",
        ),
        remarks=(
            Remark("Antallet af medlemmer er 135 i “Kontingenter” og 139 i “Fastholdelse”.", f"{PLACE}kontingenter/"),
            Remark("Rumteknologi: beskæftigelsen er ikke kendt.", f"{PLACE}specialisering/"),
            Remark("Tallene for branchen er fra 2022 og dermed ældre end tre år.", ""),
        ),
    )


_VISION = """Vi vil være **det sted i Nordeuropa**, hvor mindre værfter og leverandører *først* prøver nye, grønne løsninger af.

Det kræver tre ting:

1. at virksomhederne mødes om konkrete forsøg,
2. at universitetet deler sine resultater tidligt
   - også de foreløbige
   - også dem, der ikke virkede,
3. at regionen holder fast i sin støtte til 2030.

#### Hvad vi ikke vil

> Vi vil ikke være et messebureau.

Se også [regionens strategi](https://region.example.dk/strategi) og mødereferatet fra bestyrelsen.

| Mål | 2027 | 2030 |
|---|---|---|
| Medlemmer | 135 | 180 |
| Fælles forsøg om året | 4 | 12 |
"""


def _vision() -> Section:
    facts = (
        Fact(
            "Hvad er klyngens formål?",
            "At gøre maritime leverandører i Fjordby grønnere og mere konkurrencedygtige gennem fælles forsøg.",
            source="bestyrelsens møde 12. marts 2027",
        ),
        Fact(
            "Hvem er den til for?",
            "135 medlemmer: 60 mikro, 45 små, 20 mellemstore og 6 store virksomheder samt 4 videninstitutioner.\nDertil kommer omkring 40 virksomheder, som deltager uden at være medlem.",
        ),
        Fact("Hvornår er det lykkedes?", "", "ikke besvaret"),
    )
    return Section("vision", "Vision og formål", _VISION, (sheet("Formål og retning", facts=facts),))


def _analysis() -> Section:
    quotients = (
        ("Maritimt udstyr", 3.5, "3,50"),
        ("Vind", 2.0, "2,00"),
        ("Fødevarer", 1.0, "1,00"),
        ("It-tjenester", 0.63, "0,63"),
        ("Tekstil", 0, "0,00"),
    )
    grid = Grid(
        "Beskæftigelse og lokaliseringskvotient efter branche",
        ("Branche", "I regionen", "I landet", "Andel", "Kvotient", "Bånd"),
        (
            ("Maritimt udstyr", "4.200", "16.000", "2,0 %", "3,50", "stærkt specialiseret"),
            ("Vind", "2.100", "14.000", "1,0 %", "2,00", "stærkt specialiseret"),
            ("Fødevarer", "6.300", "84.000", "3,0 %", "1,00", "som landet"),
            ("It-tjenester", "5.250", "112.000", "2,5 %", "0,63", "underrepræsenteret"),
            ("Tekstil", "0", "5.600", "0,0 %", "0,00", "underrepræsenteret"),
            ("Rumteknologi", "ikke kendt", "1.400", "–", "ikke kendt", "–"),
        ),
        (1, 2, 3, 4),
    )
    facts = (
        Fact("Beskæftigede i regionen", "210.000", source="RAS300, 2026"),
        Fact("Beskæftigede i landet", "2.800.000", source="RAS300, 2026"),
        Fact("Rumteknologi", "", "ikke kendt", "Diskretioneret af Danmarks Statistik"),
    )
    growth = (("Landets vækst", 148.15, "148"), ("Branchens vækst", 118.52, "119"), ("Regionens egen andel", 66.67, "−67"))
    return Section(
        "analysis",
        "Analyse",
        "",
        (
            sheet(
                "Specialisering i regionen",
                4,
                facts=facts,
                grids=(grid,),
                pictures=(
                    bars(
                        "Maritimt udstyr er 3,5 gange så stort her som i landet",
                        quotients,
                        "Rumteknologi er ikke kendt og derfor ikke tegnet.",
                    ),
                ),
                outcomes=(
                    Fact("Kvotient for maritimt udstyr", "3,50 – stærkt specialiseret"),
                    Fact("Kvotient for rumteknologi", "", "ikke kendt", "Beskæftigelsen i regionen mangler."),
                ),
                note="Kvotienten siger intet om, hvor gode virksomhederne er, eller om de arbejder sammen.",
            ),
            sheet(
                "Vækst 2021–2026",
                5,
                facts=(Fact("Ændring i alt", "200 beskæftigede"),),
                pictures=(bars("Væksten skyldes landet og branchen, ikke regionen", growth),),
                note="Regnestykket forklarer ikke, hvorfor regionens egen andel er negativ.",
            ),
        ),
    )


def _stakeholders() -> Section:
    rows = (
        ("Regionen (bidragyder)", "5", "4", "tæt samarbejde", ""),
        ("Ankervirksomhed A", "4", "5", "tæt samarbejde", ""),
        ("Universitetet", "4", "3", "holdes tilfreds", "grænsetilfælde"),
        ("Små og mellemstore medlemmer", "2", "5", "holdes orienteret", ""),
        ("Fagforeningen", "3", "2", "følges", "grænsetilfælde"),
    )
    grid = Grid(
        "Interessenter efter indflydelse og interesse",
        ("Interessent", "Indflydelse", "Interesse", "Strategi", "Bemærkning"),
        rows,
        (1, 2),
        "Workshop 3. maj 2027",
    )
    own = "Regionens støtte udløber i **2029**. Samtalen om, hvad der kommer efter, begynder i efteråret 2027.\n\n- Formanden taler med regionsrådet.\n- Sekretariatet samler tallene.\n"
    ladder = (
        ("Regionen", 18, "18"),
        ("Ankervirksomhed A", 18, "18"),
        ("Små og mellemstore medlemmer", 14, "14"),
        ("Nabo-klyngen", 14, "14"),
        ("Universitetet", 0, "0"),
    )
    return Section(
        "stakeholders",
        "Interessenter",
        own,
        (
            sheet("Indflydelse og interesse", 6, grids=(grid,)),
            sheet("Engagement", 7, pictures=(bars("Regionen og ankervirksomheden skal to trin op", ladder),)),
        ),
    )


def _finances() -> Section:
    services = Grid(
        "Ydelser: pris, omkostning og dækning",
        ("Ydelse", "Pris", "Antal", "Faste", "Variable", "Timer × 55", "Indtægt", "Omkostning", "Netto", "Dækning", "Nulpunkt"),
        (
            ("Master class", "450", "20", "2.000", "60", "3.300", "9.000", "6.500", "2.500", "138,46 %", "14"),
            ("Studietur", "900", "12", "1.200", "600", "4.400", "10.800", "12.800", "−2.000", "84,38 %", "19"),
            ("Gratis matchmaking", "0", "40", "0", "0", "2.750", "0", "2.750", "−2.750", "0,00 %", "intet"),
        ),
        tuple(range(1, 11)),
    )
    tiers = Grid(
        "Kontingenter",
        ("Gruppe", "Medlemmer", "Kontingent", "I alt", "Timer om året", "Margin"),
        (
            ("Mikro 1–9", "60", "400", "24.000", "4", "6.600"),
            ("Små 10–49", "45", "1.000", "45.000", "8", "19.800"),
            ("Mellem 50–249", "20", "2.000", "40.000", "14", "20.800"),
            ("Store 250+", "6", "5.000", "30.000", "30", "17.400"),
            ("Videninstitutioner", "4", "2.750", "11.000", "40", "600"),
        ),
        (1, 2, 3, 4, 5),
    )
    mix = (
        ("Offentlig grundstøtte", 360, "360.000 € (45 %)"),
        ("Projekter", 240, "240.000 € (30 %)"),
        ("Kontingenter", 150, "150.000 € (19 %)"),
        ("Ydelser", 50, "50.000 € (6 %)"),
    )
    facts = (
        Fact("Nulpunkt", "115 medlemmer", source="beregnet af kontingenter, 14. juni 2027"),
        Fact("Sikkerhedsmargin", "14,81 %"),
        Fact("Overskud", "19.750 €"),
        Fact("Hvis grundstøtten halveres", "302 medlemmer, eller et gennemsnitligt kontingent på 2.298,15 €"),
    )
    return Section(
        "finances",
        "Ydelser og økonomi",
        "",
        (
            sheet("Ydelser", 8, grids=(services,), note="Timer er regnet til 55 € og ikke efter, hvem der bruger dem."),
            sheet("Kontingenter og nulpunkt", 9, facts=facts, grids=(tiers,)),
            sheet(
                "Indtægter",
                10,
                pictures=(bars("Tre fjerdedele af indtægterne er offentlige", mix),),
                facts=(Fact("Spredning (0–1)", "0,89"),),
                note="Spredning er ikke det samme som sundhed.",
            ),
        ),
    )


def hostile(text: str) -> StrategyDocument:
    """The sample with one text in every place that holds words, and in the picture."""
    picture = replace(bars(text, ((text, 1, text),), text), svg=bars("", (("x", 1, "1"),)).svg)
    part = sheet(
        "Ark",
        facts=(Fact(text, text, text, text),),
        grids=(Grid(text, (text, text), ((text, text),) * 2, (1,), text),),
        pictures=(picture,),
        note=text,
        outcomes=(Fact(text, text, text, text),),
        is_private=True,
    )
    part = replace(part, title=text, address=text)
    document = replace(sample(), sections=(Section("a", text, text, (part,)), Section("b", text, "", ())), sources=(text,))
    return replace(document, title=text, organisation=text, remarks=(Remark(text, text),))


def long_table(rows: int = 40) -> StrategyDocument:
    grid = Grid(
        "Mange",
        tuple(f"Kolonne {at}" for at in range(1, 9)),
        tuple(tuple(f"r{row}k{at}" for at in range(8)) for row in range(rows)),
        (1, 2),
    )
    return replace(sample(), sections=(Section("a", "Tal", "", (sheet("Stort ark", grids=(grid,)),)),), sources=(), remarks=())


def empty() -> StrategyDocument:
    return replace(sample("en"), sections=(), sources=(), remarks=())


def danish(sentence: str) -> str:
    """A fixed sentence as it stands in the sample."""
    with speaking("da"):
        return translate(sentence)


def texts(said: Any) -> list[str]:
    """Every text of a document that must be found again, but for addresses, keys, drawings and what is Markdown."""
    if isinstance(said, str):
        return [said] if said.strip() else []
    if isinstance(said, tuple):
        return [text for each in said for text in texts(each)]
    if is_dataclass(said) and not isinstance(said, type):
        hidden = {"address", "key", "svg", "own_text", "language", "description"}
        return [text for field in fields(said) if field.name not in hidden for text in texts(getattr(said, field.name))]
    return []
