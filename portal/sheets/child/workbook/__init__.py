"""Reads one workbook from standard input in a process with hard limits; knows neither Django nor the portal."""
