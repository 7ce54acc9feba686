"""Weeks with weaknesses on purpose: what an audit must find."""
