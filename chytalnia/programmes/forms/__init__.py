"""Forms of programmes: text into things; whether a deed is allowed is the services' business."""
