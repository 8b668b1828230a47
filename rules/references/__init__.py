"""FW3: do the pages agree?"""
