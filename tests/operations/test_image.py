"""The image and the composition agree with each other: what one names the other has."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMAGE, COMPOSITION = (ROOT / "Dockerfile").read_text(), (ROOT / "compose.yaml").read_text()


def test_the_image_has_the_client_programs_of_the_servers_version() -> None:
    server, client = re.search(r"image: postgres:(\d+)", COMPOSITION), re.search(r"postgresql-client-(\d+)", IMAGE)
    assert server is not None
    assert client is not None
    assert int(client[1]) >= int(server[1])


def test_every_command_of_the_composition_exists() -> None:
    from helpdesk.cli import COMMANDS

    named = set(re.findall(r"command: helpdesk ([a-z-]+)", COMPOSITION)) | set(re.findall(r'CMD \["helpdesk", "([a-z]+)"', IMAGE))
    assert named == {"db", "worker", "clock", "serve"}
    assert named <= set(COMMANDS)


def test_no_data_and_no_secret_is_copied_into_the_image() -> None:
    left_out = set((ROOT / ".dockerignore").read_text().split())
    assert {".git", ".env", "instance", ".venv"} <= left_out
