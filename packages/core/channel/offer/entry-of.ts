// How links name a channel: by what its provider told, or by its settings. Pure.
import { WayKind } from '@opportune/protocol/channel/offered-way.ts';

export interface Entered {
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** As the provider told. Null: it has not. */
  readonly entry: string | null;
}

/** Null: not known yet, or its kind cannot be opened by a link. */
export function entryOf({ kind, settings, entry }: Entered): string | null {
  if (!WayKind.safeParse(kind).success || isDemonstration(settings)) return null;
  const setting = settingOf[kind];
  const named = setting === undefined ? entry : settings[setting];
  return typeof named === 'string' && named !== '' ? named : null;
}

/** Whether a page may offer it. Links to a demonstration are known once somebody has opened it. */
export function isOfferable(channel: Entered): boolean {
  if (!WayKind.safeParse(channel.kind).success) return false;
  return isDemonstration(channel.settings) || entryOf(channel) !== null;
}

/** The setting that names the channel. The others are told by their providers. */
const settingOf: Readonly<Record<string, string>> = {
  messenger: 'pageId',
  sms: 'number',
  email: 'address',
};

/** A name that names nothing, by RFC 6761. */
function isDemonstration({ apiBase }: Entered['settings']): boolean {
  return typeof apiBase === 'string' && /^http:\/\/[^/]+\.invalid$/.test(apiBase);
}
