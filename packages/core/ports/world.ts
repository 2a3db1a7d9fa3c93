// What nearly every feature stands on: the time, ids, timers, what others tell, and where faults go.
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
