"""The WSGI entry point: settings from the environment, both servers given or embedded."""

from helpdesk.app import create_app
from kit.embedded import with_servers
from kit.settings import Settings

app = create_app(with_servers(Settings.from_env(serving=True)))
