// What of a chat outlives its page, in the tag's storage: what is written and not acknowledged, the
// draft, and how the window stood. Writes only what changed, and nothing where there is nothing.
import type { Bridge } from '../core/bridge.ts';
import type { VisitorConversation } from '../wire.ts';
import type { Before, ChatState, Pending, Request } from './state.ts';

const name = 'w';

export interface Kept {
  readonly shape?: ChatState['shape'];
  readonly draft?: string;
  readonly pending?: readonly Pending[];
  readonly request?: Request | null;
  readonly before?: Before | null;
  /** A conversation that is over, and still asked about. */
  readonly over?: VisitorConversation | null;
}

export interface Keeper {
  read(): Kept;
  keep(state: ChatState): void;
}

function parseKept(text: string): Kept {
  try {
    // Written by this window in an earlier page: the one parser of it.
    return text ? (JSON.parse(text) as Kept) : {};
  } catch {
    return {};
  }
}

/** What was over a while ago is asked about no more. */
export function stillOver({ over }: Kept): VisitorConversation | null {
  return over && Date.now() - (over.endedAt ?? 0) < overMs ? over : null;
}
const overMs = 3_600_000;

export function createKeeper(bridge: Bridge): Keeper {
  let present = '';
  return {
    read: () => parseKept((present = bridge.store.get(name) ?? '')),
    keep({ shape, draft, pending, request, before, conversation, after }) {
      const offered = after?.conversation === conversation?.id ? after : null;
      const follows = offered?.survey || offered?.transcript === 'may';
      const isOver = shape !== 'closed' && conversation?.status === 'ended';
      const over = isOver && follows ? conversation : undefined;
      const empty = shape === 'closed' && !draft && !pending.length && !request && !before;
      const text = empty ? '' : bridge.json({ shape, draft, pending, request, before, over });
      if (text === present) return;
      present = text;
      bridge.store.set(name, text || null);
    },
  };
}
