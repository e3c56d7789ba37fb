# Tables of strings, as the lines have them, so that no odd value fails a record; views cast them (analytics/views). No
# crawler: the partitions of any day and hour are where their names say.
resource "aws_glue_catalog_database" "this" {
  name        = local.database
  description = "Logs of ${var.name}"
}

locals {
  parquet = {
    input      = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output     = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
    library    = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    reading    = {}
    parameters = { classification = "parquet", "parquet.compression" = "SNAPPY" }
  }
  # A nested object becomes its JSON text in a column of text, and a line that is no object a row without values.
  json = {
    input      = "org.apache.hadoop.mapred.TextInputFormat"
    output     = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
    library    = "org.openx.data.jsonserde.JsonSerDe"
    reading    = { "case.insensitive" = "TRUE", "ignore.malformed.json" = "TRUE" }
    parameters = { classification = "json" }
  }
  formats = merge({ for table in keys(local.tables) : table => local.parquet }, { for table in keys(local.direct) : table => local.json })

  projection = {
    EXTERNAL                 = "TRUE"
    "projection.enabled"     = "true"
    "projection.day.type"    = "date"
    "projection.day.format"  = "yyyy-MM-dd"
    "projection.day.range"   = var.keep_days > 0 ? "NOW-${var.keep_days}DAYS,NOW" : "2026-01-01,NOW"
    "projection.hour.type"   = "integer"
    "projection.hour.range"  = "0,23"
    "projection.hour.digits" = "2"
  }
}

# One block, because Glue takes columns, form and partitions as parts of the table.
resource "aws_glue_catalog_table" "lines" {
  for_each = local.tables

  name          = each.key
  database_name = aws_glue_catalog_database.this.name
  description   = "Lines as they were logged; ask the view ${replace(each.key, "_lines", "s")}"
  table_type    = "EXTERNAL_TABLE"
  parameters = merge(local.projection, local.formats[each.key].parameters, {
    "storage.location.template" = "s3://${aws_s3_bucket.logs.bucket}/${each.key}/day=$${day}/hour=$${hour}/"
  })

  storage_descriptor {
    location      = "s3://${aws_s3_bucket.logs.bucket}/${each.key}/"
    input_format  = local.formats[each.key].input
    output_format = local.formats[each.key].output

    ser_de_info {
      serialization_library = local.formats[each.key].library
      parameters            = local.formats[each.key].reading
    }

    dynamic "columns" {
      for_each = each.value

      content {
        name    = columns.value
        type    = "string"
        comment = each.key == "access_log_lines" && contains(var.left_out, columns.value) ? "left out of the lines" : null
      }
    }
  }

  dynamic "partition_keys" {
    for_each = ["day", "hour"]

    content {
      name = partition_keys.value
      type = "string"
    }
  }
}

locals {
  views = jsondecode(file("${local.folder}/view_columns.json"))

  # Athena keeps a view as a table with its statement and its columns, in Presto's types.
  definitions = {
    for view, columns in local.views : view => base64encode(trimspace(templatefile("${local.folder}/views/athena.json.tftpl", {
      sql      = file("${local.folder}/views/${view}.sql")
      database = local.database
      columns  = [for column in columns : { name = split(" ", column)[0], type = split(" ", column)[1] }]
    })))
  }
  hive_types = { varchar = "string", integer = "int" }
}

resource "aws_glue_catalog_table" "view" {
  for_each = local.views

  name               = each.key
  database_name      = aws_glue_catalog_database.this.name
  description        = "What questions ask"
  table_type         = "VIRTUAL_VIEW"
  view_original_text = "/* Presto View: ${local.definitions[each.key]} */"
  view_expanded_text = "/* Presto View */"

  parameters = {
    comment     = "Presto View"
    presto_view = "true"
  }

  storage_descriptor {
    dynamic "columns" {
      for_each = each.value

      content {
        name = split(" ", columns.value)[0]
        type = lookup(local.hive_types, split(" ", columns.value)[1], split(" ", columns.value)[1])
      }
    }
  }
}
