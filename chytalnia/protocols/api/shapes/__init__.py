"""What the API takes and gives, as its OpenAPI description says it."""
