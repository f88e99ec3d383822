"""Letters: writing them as rows, delivering them afterwards, sending one again. Not who is told what: each area says that itself."""
