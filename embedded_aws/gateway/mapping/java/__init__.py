"""Values with the methods of Velocity's Java objects, and with nothing of Python's."""

from embedded_aws.gateway.mapping.java.collections import Entry, Items, JsonItems, Table
from embedded_aws.gateway.mapping.java.convert import java, plain
from embedded_aws.gateway.mapping.java.members import Java, Keyed, called, indexed, named, put
from embedded_aws.gateway.mapping.java.scalars import ABSENT, Flag, Real, Whole
from embedded_aws.gateway.mapping.java.texts import Text

__all__ = [
    "ABSENT",
    "Entry",
    "Flag",
    "Items",
    "Java",
    "JsonItems",
    "Keyed",
    "Real",
    "Table",
    "Text",
    "Whole",
    "called",
    "indexed",
    "java",
    "named",
    "plain",
    "put",
]
