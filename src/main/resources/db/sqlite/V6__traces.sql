-- Timers keep the place in a trace of the request that created them, and so do their deliveries.
ALTER TABLE timers ADD COLUMN traceparent TEXT;     -- as the header has it; null for none
ALTER TABLE deliveries ADD COLUMN traceparent TEXT;
