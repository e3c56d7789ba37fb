"""Commands for whoever calls the API: tokens, and the keys of consumers that sign theirs."""

from argparse import Namespace

from tools.deploy.commands.say import say
from tools.deploy.operations import signing, tokens
from tools.deploy.where.place import Place


def token(place: Place, arguments: Namespace) -> None:
    """Print an access token, and nothing else."""
    if arguments.key:
        print(signing.signed(place.environment, arguments.consumer, arguments.key, arguments.scope))
    else:
        print(tokens.token(place, arguments.consumer, arguments.scope))


def consumer_key(place: Place, arguments: Namespace) -> None:
    """Make a key for a consumer that signs its tokens, and print its entry in the values."""
    entry = signing.new_key(arguments.key)
    say(f"{arguments.key} is for {arguments.consumer} alone: hand it over safely, keep no copy.")
    say(f"Its public half, for `consumers` in {place.environment.values_file}:")
    print(f'{arguments.consumer} = {{ tier = "…", tenant = "…", {entry} }}')
