"""This machine's stack: everything deployed into its embedded AWS, and asked once."""

from collections.abc import Callable

from embedded_aws import LocalConfig
from tools.deploy import local_stack
from tools.deploy.commands.say import console, say
from tools.deploy.deployment import first_run
from tools.deploy.deployment.everything import everything
from tools.deploy.deployment.journal import PlaceJournal
from tools.deploy.deployment.runner import Runner
from tools.deploy.deployment.site import Site
from tools.deploy.deployment.step import Step
from tools.deploy.deployment.times import Times
from tools.deploy.operations import sample
from tools.deploy.where.place import Place
from tools.progress import Progress

EMBEDDED_AWS = "embedded AWS"


def bring_up(place: Place, started: Callable[[], str], *, first: bool) -> None:
    """Deploy everything as soon as the embedded AWS has started, at first with other needs."""
    site = Site(place, Progress(console))
    steps = everything(site, after=(EMBEDDED_AWS,))
    steps = [
        Step(EMBEDDED_AWS, started),
        *(first_run.arranged(steps, site) if first else steps),
    ]
    Runner(site.progress, PlaceJournal(place, trusting=True), Times.of(place)).run(steps)
    outputs = local_stack.write_outputs(place)
    with site.progress.step("first request") as task:
        answer = sample.ask(place, outputs)
        task.result = str(answer.status)
    sample.show(console, outputs, answer)
    console.print(
        f"\n[bold]The API is live at {outputs['api_url']}[/] after {site.progress.total():.1f} s. "
        f"Consumers and their secrets: {LocalConfig.read().directory / 'outputs.json'}",
        highlight=False,
        soft_wrap=True,
    )
    console.print(
        f"Requests as they pass, functions, tables, alarms: {LocalConfig.read().console}",
        highlight=False,
        soft_wrap=True,
    )
    if missing := local_stack.embedded_aws("gaps"):
        say(missing)
