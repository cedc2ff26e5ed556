"""The words of a file: PDF, Word or workbook."""
