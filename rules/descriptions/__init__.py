"""FW4: does the row's text belong to the row?"""
