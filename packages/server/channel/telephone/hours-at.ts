// The hours of the day at the places where a number may be.
import { type Caller, zonesOf } from '@opportune/core/call/number-place.ts';
import { wallClock } from '@opportune/core/world/local-time.ts';

/** 0 to 23. A zone that the runtime does not know counts as that of the caller. */
export function hoursAt(number: string, caller: Caller, at: number): readonly number[] {
  return zonesOf(number, caller).map(
    (zone) => (wallClock(zone, at) ?? wallClock(caller.zone, at))?.hour ?? 0,
  );
}
