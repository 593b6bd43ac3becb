-- Timers keep the place in a trace of the request that created them, and so do their deliveries.
-- Nodes of older versions make them without one.
ALTER TABLE timers ADD COLUMN traceparent TEXT;     -- as the header has it; null for none
ALTER TABLE deliveries ADD COLUMN traceparent TEXT;

-- The deliveries that the database makes for the oldest nodes have it, too.
DO $$
BEGIN
  EXECUTE replace(replace(pg_get_functiondef('chime_deliver'::regproc),
    'payload, labels)', 'payload, labels, traceparent)'),
    'NEW.labels)', 'NEW.labels, NEW.traceparent)');
END
$$;
