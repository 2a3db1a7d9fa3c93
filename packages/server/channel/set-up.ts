// What is stored of a new or changed channel: settings for its row, a secret to seal, and the address
// that it calls, if it is one that somebody typed in.
import { isProviderKind, providerKinds } from '@opportune/protocol/channel/provider-kinds.ts';
import type { NewChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { refuse } from '../http/problem/refusal.ts';
import { newSecret } from '../http/signed/standard-webhooks.ts';
import { secretSettings } from './provider/settings.ts';

export interface SetUp {
  readonly settings: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly calls: { readonly path: string; readonly url: string } | null;
}

export function setUp(draft: NewChannel): SetUp {
  if (draft.kind !== 'custom') return settingsAndSecret(draft.kind, draft.settings);
  const { deliverTo } = draft;
  return {
    settings: { deliverTo },
    secret: newSecret(),
    calls: { path: 'deliverTo', url: deliverTo },
  };
}

/**
 * Throws `request.invalid` with the field, and unless it is a provider's channel. With another
 * `apiBase`, all credentials are given again.
 */
export function setUpAgain(
  { kind, settings }: { readonly kind: string; readonly settings: unknown },
  secret: string | null,
  change: Readonly<Record<string, string>>,
): SetUp {
  if (!isProviderKind(kind)) throw refuse('request.invalid', { path: 'settings' });
  // Otherwise another address could have the credentials sent to it.
  const kept = change['apiBase'] === undefined ? secret : null;
  const whole = { ...secretSettings(settings, kept), ...change };
  const schema = providerKinds[kind].settings;
  const unknown = Object.keys(change).find((name) => !Object.hasOwn(schema.shape, name));
  const read = schema.safeParse(whole);
  if (read.success && unknown === undefined) return settingsAndSecret(kind, read.data);
  const [field = unknown] = read.error?.issues[0]?.path ?? [];
  throw refuse('request.invalid', { path: `settings.${String(field)}` });
}

/** The settings that anybody who answers may see. */
export function publicSettings(kind: string, settings: unknown): Readonly<Record<string, string>> {
  if (!isProviderKind(kind)) return {};
  const all = Object.entries(secretSettings(settings, null));
  return Object.fromEntries(
    all.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** What a provider's channel is set up with, parted into what is shown and what is sealed. */
export function settingsAndSecret(
  kind: keyof typeof providerKinds,
  settings: Readonly<Record<string, string | undefined>>,
): SetUp {
  const secrets: readonly string[] = providerKinds[kind].secrets;
  const given = Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const { apiBase } = settings;
  return {
    settings: Object.fromEntries(given.filter(([name]) => !secrets.includes(name))),
    secret: JSON.stringify(Object.fromEntries(given.filter(([name]) => secrets.includes(name)))),
    calls: apiBase === undefined ? null : { path: 'settings.apiBase', url: apiBase },
  };
}
