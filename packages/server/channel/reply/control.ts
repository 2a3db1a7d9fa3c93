// Takes, asks for or passes a conversation among apps of the business, for an agent, and notes it in the
// conversation once the provider has done it.
import type { NotSent } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Ids } from '@opportune/core/world/world.ts';
import { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { ControlOutcome, ControlRequest } from '@opportune/protocol/rest/channel/control.ts';
import type { Principal } from '../../http/access/principal.ts';
import { found, Refusal } from '../../http/problem/refusal.ts';
import { problem } from '@opportune/protocol/errors.ts';
import type { ConverseParts } from '../incoming/converse.ts';
import type { OpenChannels } from '../open-channels.ts';

export interface ControlParts {
  readonly records: Records;
  readonly ids: Ids;
  readonly open: Pick<OpenChannels, 'of'>;
  readonly control: ConverseParts['control'];
}

/** Throws `request.not_found`, and `conversation.not_yours` if somebody passes what they do not have. */
export type Control = (
  principal: Principal,
  conversation: ConversationId,
  request: ControlRequest,
) => Promise<ControlOutcome>;

const noted = { take: 'took', ask: 'asked', pass: 'passed' } as const;

export function createControl({ records, ids, open, control }: ControlParts): Control {
  return async ({ account, user }, conversation, request) => {
    const row = await records.withAccount(account, (sql) =>
      sql.row<{ agent: string | null; status: string }>(
        'SELECT channel, address, agent, status FROM conversations WHERE id = $1',
        [conversation],
      ),
    );
    const at = AddressAt.parse(found(row));
    // Who passes a conversation gives it away.
    const isTheirs = row?.status === 'active' && row.agent === user.id;
    if (request.act === 'pass' && !isTheirs) throw new Refusal(problem('conversation.not_yours'));
    const opened = (await open.of(account, at.channel))?.opened;
    const done = (await opened?.control?.(at.address, request)) ?? null;
    if (done === null) return { result: 'unsupported', detail: null };
    if (done.type !== 'done') return notDone(done);
    const aside = { type: 'control', what: noted[request.act], app: done.passedTo } as const;
    const id = MessageId.parse(ids.next());
    await control(account, { ...at, id, aside: { ...aside, by: user.name } });
    return { result: 'done', detail: null };
  };
}

function notDone(outcome: NotSent): ControlOutcome {
  const detail = 'detail' in outcome ? outcome.detail : null;
  const { type } = outcome;
  return { result: type === 'refused' || type === 'reconnect' ? type : 'unreachable', detail };
}
