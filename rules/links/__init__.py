"""FW2: does every link lead where it says?"""
