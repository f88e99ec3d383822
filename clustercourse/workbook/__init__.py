"""The workbook of an organisation: its worksheets, their versions and review, and the strategy document that grows from them.

What a worksheet asks stands in course files (`kinds/worksheets`); what is answered in a quiz or a reflection belongs to `exercises`.
"""
