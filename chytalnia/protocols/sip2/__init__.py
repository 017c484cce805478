"""The SIP2 server: machines of self-service borrow, return and ask through the same services as the desk."""
