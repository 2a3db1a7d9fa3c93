// What makes itself heard, and when it must not: by what a person set in this browser, the hour of the
// day and whether they are away. Pure.
import type { AgentState } from '@opportune/protocol/conversation/conversation.ts';
import { z } from 'zod';

/**
 * What may happen: a conversation comes to wait, is given to this person, rings here; a visitor of theirs
 * wrote; a colleague joined or took over.
 */
export const happenings = ['waits', 'given', 'ring', 'message', 'colleague'] as const;
export type Happening = (typeof happenings)[number];

const How = z.object({ sound: z.boolean(), notify: z.boolean() });
const minute = z.number().int().min(0).max(1439);

export const AlertSettings = z.object({
  sound: z.boolean(),
  /** 0 to 1. */
  volume: z.number().min(0).max(1),
  notify: z.boolean(),
  how: z.record(z.enum(happenings), How),
  /** Minutes of this computer's day; the end is not in it. Null: never. */
  quiet: z.object({ from: minute, until: minute }).nullable(),
  quietWhileAway: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

/** A visitor's next word is shown, and heard only by who wants it. */
export const usualAlerts: AlertSettings = {
  sound: true,
  volume: 0.5,
  notify: false,
  how: {
    waits: { sound: true, notify: true },
    given: { sound: true, notify: true },
    ring: { sound: true, notify: true },
    message: { sound: false, notify: true },
    colleague: { sound: false, notify: false },
  },
  quiet: null,
  quietWhileAway: true,
};

export function parseAlerts(stored: string | null): AlertSettings {
  try {
    return AlertSettings.parse(JSON.parse(stored ?? 'null'));
  } catch {
    return usualAlerts;
  }
}

export interface Moment {
  /** Null: not known. */
  readonly state: AgentState | null;
  readonly minuteOfDay: number;
}

/** How a happening is told now. What rings here is told while away too: it asks for an answer. */
export function howToAlert(
  settings: AlertSettings,
  happening: Happening,
  { state, minuteOfDay }: Moment,
): { readonly sound: boolean; readonly notify: boolean } {
  const away = state === 'away' || state === 'offline';
  const quiet =
    isWithin(settings.quiet, minuteOfDay) ||
    (settings.quietWhileAway && away && happening !== 'ring');
  const how = settings.how[happening];
  return {
    sound: !quiet && settings.sound && settings.volume > 0 && how.sound,
    notify: !quiet && settings.notify && how.notify,
  };
}

/** Over midnight where it ends before it begins; the whole day where both are the same. */
function isWithin(span: AlertSettings['quiet'], at: number): boolean {
  if (span === null) return false;
  const { from, until } = span;
  return from < until ? at >= from && at < until : at >= from || at < until;
}
