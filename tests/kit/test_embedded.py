"""The development servers: the last user stops them, also when another one was killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kit.settings import Settings, SettingsError

USER = "import sys, time; from pathlib import Path; from kit.embedded import start_postgres; start_postgres(Path(sys.argv[1])); "


def use(folder: Path, then: str) -> subprocess.Popen[str]:
    """A process that starts or joins the server in `folder`, and then does what it is told."""
    return subprocess.Popen([sys.executable, "-c", USER + then, str(folder)], stdout=subprocess.PIPE, text=True)


def test_a_killed_user_does_not_keep_the_server_running(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    killed = use(folder, "print('up', flush=True); time.sleep(60)")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "up\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    server = int((folder / "postmaster.pid").read_text().split()[0])
    os.kill(server, 0)  # it runs on, for nobody

    assert subprocess.run([sys.executable, "-c", USER, str(folder)], timeout=60, check=True).returncode == 0

    assert not (folder / "postmaster.pid").exists()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"HELPDESK_INSTANCE: .*/file/instance cannot be written to"):
        Settings.from_env({"HELPDESK_INSTANCE": str(tmp_path / "file" / "instance")})
