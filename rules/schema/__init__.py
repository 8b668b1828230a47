"""FW1: does the page hold what its kind's schema asks?"""
