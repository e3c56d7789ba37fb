"""Takes the portal away, where there is one."""

from pathlib import Path

from tools.deploy.terraform.root import PORTAL
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.place import Place

EMPTY_SITE = Path(".build/no-portal")


def remove(place: Place) -> str:
    """Destroy the root, which needs no built site for that; returns a sentence."""
    terraform = Terraform(PORTAL, place)
    if not terraform.outputs():
        return "there is no portal"
    EMPTY_SITE.mkdir(parents=True, exist_ok=True)
    (EMPTY_SITE / "index.html").touch()
    return terraform.destroy({"site": str(EMPTY_SITE.resolve())})
