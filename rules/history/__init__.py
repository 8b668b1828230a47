"""FW8: what did this change do to the IDs?"""
