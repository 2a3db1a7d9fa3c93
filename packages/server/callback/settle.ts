// What becomes of the conversation of a promise after a step. Done again, it changes nothing.
import { isOver } from '@opportune/core/callback/promise.ts';
import type { Conversation, SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { type CallbackRow, findInConversation } from './callback-rows.ts';
import type { CallbackParts } from './seams.ts';

type Noted = Extract<SystemNote, { type: 'callback' }>['what'];
type Use = Pick<CallbackParts, 'calls' | 'clock' | 'records'>;

/**
 * Takes the conversation from agents: it is a message that was left, or over where nothing is promised
 * any more.
 */
export async function settle(
  use: Use,
  desk: AccountDesk,
  row: CallbackRow,
  what: Noted,
): Promise<void> {
  const id = row.conversation;
  const from = what === 'again' || what === 'moved' ? row.dueAt : null;
  const note = desk.writes.systemMessage({ type: 'callback', what, from });
  // It may be told again: what changes nothing else of the conversation would not be noticed.
  const messages = [
    what === 'withdrawn' ? { ...note, id: MessageId.parse(`withdrawn-${row.id}`) } : note,
  ];
  const isDone = what === 'cancelled';
  const now = use.clock.now();
  const change = isDone
    ? ({ status: 'ended', caseState: 'closed', endedAt: now } as const)
    : ({ status: 'message', caseState: 'open', endedAt: null } as const);
  const talk = desk.desk.conversations.get(id);
  if ((isDone || what === 'withdrawn') && talk?.callsBack === false) {
    // An agent writes with them, or they wait for one: that goes on without the call.
    await desk.writes.append(id, messages);
  } else if (talk !== undefined) {
    const along = new Map([[id, { messages, change }]]);
    const { refused, stored } = desk.apply({ type: 'conversation.drop', id, user: null }, along);
    if (refused === null) await stored;
  } else
    await desk.writes.decide(id, (record) =>
      isSettled(record, isDone, what) ? null : { messages, change },
    );
  use.calls.tellWaiting(desk.account);
}

/** It was settled before, or a person has had it since. */
function isSettled({ status }: Conversation, isDone: boolean, what: Noted): boolean {
  if (isDone) return status === 'ended';
  if (what === 'withdrawn') return status !== 'message';
  return what === 'missed' && status !== 'waiting' && status !== 'active';
}

/** They were reached: the conversation goes on with its agent, and nobody calls back in it any more. */
export async function goOn({ calls }: Use, desk: AccountDesk, row: CallbackRow): Promise<void> {
  const { conversation: id } = row;
  const type = calls.isRinging(id) ? 'conversation.called' : 'conversation.write';
  const { refused, stored } = desk.apply({ type, id });
  if (refused === null) await stored;
}

/**
 * Does what a stored step was to do with the conversation, if whoever stored it died before. Nobody is
 * asked to call back for a promise that is over, or has its time ahead.
 */
export async function makeUp(use: Use, desk: AccountDesk, row: CallbackRow): Promise<void> {
  const talk = desk.desk.conversations.get(row.conversation);
  const isTold = talk !== undefined && !talk.callsBack && row.state !== 'withdrawn';
  const isLeft = !isTold && (talk !== undefined || isOver(row));
  if (!isLeft || !(await isNewest(use, desk, row))) return;
  switch (row.state) {
    case 'promised':
      return settle(use, desk, row, row.dueAt === row.from ? 'moved' : 'again');
    case 'reached':
      return goOn(use, desk, row);
    case 'missed':
    case 'cancelled':
    case 'withdrawn':
      return settle(use, desk, row, row.state);
    case 'offered':
    case 'ringing':
  }
}

/** Its conversation may wait for a later promise. */
async function isNewest({ records }: Use, { account }: AccountDesk, row: CallbackRow) {
  const newest = await records.withAccount(account, (sql) =>
    findInConversation(sql, row.conversation),
  );
  return newest?.id === row.id;
}
