"""FW0: is this file a page of the framework?"""
