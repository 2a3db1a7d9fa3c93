// The telephone by which an account calls people back, and which numbers it may call. What depends on the
// hour and on the calls of the day is asked again when it calls (`dial.ts`).
import { isDayHour, mayDial } from '@opportune/core/call/dialling.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { findChannel, listChannels, type StoredChannel } from '../channel-rows.ts';
import type { SendSentence } from '../provider/test-message.ts';
import type { OpenChannels } from '../open-channels.ts';
import { takenSeconds } from './dialled-rows.ts';
import { hoursAt } from './hours-at.ts';

export interface Telephones {
  /** The oldest that can call. Null: there is none. */
  channelOf(account: AccountId): Promise<ChannelId | null>;
  /** Whether it has one of the kind, also where that is paused or must be connected anew. */
  isSetUp(account: AccountId, kind: 'telephone' | 'sms'): Promise<boolean>;
  /** Why a number is never called by that channel, or null. */
  refusal(account: AccountId, at: AddressAt): Promise<ErrorCode | null>;
  /** Whether it is day at an instant, wherever the number may be. */
  daytimeOf(account: AccountId, at: AddressAt): Promise<(instant: number) => boolean>;
  /** When it may be called next, by the hour, by what calls cost and by the channel's state. Past: now. */
  callableFrom(account: AccountId, at: AddressAt, now: number): Promise<number>;
  /** The channel for SMS that sends. Null: there is none. */
  textsOf(account: AccountId): Promise<ChannelId | null>;
  /** Sends a text. `again`: nothing left, and it may be tried again. */
  text(account: AccountId, to: AddressAt, words: string): Promise<'over' | 'again'>;
}

const hourMs = 3_600_000;

export function createTelephones({
  records,
  permission,
  channels,
  timeZoneOf,
  sendTo,
}: {
  readonly sendTo: SendSentence;
  readonly timeZoneOf: (account: AccountId) => Promise<string>;
  readonly records: Pick<Records, 'withAccount'>;
  readonly permission: Pick<Permission, 'mayLeave'>;
  readonly channels: Pick<OpenChannels, 'of' | 'opened'>;
}): Telephones {
  const rulesOf = async (account: AccountId, { channel }: AddressAt) =>
    (await channels.of(account, channel))?.opened.dialling?.rules;
  const daytimeOf: Telephones['daytimeOf'] = async (account, at) => {
    const rules = await rulesOf(account, at);
    if (rules === undefined) return () => true;
    const caller = { from: rules.from, zone: await timeZoneOf(account) };
    return (instant) => hoursAt(at.address, caller, instant).every(isDayHour);
  };
  const isAble = (account: AccountId, stored: StoredChannel): boolean =>
    stored.state === 'connected' && channels.opened(account, stored) !== null;
  return {
    daytimeOf,
    async callableFrom(account, at, now) {
      const stored = await records.withAccount(account, (sql) => findChannel(sql, at.channel));
      if (stored !== null && !isAble(account, stored)) return now + callbackLimits.stoppedMs;
      const isDay = await daytimeOf(account, at);
      if (!isDay(now)) return nextDay(isDay, now);
      const rules = await rulesOf(account, at);
      if (rules === undefined) return now;
      const takenS = await records.withAccount(account, (sql) => takenSeconds(sql, now));
      const seconds = mayDial(rules, { number: at.address, takenS, hours: [], calledUs: true });
      return seconds === 'call.spent' ? now + callbackLimits.spentMs : now;
    },
    async channelOf(account) {
      const rows = await records.withAccount(account, listChannels);
      const able = rows.find(
        (row) =>
          row.kind === 'telephone' &&
          row.state === 'connected' &&
          channels.opened(account, row)?.dialling !== undefined,
      );
      return able?.id ?? null;
    },
    async isSetUp(account, kind) {
      const rows = await records.withAccount(account, listChannels);
      return rows.some((row) => row.kind === kind);
    },
    async textsOf(account) {
      const rows = await records.withAccount(account, listChannels);
      const able = rows.find((row) => row.kind === 'sms' && isAble(account, row));
      return able?.id ?? null;
    },
    async text(account, to, words) {
      const { result } = await sendTo(account, to, () => words);
      return result === 'unreachable' || result === 'reconnect' ? 'again' : 'over';
    },
    async refusal(account, at) {
      const rules = await rulesOf(account, at);
      if (rules === undefined) return 'call.off';
      const noon = { hours: [], takenS: 0, calledUs: true } as const;
      const seconds = mayDial(rules, { ...noon, number: at.address });
      if (typeof seconds === 'string') return seconds;
      const mayLeave = await records.withAccount(account, (sql) => permission.mayLeave(sql, at));
      return mayLeave ? null : 'contact.opted_out';
    },
  };
}

/** The first quarter of an hour at which it is day. Where no hour is day everywhere, a day later. */
function nextDay(isDay: (instant: number) => boolean, now: number): number {
  const quarterMs = hourMs / 4;
  const first = Math.ceil(now / quarterMs) * quarterMs;
  for (let at = first; at < now + 24 * hourMs; at += quarterMs) if (isDay(at)) return at;
  return now + 24 * hourMs;
}
