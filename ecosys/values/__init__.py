"""Values: instants, dates, hours, amounts, spans and words. They know nothing of events."""
