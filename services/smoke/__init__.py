"""Does a new version start? CodeDeploy asks before any traffic goes there."""
