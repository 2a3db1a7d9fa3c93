// What nearly every feature depends on: time, ids, timers, messages of others, and where faults are
// reported.
import type { Clock, Ids, Schedule } from '../world/world.ts';
import type { Bus } from './bus.ts';
import type { Log } from './log.ts';

export interface World {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  readonly log: Log;
}
