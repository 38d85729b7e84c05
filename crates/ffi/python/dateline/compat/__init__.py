"""Conveniences for people who come from other libraries."""
