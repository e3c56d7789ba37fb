"""The repository made an organisation's own: names, accounts, regions, services it keeps."""
