# Tables of strings, as the lines have them, so that no odd value fails a record; views cast them (analytics/views). No
# crawler: the partitions of any day and hour are where their names say.
resource "aws_glue_catalog_database" "this" {
  name        = local.database
  description = "Logs of ${var.name}"
}

locals {
  projection = {
    EXTERNAL                 = "TRUE"
    classification           = "parquet"
    "parquet.compression"    = "SNAPPY"
    "projection.enabled"     = "true"
    "projection.day.type"    = "date"
    "projection.day.format"  = "yyyy-MM-dd"
    "projection.day.range"   = var.keep_days > 0 ? "NOW-${var.keep_days}DAYS,NOW" : "2026-01-01,NOW"
    "projection.hour.type"   = "integer"
    "projection.hour.range"  = "0,23"
    "projection.hour.digits" = "2"
  }
}

resource "aws_glue_catalog_table" "lines" {
  for_each = local.tables

  name          = each.key
  database_name = aws_glue_catalog_database.this.name
  description   = "Lines as they were logged; ask the view ${replace(each.key, "_lines", "s")}"
  table_type    = "EXTERNAL_TABLE"
  parameters = merge(local.projection, {
    "storage.location.template" = "s3://${aws_s3_bucket.logs.bucket}/${each.key}/day=$${day}/hour=$${hour}/"
  })

  storage_descriptor {
    location      = "s3://${aws_s3_bucket.logs.bucket}/${each.key}/"
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"

    ser_de_info {
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
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
