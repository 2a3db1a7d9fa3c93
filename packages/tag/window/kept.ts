// What of a chat outlives its page, in the tag's storage: what is written and not acknowledged, the
// draft, and how the window stood. Writes only what changed, and nothing where there is nothing.
import type { Bridge } from '../core/bridge.ts';
import type { Before, ChatState, Pending, Request } from './state.ts';

const name = 'w';

export interface Kept {
  readonly shape?: ChatState['shape'];
  readonly draft?: string;
  readonly pending?: readonly Pending[];
  readonly request?: Request | null;
  readonly before?: Before | null;
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

export function createKeeper(bridge: Bridge): Keeper {
  let present = '';
  return {
    read: () => parseKept((present = bridge.store.get(name) ?? '')),
    keep({ shape, draft, pending, request, before }) {
      const empty = shape === 'closed' && !draft && !pending.length && !request && !before;
      const text = empty ? '' : bridge.json({ shape, draft, pending, request, before });
      if (text === present) return;
      present = text;
      bridge.store.set(name, text || null);
    },
  };
}
