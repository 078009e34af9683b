"""Reviewed SQL, one file a step, run by Alembic in one transaction a step."""
