"""A server for assistants that must cite (Model Context Protocol), over one store."""
