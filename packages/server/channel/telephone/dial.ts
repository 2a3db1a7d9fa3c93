// Asks the carrier of a conversation's channel to call its contact. First come the guards against toll
// fraud and against calls that nobody wants; what a call may take is counted before it begins.
import { mayDial } from '@opportune/core/call/dialling.ts';
import type { Dial } from '@opportune/core/ports/dialling.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import type { OpenChannel, OpenChannels } from '../open-channels.ts';
import { webhookUrlOf } from '../shown-channel.ts';
import { CarrierDialled, type DialledCalls, rememberDialled } from './dialled.ts';
import { insertDialled, settleDialled, takenSeconds } from './dialled-rows.ts';
import { hoursAt } from './hours-at.ts';

export interface DialParts {
  readonly records: Pick<Records, 'withAccount'>;
  readonly permission: Pick<Permission, 'mayLeave'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publicUrl: () => string;
  readonly channels: Pick<OpenChannels, 'of'>;
  readonly timeZoneOf: (account: AccountId) => Promise<string>;
  readonly dialled: DialledCalls;
}

const hourMs = 3_600_000;

export function createDial(use: DialParts): Dial {
  return async (account, record, isTheirs = true) => {
    const channel = await use.channels.of(account, record.channel);
    if (channel?.opened.dialling === undefined) return 'call.off';
    if (channel.stored.state !== 'connected') return 'call.carrier';
    const token = use.ids.next();
    const seconds = await allowed(
      use,
      channel,
      isTheirs ? record : { ...record, startedAt: 0 },
      token,
    );
    if (typeof seconds === 'string') return seconds;
    return begin(use, channel, { to: record, token, seconds });
  };
}

/** The seconds that it may take, which count from now on, or why it may not be. */
async function allowed(
  { records, permission, clock, timeZoneOf }: DialParts,
  { account, opened: { dialling } }: OpenChannel,
  { channel, address, startedAt }: Conversation,
  id: string,
): Promise<number | ErrorCode> {
  if (dialling === undefined) return 'call.off';
  const at = clock.now();
  const zone = await timeZoneOf(account);
  const now = {
    ...{ number: address, calledUs: at - startedAt < hourMs },
    hours: hoursAt(address, { from: dialling.rules.from, zone }, at),
  };
  return records.withAccount(account, async (sql) => {
    await lockAccount(sql);
    if (!(await permission.mayLeave(sql, { channel, address }))) return 'contact.opted_out';
    const takenS = await takenSeconds(sql, at);
    const seconds = mayDial(dialling.rules, { ...now, takenS });
    if (typeof seconds === 'number')
      await insertDialled(sql, account, { id, at, allowedS: seconds });
    return seconds;
  });
}

interface Order {
  readonly to: Pick<Conversation, 'id' | 'address'>;
  readonly token: string;
  readonly seconds: number;
}

async function begin(
  use: DialParts,
  { account, stored, opened: { dialling } }: OpenChannel,
  { to, token, seconds }: Order,
): Promise<CarrierDialled | ErrorCode> {
  let callSid: string | null = null;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    if (callSid !== null) void dialling?.end(callSid);
  };
  const dialled = new CarrierDialled(to.id, end);
  rememberDialled(use.dialled, token, dialled);
  const url = webhookUrlOf(use.publicUrl(), stored) ?? '';
  const outcome = await dialling?.begin({
    ...{ to: to.address, seconds, withinMs: telephoneLimits.dialMs },
    url: `${url}?dialled=${token}`,
    statusUrl: `${url}?status=${token}`,
  });
  if (outcome?.type === 'begun') {
    callSid = outcome.externalId;
    if (isOver) end();
    return dialled;
  }
  use.dialled.delete(token);
  // What may have left counts as what it may take.
  if (outcome?.type !== 'uncertain')
    await use.records.withAccount(account, (sql) => settleDialled(sql, token, 0));
  return 'call.carrier';
}
