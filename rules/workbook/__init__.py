"""FW7: do the pages and the master spreadsheets agree?"""
