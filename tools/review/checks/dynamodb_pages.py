"""The AWS page that each module of DynamoDB's tests is about."""

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
REFERENCE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"

PAGES = {
    "attribute_values": ("DynamoDB: AttributeValue", f"{REFERENCE}API_AttributeValue"),
    "batches": ("DynamoDB: batches", f"{REFERENCE}API_BatchWriteItem"),
    "condition_expressions": (
        "DynamoDB: conditions",
        f"{GUIDE}Expressions.OperatorsAndFunctions",
    ),
    "item_keys": ("DynamoDB: keys and constraints", f"{GUIDE}Constraints"),
    "key_conditions": ("DynamoDB: key conditions", f"{GUIDE}Query.KeyConditionExpressions"),
    "legacy_parameters": (
        "DynamoDB: legacy parameters",
        f"{GUIDE}LegacyConditionalParameters",
    ),
    "new_tables": ("DynamoDB: new tables", f"{REFERENCE}API_CreateTable"),
    "numbers": ("DynamoDB: numbers", f"{GUIDE}HowItWorks.NamingRulesDataTypes"),
    "paging": ("DynamoDB: pages", f"{GUIDE}Query.Pagination"),
    "partiql_grammar": ("DynamoDB: PartiQL", f"{GUIDE}ql-reference"),
    "partiql_reads": ("DynamoDB: PartiQL", f"{GUIDE}ql-reference"),
    "partiql_together": ("DynamoDB: PartiQL", f"{GUIDE}ql-reference"),
    "partiql_writes": ("DynamoDB: PartiQL", f"{GUIDE}ql-reference"),
    "projection_expressions": (
        "DynamoDB: projections",
        f"{GUIDE}Expressions.ProjectionExpressions",
    ),
    "returned": ("DynamoDB: answers of writes", f"{REFERENCE}API_UpdateItem"),
    "tables": ("DynamoDB: tables", f"{REFERENCE}API_UpdateTable"),
    "transactions": ("DynamoDB: transactions", f"{REFERENCE}API_TransactWriteItems"),
    "update_expressions": ("DynamoDB: updates", f"{GUIDE}Expressions.UpdateExpressions"),
}
