-- Timers cannot have the names of what else there is below /timers: histogram and stats are new.
DO $$
BEGIN
  EXECUTE replace(
    replace(pg_get_functiondef('chime_create'::regproc),
      '''batch'', ''events'', ''wait''', '''batch'', ''events'', ''histogram'', ''stats'', ''wait'''),
    'batch, events, wait,', 'batch, events, histogram, stats, wait,');
END
$$;
