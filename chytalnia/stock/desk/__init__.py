"""The screens of stock accounting at the desk."""
