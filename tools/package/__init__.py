"""`make package`: what is deployed, and the template that deploys it, linted and held to rules."""
