# Read from the code, because functions name their metrics with it too.
locals { product = one(regex("NAME = \"([a-z0-9]+)\"", file("${path.module}/../../../shared/product.py"))) }
