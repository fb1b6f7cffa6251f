"""Wegwijs: referrals from municipalities matched to library activities nearby."""

VERSION = "0.1.0"
API_VERSION = "1.0.0"
