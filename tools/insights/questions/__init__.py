"""Answers the questions of analytics/questions from the logs of an environment."""
