"""The server of the tests answers as the networks' own field lists and OpenAPI files say."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jsonschema
import pytest

from medsos_cli.models import Platform
from medsos_cli.platforms.client import Patience
from medsos_cli.platforms.looks import Target
from medsos_cli.platforms.meta import Meta
from medsos_cli.platforms.meta import open_client as open_meta
from medsos_cli.platforms.x import X
from medsos_cli.platforms.x import open_client as open_x
from tests.conftest import NOW, ROOT
from tests.network import IG_USER, TOKEN, Networks, x_id

SPECS = ROOT.parent / "shared" / "data" / "specs"
pytestmark = pytest.mark.skipif(not SPECS.is_dir(), reason="the networks' specs are not at hand")
OLD, NEW = "x_users_by_v2.166_2026-07-06.json", "x_users_by_v2.167_2026-08-22.json"


def spec(name: str) -> Any:  # noqa: ANN401  # a JSON document
    return json.loads((SPECS / name).read_text(encoding="utf-8"))


def graph_fields(name: str) -> set[str]:
    document = spec(name)
    edges = {api.get("endpoint") for api in document["apis"]}
    return {field["name"] for field in document["fields"]} | edges


@pytest.fixture(params=[OLD, NEW], ids=["2.166", "2.167"])
def openapi(request: pytest.FixtureRequest, networks: Networks) -> dict[str, Any]:
    """Let X speak the words of one version, be asked for everything, and answer."""
    networks.renamed_fields = request.param == NEW
    ours = networks.add("x", "contoh_baru", x_id(NOW))
    networks.add("x", "contoh_dinkes", x_id(NOW))
    networks.add("x", "contoh_hilang", suspended=True)
    networks.add("x", "contoh_kunci", protected=True, count=4)
    handles = ["contoh_dinkes", "contoh_hilang", "contoh_kunci", "contoh_tiada"]
    targets = [Target(Platform.TWITTER, each, each) for each in handles]
    client = open_x(networks.origin, TOKEN, Patience())
    X(client, lambda: NOW).look([*targets, Target(Platform.TWITTER, "lama", "lama", "", ours.id)])
    client.close()
    document: dict[str, Any] = spec(request.param)
    return document


def test_what_x_answers_is_what_its_openapi_file_says(
    openapi: dict[str, Any], networks: Networks
) -> None:
    (operation,) = openapi["paths"]["/2/users/by"].values()
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator({**openapi, **content})
    answers = [body for _, body in networks.answered if "title" not in body]
    assert len(answers) == 2
    for body in answers:
        validator.validate(body)
        for user in body.get("data", ()):
            assert set(user) <= set(openapi["components"]["schemas"]["User"]["properties"])


def test_what_x_is_asked_stands_in_its_openapi_file(
    openapi: dict[str, Any], networks: Networks
) -> None:
    for _, address, _ in networks.asked[-2:]:
        link = urlsplit(address)
        (operation,) = openapi["paths"][link.path].values()
        known = {}
        for each in operation["parameters"]:
            name = each.get("$ref", "").rpartition("/")[2]
            parameter = openapi["components"]["parameters"][name] if name else each
            known[parameter["name"]] = parameter["schema"]
        for name, (words,) in parse_qs(link.query).items():
            if name == "ids":  # its schema is not in the cut
                assert re.fullmatch(r"[0-9]{1,19}", words)
                continue
            jsonschema.Draft202012Validator({**openapi, **known[name]}).validate(words.split(","))


def test_the_fields_that_the_graph_is_asked_for_stand_in_its_field_lists(
    networks: Networks,
) -> None:
    targets = [Target(Platform.INSTAGRAM, "a", "a"), Target(Platform.FACEBOOK, "dinas", "dinas")]
    client = open_meta(networks.origin, TOKEN, Patience())
    plan = [*Meta(client, lambda: NOW, version="v26.0", ig_user=IG_USER).plan(targets)]
    client.close()
    user, page = (unquote(line.partition("fields=")[2]) for line in plan[1:])
    asked = re.fullmatch(
        r"(business_discovery)\.username\(a\)\{([\w,]+),media\.limit\(50\)\{([\w,]+)\}\}", user
    )
    assert asked
    assert {asked[1], *asked[2].split(",")} <= graph_fields("fb_IGUser.json") | {"media_count"}
    assert "media" in graph_fields("fb_IGUser.json")
    assert set(asked[3].split(",")) <= graph_fields("fb_IGMedia.json")
    asked = re.fullmatch(r"([\w,]+),published_posts\.limit\(50\)\{([\w,]+)\}", page)
    assert asked
    assert {"published_posts", *asked[1].split(",")} <= graph_fields("fb_Page.json")
    assert set(asked[2].split(",")) <= graph_fields("fb_PagePost.json")


def test_what_the_graph_answers_are_fields_of_its_own(networks: Networks) -> None:
    networks.add("instagram", "a", "2020-12-01T03:00:00+0000")
    networks.add("facebook", "dinas", "2020-12-01T03:00:00+0000")
    targets = [Target(Platform.INSTAGRAM, "a", "a"), Target(Platform.FACEBOOK, "dinas", "dinas")]
    client = open_meta(networks.origin, TOKEN, Patience())
    Meta(client, lambda: NOW, version="v26.0", ig_user=IG_USER).look(targets)
    client.close()
    ((_, parts),) = networks.answered
    user, page = (json.loads(part["body"]) for part in parts)
    assert set(user["business_discovery"]) <= graph_fields("fb_IGUser.json") | {"media_count"}
    (media,) = user["business_discovery"]["media"]["data"]
    assert set(media) <= graph_fields("fb_IGMedia.json")
    assert set(page) <= graph_fields("fb_Page.json")
    (post,) = page["published_posts"]["data"]
    assert set(post) <= graph_fields("fb_PagePost.json")


def test_the_specs_are_not_copied_into_this_repository() -> None:
    copies = [path for path in Path(ROOT, "tests").rglob("*.json") if "openapi" in path.read_text()]
    assert not copies
