"""`helpdesk user create` and `helpdesk token create`."""

import click

from helpdesk.opening import with_app
from kit.accounts.vocabulary import Role

SCOPES = ("tickets:read", "tickets:write", "cases:read", "cases:write", "orders:read", "orders:write", "reports:read", "customer")


@click.group()
def user() -> None:
    """People who may sign in."""


@user.command()
@click.option("--email", prompt="E-mail address", help="The address to sign in with; asked for when left out.")
@click.option("--name", prompt=True, help="How colleagues and customers see the person; asked for when left out.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What the person may do.")
@click.password_option(help="At least 8 characters; asked for when left out.")
@with_app
def create(email: str, name: str, role: str, password: str) -> None:
    """Make a person, or change role, name and password of the one with this address."""
    from kit import clock
    from kit.accounts import commands

    if len(password) < 8:
        raise click.BadParameter("Give a password of at least 8 characters.", param_hint="--password")
    made = commands.create_user(email, name, Role(role), password, now=clock.now())
    click.echo(f"{made.email} may sign in as {made.role}.")


@click.group()
def token() -> None:
    """Bearer tokens of the REST API."""


@token.command(name="create")
@click.option("--user", "email", required=True, help="Whose rights the token has.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it may be used for (repeatable)."
)
@with_app
def create_token(email: str, scopes: tuple[str, ...]) -> None:
    """Make a token; it is shown once and kept only as a digest."""
    from kit import clock
    from kit.accounts import commands, queries

    person = queries.user_by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    click.echo(commands.create_token(person, list(scopes), now=clock.now()))
