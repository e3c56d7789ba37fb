"""Velocity as API Gateway runs it. Where it differs from Apache's, AWS's output was recorded."""

import pytest

from embedded_aws.gateway.mapping.java import java
from embedded_aws.gateway.mapping.velocity import Scope, VelocityError, compiled

VALUES = {
    "name": "Ada",
    "map": {"a": 1, "b-c": "x", "list": [{"k": True}]},
    "list": [1, "two", {"k": None}],
    "empty": [],
    "no": False,
    "big": 1e10,
    "none": None,
}


def output(template: str) -> str:
    return compiled(template)(Scope({name: java(value) for name, value in VALUES.items()}))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("$name ${name}s $!name $!{name}", "Ada Adas Ada Ada"),
        ("$map.a $map['a'] $map.get('a') $map.b-c", "1 1 1 x"),
        ("$list[1] $list.get(0) $list[-1] $list.size()", "two 1 {k=null} 3"),
        ("$map.list[0].k", "true"),
        ("${name.toUpperCase()}/$name.length()", "ADA/3"),
        ("costs $5 and #1, $ or # alone, a@b", "costs $5 and #1, $ or # alone, a@b"),
        (r"\$name \\$name \# \" \n", r"$name \Ada \# \" \n"),
        ("#[[$name #if]]#", "$name #if"),
        ("a## gone\nb#* gone *#c", "abc"),
    ],
)
def test_text_and_references(template: str, expected: str) -> None:
    assert output(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("[$gone][${gone.more}][$name.gone][$list[9]][$name.gone('x')]", "[][][][][]"),
        ("#if($gone)yes#end#if(!$gone)no#end", "yes"),
        ("#if($none == $null && $none == '' && $gone == $null)same#end", "same"),
        ("#if($empty)yes#end#if($no)no#else or#end", "yes or"),
        ("#foreach($each in $gone)$each#end", ""),
    ],
)
def test_an_absent_value_is_an_empty_text(template: str, expected: str) -> None:
    assert output(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("$map", '{a=1, b-c=x, list=[{"k":true}]}'),
        ("$list", '[1,"two",{"k":null}]'),
        ("#set($made = [1, 'two'])$made", "[1, two]"),
        ("$map.toString()", '{a=1, b-c=x, list=[{"k":true}]}'),
        ("$big #set($x = 1.0)$x", "1.0E10 1.0"),
        ("$list.get(2).keySet() $map.entrySet()", "[k] [a=1, b-c=x, " + 'list=[{"k":true}]]'),
    ],
)
def test_values_print_as_javas(template: str, expected: str) -> None:
    assert output(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("#set($m = {})#set($m['a'] = 1)#set($m.b = 2)$m.put('c', 3)$m", "{a=1, b=2, c=3}"),
        ("#set($k = 'x')#set($m = {})#set($m[$k] = {})#set($m[\"$k\"].y = 'z')$m", "{x={y=z}}"),
        ("#set($l = [1, 2])#set($l[0] = 'x')$l.set(1, 'y')$l", "2[x, y]"),
        ("#set($ok = $list.add('z'))$list.size()", "4"),
        ('#set($s = "$name ""is"" $name.length()")$s #set($t = \'$name\')$t', 'Ada "is" 3 $name'),
        ("#define($block)<$name>#end#set($name = 'Bob')$block", "<Bob>"),
    ],
)
def test_values_are_set(template: str, expected: str) -> None:
    assert output(template) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3 - 4 / 3", "6"),
        ("-7 / 2", "-3"),
        ("-7 % 3", "-1"),
        ("1 / 0", ""),
        (".5 * .1", "0.05"),
        ("'a' + 1", "a1"),
        ("(1 + 2) * 3 == 9 && !(2 > 3) || false", "true"),
        ("1 == '1'", "true"),
        ("'a' lt 'b'", "false"),
        ("not true or 1 le 1 and 2 ne 3", "true"),
        ("[3..1]", "[3, 2, 1]"),
        ("{'a': [1, {}]}", "{a=[1, {}]}"),
    ],
)
def test_expressions(expression: str, expected: str) -> None:
    assert output(f"#set($v = {expression})$v") == expected


def test_a_loop_tells_where_it_is() -> None:
    loop = "#foreach($x in [5..7])$foreach.index$foreach.count$x#if($foreach.hasNext),#end#end|$x"

    assert output(loop) == "015,126,237|"


def test_a_loop_ends_early_and_at_a_thousand() -> None:
    assert output("#foreach($x in [1..9])#if($x == 3)#break#end$x#end.#stop.") == "12."
    assert output("#foreach($x in [1..1001])x#end") == "x" * 1000


def test_lines_of_directives_leave_no_empty_lines() -> None:
    assert output("a\n#set($x = 1)\n#if($x)\nb\n#else\nc\n#end\nd") == "a\nb\nd"


def test_there_are_no_macros() -> None:
    assert output("#macro(hello $n)hi#end#hello('you') #parse('x')") == "#hello('you') #parse('x')"


@pytest.mark.parametrize(
    "template",
    ["#if($x)", "#set($x 1)", "#end", "$name._class", "$name.substring(9)", "$list.get(9)"],
)
def test_what_cannot_be_read_or_run_says_so(template: str) -> None:
    with pytest.raises(VelocityError, match=r"expected|failed"):
        output(template)


@pytest.mark.parametrize("member", ["format('{0}')", "encode()", "upper()", "class", "getClass()"])
def test_nothing_of_python_is_within_reach(member: str) -> None:
    assert output(f"[$name.{member}]") == "[]"


def test_a_deep_template_is_refused() -> None:
    with pytest.raises(VelocityError, match="deeply"):
        output("#if(1)" * 5000)


def test_a_number_without_end_is_no_template() -> None:
    with pytest.raises(VelocityError, match="has no end"):
        output(f"#set($x = {'9' * 5000})")
