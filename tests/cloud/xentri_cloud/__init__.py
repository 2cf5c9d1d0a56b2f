"""Proves that template.yaml is real: built, deployed and called, with tools that are not ours."""
