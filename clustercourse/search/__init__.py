"""What `/search` finds: the words of every area in one index, and looking there.

Areas put their entries (`entries`) and say whom a viewer may find (`rules`). Nothing here knows an area's rows.
"""
