// Decides whether something sounds or notifies, by the settings of this browser, the time of day
// and the agent's state. Pure.
import type { AgentState } from '@opportune/protocol/conversation/conversation.ts';
import { z } from 'zod';

/**
 * What can alert an agent: a conversation starts to wait, is given to them or rings here; their
 * visitor writes; a colleague joins or takes over.
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
  /** Minutes since midnight on this computer. `until` itself is not quiet. Null: no quiet hours. */
  quiet: z.object({ from: minute, until: minute }).nullable(),
  quietWhileAway: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

/** The defaults. A visitor's next message makes no sound. */
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
  /** Null if unknown. */
  readonly state: AgentState | null;
  readonly minuteOfDay: number;
}

/**
 * Whether a happening sounds and notifies now. A ring also alerts an agent who is away, because it
 * asks for an answer.
 */
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

/** Crosses midnight if `from` is after `until`. Covers the whole day if they are equal. */
function isWithin(span: AlertSettings['quiet'], at: number): boolean {
  if (span === null) return false;
  const { from, until } = span;
  return from < until ? at >= from && at < until : at >= from || at < until;
}
