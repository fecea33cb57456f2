"""What the tests stand on: the run's own folder, real servers, fresh databases, a real browser."""
