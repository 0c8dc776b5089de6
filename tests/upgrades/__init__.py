"""Logs that each earlier release wrote, brought up to date."""
