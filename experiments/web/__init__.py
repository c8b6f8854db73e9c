"""What the exploring page and the workshop share: server, worker processes, answers, words and charts."""
