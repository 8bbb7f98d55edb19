"""The back office: what the platform keeps beside the records, for operators who hold the system right `backoffice`."""
