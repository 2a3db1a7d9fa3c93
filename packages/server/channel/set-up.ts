// What is stored of a new or changed channel: settings for its row, a secret to seal, and the address
// that it calls, if it is one that somebody typed in.
import { EmailChange, type ShownEmail } from '@opportune/protocol/channel/email.ts';
import { isProviderKind, providerKinds } from '@opportune/protocol/channel/provider-kinds.ts';
import type { ChannelChange, NewChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';
import { refuse } from '../http/problem/refusal.ts';
import { newSecret } from '../http/signed/standard-webhooks.ts';
import type { StoredChannel } from './channel-rows.ts';
import {
  changedMailbox,
  hostsOf,
  type Mailbox,
  type NamedHost,
  newMailbox,
  readMailbox,
} from './email/mailbox.ts';
import { secretSettings } from './provider/settings.ts';

export interface SetUp {
  readonly settings: Settings;
  readonly secret: string;
  readonly calls: { readonly path: string; readonly url: string } | null;
  /** Mail servers that it is connected to. */
  readonly hosts: readonly NamedHost[];
  /** What the other side signs with, to be shown once. Null: it is nobody's but ours. */
  readonly shownSecret: string | null;
}
type Settings = StoredChannel['settings'];

export function setUp(draft: NewChannel): SetUp {
  if (draft.kind === 'email') return mailboxSetUp(newMailbox(draft.settings));
  if (draft.kind !== 'custom') return settingsAndSecret(draft.kind, draft.settings);
  const { deliverTo } = draft;
  const secret = newSecret();
  return {
    ...{ settings: { deliverTo }, secret, shownSecret: secret, hosts: [] },
    calls: { path: 'deliverTo', url: deliverTo },
  };
}

/**
 * Throws `request.invalid` with the field, and unless it is a provider's channel. With another
 * `apiBase`, all credentials are given again. An empty setting is removed.
 */
export function setUpAgain(
  { kind, settings }: { readonly kind: string; readonly settings: unknown },
  secret: string | null,
  change: NonNullable<ChannelChange['settings']>,
): SetUp {
  if (kind === 'email') return changedSetUp(readMailbox(settings, secret), change);
  if (!isProviderKind(kind)) throw refuse('request.invalid', { path: 'settings' });
  // Otherwise another address could have the credentials sent to it.
  const kept = 'apiBase' in change ? null : secret;
  const all = Object.entries({ ...secretSettings(settings, kept), ...change });
  const whole = Object.fromEntries(all.filter(([, value]) => value !== ''));
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
    ...{ hosts: [], shownSecret: null },
  };
}

/** A mailbox, parted likewise. */
export function mailboxSetUp(mailbox: Mailbox): SetUp {
  const { shown, secrets } = mailbox;
  const { apiBase } = shown;
  return {
    settings: settingsOf(shown),
    secret: JSON.stringify(secrets),
    calls: apiBase === undefined ? null : { path: 'settings.apiBase', url: apiBase },
    hosts: hostsOf(mailbox),
    shownSecret: secrets.webhook ?? null,
  };
}

/** As JSON has it, without what is undefined. */
function settingsOf(shown: ShownEmail): Settings {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(shown)));
}

function changedSetUp(before: Mailbox | null, change: unknown): SetUp {
  const read = EmailChange.safeParse(change);
  if (!read.success) throw refuseSetting(read.error.issues[0]?.path ?? []);
  // What every account has is no mailbox; one whose secrets are lost is set up anew.
  if (before === null) throw refuse('request.invalid', { path: 'settings' });
  const changed = changedMailbox(before, read.data);
  if ('path' in changed) throw refuseSetting([changed.path]);
  return mailboxSetUp(changed.mailbox);
}

function refuseSetting(path: readonly PropertyKey[]): Error {
  const at = path.map(String).filter((part) => part !== '');
  return refuse('request.invalid', { path: ['settings', ...at].join('.') });
}
