"""Each import contract in pyproject.toml refuses a breach planted in a copy of the tree."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("services", "shared", "tools", "embedded_aws")
LINT = Path(sys.executable).with_name("lint-imports")

SHARED = "shared knows no service and no tool"
NO_TOOL = "services know no tool and no embedded AWS"
EMBEDDED = "the embedded AWS knows nothing of the repository around it"
FACE = "others know the embedded AWS by its face"
INSIDE = "inside the embedded AWS imports point from the server to the state"
GATEWAY = "inside the gateway imports point from the application to what is deployed"
DATA = "tools read services as data"
ALONE = "no service imports another"
LAYERS = "inside a service imports point from main to model"
ADAPTERS = "use cases know no adapter"
RULES = "rules and bodies know no AWS, not even through shared"
NAMED = "handlers and shared know AWS through the named modules of shared alone"
RULES_OF_AWS = "the rules of AWS know nothing of the repository around them"
RULES_OF_REVIEWS = "the rules of plan reviews know plans alone"
COMMANDS = "nobody imports a command"
BY_NAME = "one loader imports services by name"


SERVICE = "services/wishes"
"""A service that `pyproject.toml` does not name; each breach is planted in one of its own."""


def lint(tree: Path) -> str:
    """import-linter's report on the tree."""
    command = [str(LINT), "--no-cache", "--no-logo"]
    run = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert run.returncode == int("BROKEN" in run.stdout), run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every module of ours, and the contracts."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for source in (each for package in PACKAGES for each in (ROOT / package).rglob("*.py")):
        target = tree / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return tree


def add_service(folder: Path) -> None:
    """A service of empty modules and one adapter that uses AWS."""
    folder.mkdir()
    for each in ("__init__", "settings", "checks", *ALLOWED):
        (folder / f"{each}.py").touch()
    (folder / "sqs.py").write_text("import boto3", encoding="utf-8")


def planted(index: int, text: str) -> str:
    """The text with the service's and the file's name of this breach alone."""
    return text.replace("wishes", f"wishes{index}").replace("planted", f"planted{index}")


@pytest.fixture(scope="module")
def report(copy: Path) -> dict[str, str]:
    """The report on a tree that has every breach: each broken contract's part, by name."""
    tree = shutil.copytree(copy, copy.with_name("breached"))
    for index, (_, file, line) in enumerate(BREACHES):
        if file.startswith(SERVICE) or "services.wishes" in line:
            add_service(tree / planted(index, SERVICE))
        path = tree / planted(index, file)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{planted(index, line)}\n{before}", encoding="utf-8")
    _, _, broken = lint(tree).partition("Broken contracts")
    parts = re.split(
        rf"^({'|'.join(map(re.escape, contracts()))})\n-+$", broken, flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def contracts() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [each["name"] for each in configuration["tool"]["importlinter"]["contracts"]]


BREACHES = [
    (SHARED, "shared/planted.py", "import services.authorizer.model"),
    (SHARED, "shared/planted.py", "import tools.build"),
    (NO_TOOL, "services/wishes/model.py", "import tools.build"),
    (NO_TOOL, "services/wishes/handler.py", "import embedded_aws"),
    (EMBEDDED, "embedded_aws/planted.py", "import tools.build"),
    (EMBEDDED, "embedded_aws/planted.py", "import shared.ids"),
    (FACE, "tools/planted.py", "from embedded_aws.config import HOST"),
    (FACE, "tools/deploy/planted.py", "from embedded_aws import gateway"),
    (INSIDE, "embedded_aws/state/planted.py", "import embedded_aws.patches.s3"),
    (INSIDE, "embedded_aws/cloudwatch/planted.py", "import embedded_aws.functions"),
    (INSIDE, "embedded_aws/functions/planted.py", "from embedded_aws import gateway"),
    (INSIDE, "embedded_aws/gateway/planted.py", "import embedded_aws.codedeploy"),
    (GATEWAY, "embedded_aws/gateway/answers/planted.py", "import embedded_aws.gateway.cache"),
    (GATEWAY, "embedded_aws/gateway/deployed/planted.py", "import embedded_aws.gateway.exchange"),
    (DATA, "tools/planted.py", "import services.wishes.model"),
    (ALONE, "services/wishes/dynamodb.py", "import services.authorizer.model"),
    (LAYERS, "services/wishes/model.py", "import services.wishes.ports"),
    (LAYERS, "services/wishes/model.py", "import services.wishes.sqs"),
    (LAYERS, "services/wishes/ports.py", "import services.wishes.use_cases"),
    (LAYERS, "services/wishes/sqs.py", "import services.wishes.use_cases"),
    (LAYERS, "services/wishes/sqs.py", "import services.wishes.schemas"),
    (LAYERS, "services/wishes/use_cases.py", "import services.wishes.schemas"),
    (LAYERS, "services/wishes/schemas.py", "import services.wishes.handler"),
    (LAYERS, "services/wishes/use_cases.py", "import services.wishes.wiring"),
    (LAYERS, "services/wishes/handler.py", "import services.wishes.wiring"),
    (LAYERS, "services/wishes/handler.py", "import services.wishes.settings"),
    (LAYERS, "services/wishes/wiring.py", "import services.wishes.main"),
    (LAYERS, "services/wishes/handler.py", "import services.wishes.checks"),
    (ADAPTERS, "services/wishes/use_cases.py", "import services.wishes.dynamodb"),
    (ADAPTERS, "services/wishes/use_cases.py", "from services.wishes import sqs"),
    (RULES, "services/wishes/model.py", "import boto3"),
    (RULES, "services/wishes/ports.py", "from botocore.exceptions import ClientError"),
    (RULES, "services/wishes/use_cases.py", "import shared.tables"),
    (RULES, "services/wishes/schemas.py", "import aws_lambda_powertools"),
    (NAMED, "services/wishes/handler.py", "import boto3"),
    (NAMED, "services/wishes/handler.py", "import services.wishes.sqs"),
    (NAMED, "shared/routes/router.py", "import botocore"),
    (NAMED, "shared/planted.py", "import boto3"),
    (
        RULES_OF_AWS,
        "tools/review/aws_rules/rules/planted.py",
        "import tools.review.lint_aws.subjects",
    ),
    (RULES_OF_AWS, "tools/review/aws_rules/planted.py", "import tools.deploy.stack"),
    (RULES_OF_REVIEWS, "tools/review/plan/rules/planted.py", "import tools.measure.reviews"),
    (RULES_OF_REVIEWS, "tools/review/plan/facts/planted.py", "import tools.review.plan.waivers"),
    (COMMANDS, "tools/planted.py", "from tools.deploy import __main__"),
    (COMMANDS, "tools/planted.py", "from tools.deploy.__main__ import main"),
    (COMMANDS, "tools/planted.py", "from embedded_aws.__main__ import main"),
    (COMMANDS, "tools/deploy/planted.py", "import tools.build.contracts.__main__"),
    (BY_NAME, "tools/planted.py", "import importlib; importlib.import_module('services.wishes')"),
    (BY_NAME, "tools/planted.py", "from importlib import import_module as f; f(f'services.{f}.x')"),
    (BY_NAME, "tools/deploy/planted.py", "def f(name): return __import__(name)"),
    (BY_NAME, "tools/deploy/planted.py", "import importlib; f = map(importlib.import_module, [])"),
]


@pytest.mark.parametrize("index", range(len(BREACHES)), ids=lambda index: " ".join(BREACHES[index]))
def test_a_planted_breach_is_refused(report: dict[str, str], index: int) -> None:
    contract, file, _ = BREACHES[index]
    module = planted(index, file).removesuffix(".py").replace("/", ".")

    assert re.search(rf"{re.escape(module)}( ->|, line)", report[contract])


def test_every_contract_has_a_planted_breach() -> None:
    assert set(contracts()) == {contract for contract, _, _ in BREACHES}


ALLOWED = {
    "main": "wiring",
    "wiring": "handler sqs settings",
    "handler": "schemas use_cases ports model",
    "schemas": "model use_cases",
    "use_cases": "ports model",
    "dynamodb": "sqs ports",
    "sqs": "model",
    "ports": "model",
}
ON_AWS = ("main", "wiring", "dynamodb", "sqs")


def test_what_the_arrows_allow_passes(copy: Path) -> None:
    add_service(copy / SERVICE)
    (copy / SERVICE / "settings.py").write_text("import shared.settings", encoding="utf-8")
    for module, names in ALLOWED.items():
        lines = [f"import services.wishes.{name}\n" for name in names.split()]
        lines += ["import boto3, botocore.config, shared.aws\n"] * (module in ON_AWS)
        (copy / SERVICE / f"{module}.py").write_text("".join(lines), encoding="utf-8")

    assert "0 broken" in lint(copy)
