"""The comment: complete where it fits, cut with a word where not, and without secrets."""

from dataclasses import replace
from datetime import date

import pytest

from tools.command import CommandError
from tools.review.contract_changes.change import breaking, compatible
from tools.review.plan.facts.model import Danger, Kind, Weight
from tools.review.plan.report import as_json, from_json, markdown
from tools.review.plan.report.model import Costs, Listed, Review, RootReview
from tools.review.plan.report.verdict import sentence
from tools.review.plan.reviewing import reviewed
from tools.review.plan.waivers import Waivers

NONE = Waivers((), date(2026, 1, 1))
HOSTILE = "p|pe <b>x</b> `c` **b** @octocat #1 [l](http://evil.test) \n\n# head --> ![i](x) \u202e"


def danger(number: int, text: str = "shorter") -> Danger:
    return Danger(Kind.RETENTION, f"aws_x.this[{number}]", f"{text} {number}", "ask")


def change(number: int) -> Listed:
    return Listed(f"aws_x.this[{number}]", "update", arguments=("a",))


def review(dangers: int = 0, changes: int = 0) -> Review:
    root = RootReview(
        "services/parcels", tuple(map(change, range(changes))), tuple(map(danger, range(dangers)))
    )
    return Review("dev", "main (1234567)", "7654321", (root,))


def test_the_verdict_is_the_first_sentence() -> None:
    grave = Danger(Kind.DATA_LOSS, "aws_x.this", "gone", "keep it", Weight.STOP)
    quiet, alarmed = review(changes=1), review(1, 1)
    stopped = replace(alarmed, roots=(RootReview("a", (), (danger(1), grave)),))

    assert "🟢 **Nothing dangerous**" in markdown.comment(quiet).splitlines()[3]
    assert "🟡 **Look closer**" in markdown.comment(alarmed).splitlines()[3]
    assert "🔴 **Stop and look**" in markdown.comment(stopped).splitlines()[3]


def test_a_verdict_of_many_kinds_names_the_gravest() -> None:
    dangers = [Danger(kind, "aws_x.this", "weaker", "ask") for kind in list(Kind)[1:8]]
    grave = Danger(Kind.DATA_LOSS, "aws_x.this", "gone", "keep it", Weight.STOP)
    verdict = sentence(replace(review(), roots=(RootReview("a", (), (*dangers, grave)),)))

    assert verdict.startswith("🔴 **Stop and look**: data loss in a, index rebuild in a, ")
    assert "and 4 more kinds." in verdict


def test_the_gravest_environment_comes_first_after_a_line_of_all() -> None:
    dev, prod = review(changes=1), replace(review(1, 1), environment="prod")
    text = markdown.of_pull_request([dev, prod])

    assert text.splitlines()[1] == "`prod` 🟡 **Look closer** · `dev` 🟢 **Nothing dangerous**"
    assert text.index("Review of `prod`") < text.index("Review of `dev`")


def test_one_reason_of_several_objects_is_told_once() -> None:
    dangers = tuple(replace(danger(1), address=f"aws_x.this[{n}]") for n in range(5))
    text = markdown.comment(replace(review(), roots=(RootReview("gateway", (), dangers),)))

    assert text.count("shorter 1") == 1
    assert "and 2 more in gateway<br>" in text


def test_the_dangers_of_one_kind_stand_together_the_gravest_first() -> None:
    loss = Danger(Kind.DATA_LOSS, "aws_x.this", "gone", "keep it", Weight.STOP)
    access = replace(loss, kind=Kind.ACCESS, reason="open")
    roots = (RootReview("a", (), (danger(1), access, loss)), RootReview("b", (), (loss, access)))
    text = markdown.comment(replace(review(), roots=roots))

    assert text.index("**data loss**") < text.index("**opened access**")
    assert text.index("**opened access**") < text.index("**lowered retention**")


def test_a_replaced_object_is_listed_with_what_replaces_it() -> None:
    change = {
        "actions": ["delete", "create"],
        "before": {"name": "a", "arn": "x", "acl": "", "owner": "1"},
        "after": {"name": "b", "acl": None},
        "after_unknown": {"arn": True, "owner": True, "zone": True},
        "replace_paths": [["name"]],
    }
    plan = {"resource_changes": [{"address": "a.b", "type": "a", "change": change}]}

    assert reviewed("a", plan, NONE).changes[0].arguments == ("name",)


def test_a_broken_contract_comes_before_a_compatible_change() -> None:
    changes = (compatible("GET /a", "new", "why"), breaking("GET /b", "removed", "why", "keep it"))
    text = markdown.comment(replace(review(), contracts={"parcels": changes}))

    assert text.index("GET /b") < text.index("GET /a")
    assert "🔴" in text.splitlines()[3]


def test_costs_are_told_with_their_difference() -> None:
    before = {"month": 10.0, "idle": 1.0, "per_million": {"GET /a": 5.0}}
    after = {"month": 12.5, "idle": 1.0, "per_million": {"GET /a": 7.0}}
    text = markdown.comment(replace(review(), costs=Costs(before, after)))

    assert "| 10.00 | 12.50 | **+2.50** |" in text
    assert "| 5.00 | 7.00 | **+2.00** |" in text


@pytest.mark.parametrize(("dangers", "changes"), [(0, 5000), (3000, 3000), (100_000, 0)])
def test_a_long_review_is_cut_from_its_least_important_end(dangers: int, changes: int) -> None:
    text = markdown.comment(review(dangers, changes))

    assert len(text.encode()) <= markdown.LIMIT
    assert "left out of this comment" in text
    assert "the artifact has the whole review" in text
    assert dangers == 0 or "aws&#95;x.<wbr>this&#91;0&#93;" in text


def test_a_review_that_fits_is_not_cut() -> None:
    assert "left out" not in markdown.comment(review(20, 50))


def test_one_endless_text_does_not_fill_the_comment() -> None:
    root = RootReview("a", (), (danger(1, "x" * 200_000), danger(2)), failure="y" * 200_000)

    assert len(markdown.comment(replace(review(), roots=(root,))).encode()) < 10_000


def test_texts_of_plans_are_no_markup() -> None:
    root = RootReview("a", (change(1),), (replace(danger(1), address=HOSTILE, reason=HOSTILE),))
    text = markdown.comment(replace(review(), roots=(root,), commit=HOSTILE))

    assert "<b>" not in text
    assert "@octocat" not in text
    assert "http://evil" not in text
    assert "![" not in text
    assert "\u202e" not in text
    assert "\n# head" not in text


def test_sensitive_values_appear_nowhere() -> None:
    secret = 'hun|ter2 "q" <&> `x`'
    plan = {
        "resource_changes": [
            {
                "address": "aws_lambda_function.this",
                "type": "aws_lambda_function",
                "mode": "managed",
                "change": {
                    "actions": ["update"],
                    "before": {"name": "old", "environment": [{"variables": {"A": "a"}}]},
                    "after": {
                        "name": f"x {secret}",
                        "description": f"password={secret}",
                        "environment": [{"variables": {"DB_PASSWORD": secret}}],
                    },
                    "after_sensitive": {"environment": [{"variables": True}]},
                },
            },
            {
                "address": "aws_cloudwatch_log_group.this",
                "type": "aws_cloudwatch_log_group",
                "mode": "managed",
                "change": {
                    "actions": ["delete", "create"],
                    "before": {"name": secret, "kms_key_id": "k", "retention_in_days": 9},
                    "after": {"name": "b", "kms_key_id": secret, "retention_in_days": 3},
                },
            },
        ]
    }
    of_plan = replace(review(), roots=(reviewed("a", plan, NONE),))

    for text in (markdown.comment(of_plan), str(as_json.as_json(of_plan))):
        assert "hun" not in text
        assert "ter2" not in text


def test_reviews_of_several_roots_become_one_again() -> None:
    changes = (breaking("GET /b", "removed", "why", "keep it"),)
    one = replace(review(2, 2), contracts={"parcels": changes}, costs=Costs({}, {}, "no base"))
    other = replace(one, roots=(RootReview("gateway", (change(9),), (danger(9),)),))
    both = from_json.together([as_json.as_json(one), as_json.as_json(other)])

    assert both == replace(one, roots=(*one.roots, *other.roots))


def test_what_is_no_review_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="no reviews"):
        from_json.together([{"verdict": "fine"}])


@pytest.mark.parametrize("plan", [{}, {"resource_changes": 5}, {"resource_changes": ["x"]}])
def test_what_is_no_plan_is_one_sentence(plan: dict[str, object]) -> None:
    with pytest.raises(CommandError, match="a: this is no plan"):
        reviewed("a", plan, NONE)


@pytest.mark.parametrize(
    "change", [{"type": "aws_s3_bucket"}, {"address": "a.b", "type": "a", "change": 1}]
)
def test_a_part_that_terraform_does_not_write_so_is_no_plan(change: dict[str, object]) -> None:
    with pytest.raises(CommandError, match="make the plan anew"):
        reviewed("services/parcels", {"resource_changes": [change]}, NONE)
