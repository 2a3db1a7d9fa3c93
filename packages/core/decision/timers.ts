// The instants at which campaigns of one visitor want to be judged again, at most 64. Beyond, the
// latest give way to one timer that judges everything, so that no instant is missed.
import { profileLimits } from '@opportune/protocol/limits.ts';

/** Two lists side by side, of just the length needed: a visitor has few timers. */
export interface Timers {
  campaigns: number[];
  at: number[];
}

/** Stands for all campaigns held back by a cap or a zone. */
export const blockedTimer = -1;
/** Stands for every campaign. */
export const everyTimer = -2;

export function newTimers(): Timers {
  return { campaigns: [], at: [] };
}

/** The campaign's one timer, replacing its former; null for none. */
export function setTimer(timers: Timers, campaign: number, at: number | null): void {
  const present = timers.campaigns.length === 0 ? -1 : timers.campaigns.indexOf(campaign);
  if (at === null) {
    if (present >= 0) removeAt(timers, present);
  } else if (present >= 0) timers.at[present] = at;
  else add(timers, campaign, at);
}

/** The same, but an earlier instant already set stays. */
export function setTimerSooner(timers: Timers, campaign: number, at: number): void {
  const present = timers.campaigns.indexOf(campaign);
  setTimer(timers, campaign, Math.min(at, timers.at[present] ?? Infinity));
}

function add(timers: Timers, campaign: number, at: number): void {
  timers.campaigns = timers.campaigns.concat(campaign);
  timers.at = timers.at.concat(at);
  if (timers.campaigns.length <= profileLimits.timers || campaign < 0) return;
  const latest = indexOfLatest(timers);
  const dropped = timers.at[latest] ?? at;
  removeAt(timers, latest);
  setTimerSooner(timers, everyTimer, dropped);
}

function indexOfLatest(timers: Timers): number {
  let latest = -1;
  for (let index = 0; index < timers.at.length; index++) {
    if ((timers.campaigns[index] ?? -1) < 0) continue;
    if (latest < 0 || (timers.at[index] ?? 0) > (timers.at[latest] ?? 0)) latest = index;
  }
  return latest;
}

function removeAt(timers: Timers, index: number): void {
  const lastCampaign = timers.campaigns.pop();
  const lastAt = timers.at.pop();
  if (index === timers.campaigns.length || lastCampaign === undefined || lastAt === undefined)
    return;
  timers.campaigns[index] = lastCampaign;
  timers.at[index] = lastAt;
}

export function clearTimers(timers: Timers): void {
  timers.campaigns.length = 0;
  timers.at.length = 0;
}

/** The soonest instant, or null. */
export function nextTimer({ at }: Timers): number | null {
  let soonest = Infinity;
  for (const each of at) if (each < soonest) soonest = each;
  return soonest === Infinity ? null : soonest;
}

/** Takes out what is due at `now`: campaign and instant. */
export function takeDue(
  timers: Timers,
  now: number,
): readonly { readonly campaign: number; readonly at: number }[] {
  const due: { campaign: number; at: number }[] = [];
  for (let index = timers.at.length - 1; index >= 0; index--) {
    const at = timers.at[index];
    const campaign = timers.campaigns[index];
    if (at === undefined || campaign === undefined || at > now) continue;
    due.push({ campaign, at });
    removeAt(timers, index);
  }
  return due;
}
