// The stored channels of an account: created, changed, removed, and given another secret. A secret
// is sealed in its row and returned only in the response that created it.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { emailChannel } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type {
  Channel,
  ChannelChange,
  ChannelSecret,
  NewChannel,
} from '@opportune/protocol/rest/channel/channels.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { refuseFull } from '../http/rest/room.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import type { Sealing } from '../sealing/sealing.ts';
import {
  changeChannel,
  deleteChannel,
  findChannel,
  insertChannel,
  listChannels,
  type StoredChannel,
} from './channel-rows.ts';
import { changeSecrets, placeOf } from './channel-secrets.ts';
import { alone, renewed } from '../http/signed/overlapping-secrets.ts';
import type { OutboundGuard } from './reach.ts';
import { isThisMachine } from './email/connection/imap.ts';
import { setUp, type SetUp, setUpAgain } from './set-up.ts';
import { shownOf } from './shown-channel.ts';

export interface Channels {
  list(account: AccountId): Promise<readonly Channel[]>;
  /** Throws `request.not_found`, as all below do. */
  read(account: AccountId, id: ChannelId): Promise<Channel>;
  /** Throws `account.full` beyond the limit, and `request.invalid` for an address that is not reached. */
  create(account: AccountId, draft: NewChannel): Promise<Channel>;
  /** The chat window is not paused: `request.invalid`. */
  change(
    account: AccountId,
    id: ChannelId,
    change: ChannelChange,
    unchanged?: Unchanged,
  ): Promise<Channel>;
  /** Its conversations stay. Throws `channel.kept` for what every account has. */
  remove(account: AccountId, id: ChannelId): Promise<void>;
  /** Another secret. The former one stays valid for a day. */
  renewSecret(account: AccountId, id: ChannelId): Promise<ChannelSecret>;
  /** The former secret is valid no more. */
  endFormerSecret(account: AccountId, id: ChannelId): Promise<void>;
}

export interface ChannelsParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealing: Sealing;
  readonly outbound: OutboundGuard;
  readonly publicUrl: () => string;
  readonly mailOf: MailOf;
}

export function createChannels(parts: ChannelsParts): Channels {
  const { records, clock, ids } = parts;
  const showing = (account: AccountId) => shownTo(parts, account);
  const changing = <T>(account: AccountId, work: (sql: Sql) => Promise<T>) =>
    changed(parts, account, work);
  return {
    async list(account) {
      const shown = await showing(account);
      return (await records.withAccount(account, listChannels)).map(shown);
    },
    async read(account, id) {
      const shown = await showing(account);
      return shown(found(await records.withAccount(account, (sql) => findChannel(sql, id))));
    },

    async create(account, draft) {
      const { settings, secret, shownSecret, ...reached } = setUp(draft);
      await refuseUnreachable(parts, reached);
      const id = ChannelId.parse(`c_${ids.next()}`);
      const { kind, name, icon, skill, closesAfterH, greeting, away, translations } = draft;
      const capabilities = draft.kind === 'custom' ? draft.capabilities : null;
      const stored = await changing(account, async (sql) => {
        await refuseFull(sql, 'channels', channelLimits.channels);
        const sealed = parts.sealing.seal(secret, placeOf(account, id));
        return insertChannel(sql, account, {
          ...{ id, kind, createdAt: clock.now(), settings: { ...settings }, secret: sealed },
          ...{ name, icon, skill, closesAfterH, capabilities, greeting, away, translations },
        });
      });
      const shown = await showing(account);
      return { ...shown(found(stored)), ...(shownSecret !== null && { secret: shownSecret }) };
    },

    change: (...of) => change(parts, ...of),

    remove: (account, id) =>
      changing(account, async (sql) => {
        const { kind } = found(await findChannel(sql, id));
        if (kind === 'web' || id === emailChannel) throw refuse('channel.kept');
        await deleteChannel(sql, id);
      }),

    async renewSecret(account, id) {
      const { secret, formerUntil: formerSecretUntil } = await changing(account, (sql) =>
        changeSecrets(parts.sealing, sql, { account, id }, (text) => renewed(text, clock.now())),
      );
      return { secret, formerSecretUntil };
    },

    endFormerSecret: (account, id) =>
      changing(account, async (sql) => {
        const end = (text: string | null) => (text === null ? null : alone(text));
        await changeSecrets(parts.sealing, sql, { account, id }, end);
      }),
  };
}

/** Returns how the channels of an account are shown. */
async function shownTo(
  { clock, mailOf, publicUrl }: ChannelsParts,
  account: AccountId,
): Promise<(stored: StoredChannel) => Channel> {
  const around = { publicUrl: publicUrl(), mail: await mailOf(account), now: clock.now() };
  return (stored) => shownOf(stored, around);
}

/** Runs `work` in a transaction that no other of its account passes, and then announces it. */
async function changed<T>(
  { records, bus }: ChannelsParts,
  account: AccountId,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const result = await records.withAccount(account, async (sql) => {
    await lockAccount(sql);
    return work(sql);
  });
  publish(bus, channelsChanged, { account });
  return result;
}

async function change(
  parts: ChannelsParts,
  ...[account, id, { deliverTo, settings, ...rest }, unchanged = whateverItIs]: Parameters<
    Channels['change']
  >
): Promise<Channel> {
  await refuseUnreachable(parts, { calls: addressIn('deliverTo', deliverTo), hosts: [] });
  const again = settings === undefined ? null : await settingAgain(parts, account, id, settings);
  if (again !== null) await refuseUnreachable(parts, again);
  const shown = await shownTo(parts, account);
  return changed(parts, account, async (sql) => {
    const before = found(await findChannel(sql, id));
    unchanged(shown(before));
    if (deliverTo !== undefined && before.kind !== 'custom')
      throw refuse('request.invalid', { path: 'deliverTo' });
    if (rest.state === 'paused' && before.kind === 'web')
      throw refuse('request.invalid', { path: 'state', detail: webStays });
    refuseUnspoken(before, rest);
    const stored = await changeChannel(sql, id, {
      ...rest,
      ...(deliverTo !== undefined && { settings: { ...before.settings, deliverTo } }),
      ...(settings !== undefined && connectedAgain(parts, { account, before }, settings)),
      // Whoever says that it is connected has seen why it was not.
      ...(rest.state !== undefined && { lastError: null }),
    });
    return shown(found(stored));
  });
}

/** Nobody begins a conversation at the e-mail of every account, and the chat window has words of its site. */
function refuseUnspoken({ id, kind }: StoredChannel, { greeting, away }: ChannelChange): void {
  if (kind !== 'web' && id !== emailChannel) return;
  const path = greeting ? 'greeting' : away ? 'away' : null;
  if (path !== null) throw refuse('request.invalid', { path, detail: saysNothing });
}

function addressIn(path: string, url: string | undefined): SetUp['calls'] {
  return url !== undefined && URL.canParse(url) ? { path, url } : null;
}

/** Other credentials connect a channel that stopped because of its former ones. */
function connectedAgain(
  { sealing }: ChannelsParts,
  { account, before }: { readonly account: AccountId; readonly before: StoredChannel },
  given: NonNullable<ChannelChange['settings']>,
) {
  const place = placeOf(account, before.id);
  const { settings, secret } = setUpAgain(before, secretOf(sealing, account, before), given);
  // A mailbox has all of its settings again.
  const { formerUntil = null, ...kept } = before.settings;
  const emptied = Object.entries(given).flatMap(([name, value]) => (value === '' ? [name] : []));
  const stays = Object.entries(kept).filter(([name]) => !emptied.includes(name));
  const all =
    before.kind === 'email'
      ? { ...settings, formerUntil }
      : { ...Object.fromEntries(stays), ...settings };
  return {
    ...{ settings: all, secret: sealing.seal(secret, place) },
    ...(before.state === 'reconnect' && ({ state: 'connected', lastError: null } as const)),
  };
}

const webStays =
  'The chat window is not paused here: agents who are offline, or another offer on the site, say that nobody answers.';

const saysNothing =
  'This channel sends nothing by itself. The words of the chat window belong to its site.';

type Reached = Pick<SetUp, 'calls' | 'hosts'>;

/** Whom the changed settings name. What does not fit is refused where it is stored, too. */
async function settingAgain(
  { records, sealing }: ChannelsParts,
  account: AccountId,
  id: ChannelId,
  settings: NonNullable<ChannelChange['settings']>,
): Promise<Reached> {
  const before = found(await records.withAccount(account, (sql) => findChannel(sql, id)));
  return setUpAgain(before, secretOf(sealing, account, before), settings);
}

function secretOf(sealing: Sealing, account: AccountId, { id, secret }: StoredChannel) {
  return secret === null ? null : sealing.open(secret, placeOf(account, id));
}

async function refuseUnreachable(
  { outbound }: ChannelsParts,
  { calls, hosts }: Reached,
): Promise<void> {
  for (const { path, host, security } of hosts) {
    if (security === 'none' && !isThisMachine(host))
      throw refuse('request.invalid', { path: `${path}.security`, detail: noTls });
    if (await outbound.mayReach(host)) continue;
    throw refuse('request.invalid', { path: `${path}.host`, detail: privateHost });
  }
  if (calls === null) return;
  const { username, password } = new URL(calls.url);
  // Everybody who answers sees the address.
  if (username !== '' || password !== '') throw refuse('request.invalid', { path: calls.path });
  if (await outbound.mayReach(hostOf(calls.url))) return;
  throw refuse('request.invalid', {
    path: calls.path,
    detail: privateHost,
  });
}

const privateHost =
  'This host has an address of a private network, which the server does not connect to.';
const noTls = 'Only a server on this machine may do without TLS.';

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}
