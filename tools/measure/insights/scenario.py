"""Two weeks of an API by a seed: ordinary consumers, and one behaviour of each kind."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tools.measure.insights.api import api
from tools.measure.insights.streams import Overlay, Planted, Stream

DAYS = 14
CONSUMERS = 24
HOUR = 3600.0
SILVER = 150_000
"""Requests in two weeks that the silver tier's quota is ample for; who sends more buys gold."""
COUNTRIES = ("DE", "FR", "GB", "US", "PL", "NL", "SE", "IT", "ES", "JP", "BR", "IN")
AGENTS = (
    "python-httpx/0.28.1", "okhttp/4.12.0", "axios/1.7.9", "Go-http-client/2.0", "Java/21.0.5",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "acme-shop/3.2 (büro ☕)",
)  # fmt: skip


@dataclass
class Scenario:
    """Streams and changes of two weeks, and what is to be found in them."""

    streams: list[Stream] = field(default_factory=list)
    overlays: list[Overlay] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    parts: set[tuple[str, str]] = field(default_factory=set)
    """Questions and subjects of what is planted: right when found, and not asked for."""


def scenario(seed: int, requests: int, start: float, *, planted: bool) -> Scenario:
    """The scenario of this seed."""
    chance = random.Random(seed)  # noqa: S311 - the same seed makes the same logs
    scene = Scenario(list(_ordinary(chance, requests)))
    if planted:
        for plant in KINDS.values():
            plant(scene, chance, start)
    return scene


def _ordinary(chance: random.Random, requests: int) -> Iterator[Stream]:
    weights = [1 / (place + 2) for place in range(CONSUMERS)]
    for place, weight in enumerate(weights):
        name, country = f"client{place:02}", chance.choice(COUNTRIES)
        asks = int(requests * weight / sum(weights))
        yield Stream(
            client_id=name,
            tenant=f"tenant{place % 16:02}",
            tier="silver" if place % 2 and asks < SILVER else "gold",
            requests=asks,
            addresses=[(_address(chance), country) for _ in range(chance.randint(1, 4))],
            agents=[chance.choice(AGENTS)],
            hours=_hours(chance, asleep=place % 2 == 0),
        )


def _hours(chance: random.Random, *, asleep: bool) -> list[int]:
    """A day's wave; who sleeps sends nothing for ten hours."""
    noon = chance.uniform(10, 16)
    wave = [math.cos((hour - noon) / 24 * 2 * math.pi) for hour in range(24)]
    return [
        hour
        for hour, height in enumerate(wave)
        for _ in range(round(20 * (max(0.0, height + 0.3) if asleep else 1.25 + height)))
    ]


def _address(chance: random.Random) -> str:
    if chance.random() < 0.2:  # noqa: PLR2004 - some have IPv6
        return f"2001:db8:{chance.randrange(1, 65000):x}::{chance.randrange(1, 65000):x}"
    parts = (chance.randrange(11, 220), *(chance.randrange(1, 255) for _ in range(3)))
    return ".".join(map(str, parts))


def _moment(chance: random.Random, start: float, first_day: int = 8) -> float:
    return (
        start + chance.randrange(first_day, DAYS - 1) * 24 * HOUR + chance.randrange(9, 16) * HOUR
    )


def _list(chance: random.Random) -> str:
    """The route of some list."""
    return chance.choice(list(api().things))


def _thing(chance: random.Random) -> str:
    """The route of one of the things of some list."""
    return api().things[_list(chance)]


def _of(scene: Scenario, chance: random.Random) -> Stream:
    """One of the smaller ordinary consumers."""
    taken = {each.subject for each in scene.planted}
    return chance.choice(
        [each for each in scene.streams[8:CONSUMERS] if each.client_id not in taken]
    )


def _extra(stream: Stream, requests: int, begin: float, span: float, **other: object) -> Stream:
    return Stream(
        client_id=stream.client_id,
        tenant=stream.tenant,
        tier=stream.tier,
        requests=requests,
        begin=begin,
        span=span,
        **{"addresses": stream.addresses, "agents": stream.agents, **other},  # type: ignore[arg-type]
    )


def _stuffing(scene: Scenario, chance: random.Random, start: float) -> None:
    address = _address(chance)
    refused = (chance.uniform(0.85, 1), 0.0, 0.0, 0.0)
    scene.streams.append(
        Stream(
            "-",
            chance.randint(60, 400),
            [(address, chance.choice(COUNTRIES))],
            [chance.choice(AGENTS)],
            begin=_moment(chance, start),
            span=chance.uniform(200, 900),
            refused=refused,
            routes=list(api().kinds),
        )
    )
    scene.planted.append(Planted("credential-stuffing", address))


def _botnet(scene: Scenario, chance: random.Random, start: float) -> None:
    addresses = [
        (_address(chance), chance.choice(COUNTRIES)) for _ in range(chance.randint(50, 150))
    ]
    scene.streams.append(
        Stream(
            "-",
            chance.randint(300, 600),
            addresses,
            list(AGENTS),
            begin=_moment(chance, start),
            span=280,
            refused=(0.97, 0.0, 0.0, 0.0),
            routes=[_list(chance)],
        )
    )
    scene.planted.append(Planted("credential-stuffing", "many addresses"))
    scene.parts |= {("credential-stuffing", address) for address, _ in addresses}


def _probing(scene: Scenario, chance: random.Random, start: float) -> None:
    client = _of(scene, chance)
    scene.streams.append(
        _extra(
            client,
            chance.randint(40, 150),
            _moment(chance, start) + 60,
            chance.uniform(300, 2000),
            routes=list(api().kinds),
            refused=(0.0, chance.uniform(0.7, 0.95), 0.0, 0.0),
        )
    )
    scene.planted.append(Planted("scope-probing", client.client_id))


def _scraping(scene: Scenario, chance: random.Random, start: float) -> None:
    client = _of(scene, chance)
    scene.streams.append(
        _extra(
            client,
            chance.randint(150, 800),
            _moment(chance, start) + 30,
            chance.uniform(900, 3000),
            sequential=True,
            routes=[_thing(chance)],
            bytes_factor=0.2,
        )
    )
    scene.planted.append(Planted("scraping", client.client_id))


def _sharing(scene: Scenario, chance: random.Random, start: float) -> None:
    client = _of(scene, chance)
    own = client.addresses[0][1]
    elsewhere = chance.sample([each for each in COUNTRIES if each != own], chance.randint(3, 5))
    scene.streams.append(
        _extra(
            client,
            chance.randint(40, 90),
            _moment(chance, start) + 60,
            3000,
            addresses=[(_address(chance), country) for country in elsewhere],
        )
    )
    scene.planted.append(Planted("token-sharing", client.client_id))


def _unusual(scene: Scenario, chance: random.Random, start: float) -> None:
    asleep = scene.streams[2:CONSUMERS:2]
    taken = {each.subject for each in scene.planted}
    client = chance.choice([each for each in asleep if each.client_id not in taken])
    hour = chance.choice(
        [each for each in range(24) if not {each - 1, each, each + 1} & set(client.hours)]
    )
    day = chance.randrange(7, DAYS - 1)
    scene.streams.append(
        _extra(
            client,
            chance.randint(60, 150),
            start + day * 24 * HOUR + hour * HOUR + 60,
            3000,
            bytes_factor=0.3,
        )
    )
    scene.planted.append(Planted("unusual-hours", client.client_id))


def _agent(scene: Scenario, chance: random.Random, start: float) -> None:
    client = _of(scene, chance)
    agent = chance.choice(
        [
            "curl/8 <script>alert(1)</script>",
            "sqlmap/1.8 'or 1=1",
            "evil\\agent",
            "A" * 4000,
            "leaker/0.1",
        ]
    )
    scene.streams.append(
        _extra(
            client,
            chance.randint(30, 90),
            _moment(chance, start),
            2 * HOUR,
            agents=[agent],
            bytes_factor=0.3,
        )
    )
    scene.planted.append(Planted("user-agent-anomalies", client.client_id))


def _leak(scene: Scenario, chance: random.Random, start: float) -> None:
    client = _of(scene, chance)
    scene.streams.append(
        _extra(
            client,
            chance.randint(60, 160),
            _moment(chance, start) + 30,
            3000,
            routes=[_list(chance)],
            bytes_factor=chance.uniform(20, 60),
        )
    )
    scene.planted.append(Planted("exfiltration", client.client_id))


def _hot_key(scene: Scenario, chance: random.Random, start: float) -> None:
    key = f"hot{chance.randrange(1000)}"
    route = _thing(chance)
    scene.overlays.append(
        Overlay(route, _moment(chance, start), 3 * HOUR, hot_id=key, hot=chance.uniform(0.5, 0.8))
    )
    scene.planted.append(Planted("hot-keys", f"{route.split('/')[1][:3]}_{key}"))


def _failing(scene: Scenario, chance: random.Random, start: float) -> None:
    route = _thing(chance)
    scene.overlays.append(
        Overlay(
            route,
            _moment(chance, start),
            chance.uniform(1, 2) * HOUR,
            failing=chance.uniform(0.4, 0.9),
        )
    )
    scene.planted.append(Planted("error-spikes", route))


def _slow(scene: Scenario, chance: random.Random, start: float) -> None:
    route = _list(chance)
    scene.overlays.append(
        Overlay(
            route,
            _moment(chance, start),
            chance.uniform(1, 3) * HOUR,
            latency_factor=chance.uniform(10, 40),
        )
    )
    scene.planted.append(Planted("slow-dependency", route))


def _quota(scene: Scenario, chance: random.Random, start: float) -> None:
    end = start + DAYS * 24 * HOUR
    name = f"bronze{chance.randrange(100)}"
    span = end % (24 * HOUR) or 24 * HOUR
    scene.streams.append(
        Stream(
            name,
            int(span / (24 * HOUR) * chance.uniform(14000, 20000)),
            [(_address(chance), "ZA")],
            ["okhttp/4.12.0"],
            tenant="bronze",
            tier="bronze",
            begin=end - span,
            span=span,
            refused=(0.0, 0.0, 0.0, 0.001),
            bytes_factor=0.05,
        )
    )
    scene.planted.append(Planted("quota-forecast", name))


def _throttled(scene: Scenario, chance: random.Random, start: float) -> None:
    client = _of(scene, chance)
    scene.streams.append(
        _extra(
            client,
            chance.randint(150, 400),
            _moment(chance, start) + 60,
            3000,
            bytes_factor=0.05,
            refused=(0.0, 0.0, chance.uniform(0.3, 0.7), 0.0),
        )
    )
    scene.planted.append(Planted("throttle-risk", client.client_id))


def _moved(scene: Scenario, chance: random.Random, start: float) -> None:
    """A tenth of the ordinary consumers' requests comes from a new country in the second week."""
    ordinary = scene.streams[:CONSUMERS]
    total = sum(each.requests for each in ordinary)
    scene.streams.extend(
        Stream(
            client_id=f"new{place:02}",
            tenant=f"new{place:02}",
            tier="silver",
            requests=total // 40,
            addresses=[(_address(chance), "ZA")],
            agents=[AGENTS[0]],
            begin=start + 7 * 24 * HOUR,
            span=7 * 24 * HOUR,
        )
        for place in range(4)
    )
    scene.planted.append(Planted("requests-by-country", "ZA"))


KINDS = {
    "credential stuffing": _stuffing,
    "many addresses": _botnet,
    "scope probing": _probing,
    "scraping": _scraping,
    "token sharing": _sharing,
    "unusual hours": _unusual,
    "user agent": _agent,
    "leaking client": _leak,
    "hot key": _hot_key,
    "error spike": _failing,
    "slow dependency": _slow,
    "quota": _quota,
    "throttled": _throttled,
    "new country": _moved,
}


def subjects(planted: Sequence[Planted]) -> set[tuple[str, str]]:
    """Questions and the subjects that they shall find."""
    return {(each.question, each.subject) for each in planted}
