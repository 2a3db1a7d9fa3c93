// Call backs as visitors ask for them.
import type { VisitorCallbacks } from '@opportune/core/ports/visitor-chat.ts';
import { zoneOffsetMs } from '@opportune/core/world/local-time.ts';
import { languageOf } from '@opportune/words/language.ts';
import { isOver } from '@opportune/core/callback/promise.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { ShownCallback } from '@opportune/protocol/conversation/callback.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { type CallbackRow, findInConversation } from './callback-rows.ts';
import type { Callbacks } from './callbacks.ts';
import type { Keeping } from './keep-promise.ts';
import type { CallbackParts } from './seams.ts';

export function visitorCallbacks(
  use: CallbackParts,
  callbacks: Callbacks,
  keeping: Keeping,
): VisitorCallbacks {
  const { desks, records, store } = use;
  const newest = (account: AccountId, conversation: ConversationId) =>
    records.withAccount(account, (sql) => findInConversation(sql, conversation));
  return {
    isOffered: async (...of) => (await callbacks.ways(...of)).length > 0,
    async reserve(
      { account, visitor, reads, payer },
      { request, way, from, address, timeZone },
      skill,
    ) {
      const desk = await desks.of(account);
      // Also where the request is one from before the block.
      if (await store.isBlocked(account, visitorAddress(visitor)))
        return { refused: 'visitor.blocked' };
      const addresses = [address ?? [], way.type === 'telephone' ? way.number : []].flat();
      const reader =
        addresses.length === 0
          ? null
          : { language: languageOf(reads ?? []), timeZone: knownZone(timeZone) };
      const writesTo = payer === null ? null : { payer, addresses };
      const at = visitorAddress(visitor);
      const asked = { at, request, way, from, skill, reads: reader, writesTo };
      const reserved = await callbacks.reserve(desk, asked);
      return 'refused' in reserved ? reserved : { id: reserved.id };
    },
    promise: (...of) => callbacks.promise(...of),
    forget: (...of) => callbacks.forget(...of),
    async slots({ account }, { request, skill, conversation, number: asked }) {
      const desk = await desks.of(account);
      const ways = await callbacks.ways(account, skill);
      const isOffered = ways.length > 0;
      const row = conversation === null ? null : await newest(account, conversation);
      const now = use.clock.now();
      const number = asked ?? (row === null || isOver(row) ? null : row.number);
      const mayRing = await callbacks.mayRingNumber(account, number);
      return {
        ...{ type: 'chat.slots', request },
        slots: isOffered ? await callbacks.slots(desk, skill, number) : [],
        now: isOffered && desk.staffedFor(skill) && mayRing({ from: now, until: now + 1 }),
        ways,
        letters: isOffered && (await use.mailOf(account)).configured,
        ...(ways.includes('telephone') && (await callbacks.texts(account)) && { texts: true }),
        promise: row === null ? null : shownTo(row),
      };
    },
    async change(account, conversation, from) {
      const row = await newest(account, conversation);
      if (row === null) return 'request.not_found';
      return changeCallback({ use, keeping }, account, row, from);
    },
  };
}

/** Null: there is no such zone. */
function knownZone(zone: string | undefined): string | null {
  return zone === undefined || zoneOffsetMs(zone, 0) === null ? null : zone;
}

/** Moves it, or cancels it where `from` is null. Null, or why not. */
export async function changeCallback(
  of: { readonly use: Pick<CallbackParts, 'desks'>; readonly keeping: Keeping },
  account: AccountId,
  row: CallbackRow,
  from: number | null,
) {
  const { use, keeping } = of;
  if (isOver(row) || row.state === 'ringing') return 'callback.over' as const;
  if (from === null) {
    const now = await keeping.apply(account, row.id, { type: 'cancel' });
    return now?.state === 'cancelled' ? null : ('callback.over' as const);
  }
  return keeping.move(await use.desks.of(account), row.id, from);
}

function shownTo({ way, state, isNow, from, until, dueAt }: CallbackRow): ShownCallback {
  return { way, state, isNow, from, until, dueAt };
}
