"""The office's settings: where they come from, who may read them, and what is shown of them."""

import sys
from pathlib import Path

import pytest

from medsos_cli.errors import InputError
from medsos_cli.settings import config_path, load_settings, sources


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return where the settings belong, on every system."""
    path = tmp_path / "medsos" / "config.toml"
    path.parent.mkdir()
    monkeypatch.setattr("medsos_cli.settings.config_path", lambda: path)
    return path


def write(file: Path, text: str, mode: int = 0o600) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def test_they_stand_in_the_users_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path().parts[-2:] == ("medsos", "config.toml")


def test_without_any_the_networks_own_addresses_count(file: Path) -> None:
    assert not file.exists()
    found = load_settings()
    assert (found.meta_token, found.x_token, found.meta_version) == (None, None, "v26.0")
    assert (found.meta_url, found.x_url) == ("https://graph.facebook.com", "https://api.x.com")


def test_the_environment_goes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, 'meta_token = "s3cret"\nx_canary = "XDevelopers"\nmeta_canary = "contoh"\n')
    monkeypatch.setenv("MEDSOS_META_CANARY", "facebookapp")
    monkeypatch.setenv("MEDSOS_X_CANARY", "")
    told = sources(load_settings())
    assert told["meta_token"] == ("**********", "config.toml")
    assert told["meta_canary"] == ("facebookapp", "environment")
    assert told["x_canary"] == ("XDevelopers", "config.toml")
    assert told["x_token"] == ("not set", "default")


@pytest.mark.parametrize(
    "text", ['META_TOKEN = "s3cret"', 'x_token = "s3cret"', '\ufeffmeta_token = "s3cret"']
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_token_that_others_can_read_is_refused(file: Path, text: str) -> None:
    write(file, text, 0o640)
    with pytest.raises(InputError, match="holds a token and can be read by others") as caught:
        load_settings()
    assert caught.value.hint == f"say: chmod 600 {file}"
    file.chmod(0o600)
    assert "s3cret" not in repr(load_settings())


def test_without_a_token_others_may_read_it(file: Path) -> None:
    write(file, "meta_ig_user = 17841400000000000\n", 0o644)
    assert load_settings().meta_ig_user == "17841400000000000"


@pytest.mark.parametrize(
    "url", ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "https://my_proxy",
            "https://xn--bcher-kva.example/"]
)  # fmt: skip
def test_a_proxy_may_have_any_host_that_there_can_be(file: Path, url: str) -> None:
    write(file, f'meta_url = "{url}"')
    assert load_settings().meta_url == url.rstrip("/")


def test_plain_http_to_another_machine_has_to_be_said(file: Path) -> None:
    write(file, 'meta_url = "http://proxy.kominfo"\nplain_http = true')
    assert load_settings().meta_url == "http://proxy.kominfo"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('meta_tokn = "s3cret"', "meta_tokn: is no setting"),
        ('meta_ig_user = "@dinkominfo"', "meta_ig_user: write the account's id, a number"),
        ('meta_version = "26"', "meta_version: write the version as v26.0"),
        ('meta_token = "s3cret two"', "meta_token: write the token alone"),
        ('meta_url = "https://me:s3cret@proxy"', "meta_url: write scheme and host only"),
        ('x_url = "https://api.x.com/2"', "x_url: write scheme and host only"),
        *(
            (f'x_url = "{url}"', "x_url: there is no such host or port")
            for url in (
                "https://api.x.com:99999", "https://api.x.com:0", "https://api.x.com:port",
                "https://api..x.com", "https://-api.x.com", "https://999.1.1.1", "http://[::1",
                "http://[1:2]", "https://:443", f"https://{'a' * 64}.com",
            )
        ),
        *(
            (f'meta_url = "{url}"', "meta_url: a token would travel unhidden")
            for url in ("http://graph.facebook.com", "http://10.0.0.1:3128", "http://127.0.0.1.nip")
        ),
        ("meta_token", "is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_without_its_value(file: Path, text: str, told: str) -> None:
    write(file, text)
    with pytest.raises(InputError) as caught:
        load_settings()
    assert str(file) in str(caught.value)
    assert told in str(caught.value)
    assert "s3cret" not in f"{caught.value}{caught.value.hint}"
