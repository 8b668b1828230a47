"""FW5: is the text clean?"""
