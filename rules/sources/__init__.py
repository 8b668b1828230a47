"""FW6: can a reader check the incident?"""
