// What of a chat survives its page, in the tag's storage: unacknowledged messages, the draft, and
// the shape of the window. All tabs of the browser share it. Each writes only its own changes, over
// what the others wrote, and takes over what they wrote meanwhile. Only a tab that knows what
// became of a message removes it.
import { personIn } from '../core/identity.ts';
import type { Values } from '../core/store.ts';
import type { VisitorConversation } from '../wire.ts';
import {
  type Before,
  type ChatState,
  isLive,
  type Pending,
  type Request,
  without,
} from './state.ts';

const name = 'w';

export interface Kept {
  readonly shape?: ChatState['shape'];
  readonly draft: string;
  readonly pending: readonly Pending[];
  readonly request: Request | null;
  readonly before: Before | null;
  /** A conversation that is over, and still has questions. */
  readonly over?: VisitorConversation | null | undefined;
  /** The person: a tab may notice late that another has let go of them. */
  readonly person?: string | null;
}

/** What it needs of the bridge. */
interface Keeping {
  readonly store: Values;
  json(value: unknown): string;
}

export interface Keeper {
  read(): Kept;
  keep(state: ChatState): void;
  /** What other tabs wrote that this state does not have. */
  others(state: ChatState): Partial<ChatState>;
}

const nothing = { draft: '', pending: [], request: null, before: null };

function parseKept(text: string | null): Kept {
  try {
    // Written by this window, in this page or another. This is the only parser of it.
    return { ...nothing, ...(text && (JSON.parse(text) as Kept)) };
  } catch {
    return nothing;
  }
}

/** A conversation that has been over for some time has no more questions. */
export function stillOver({ over }: Kept): VisitorConversation | null {
  return over && Date.now() - (over.endedAt ?? 0) < overMs ? over : null;
}
const overMs = 3_600_000;

const inOrder = (list: readonly Pending[]): readonly Pending[] =>
  [...list].sort((a, b) => a.at - b.at);

/** Its bytes are only in the page where it was chosen. */
const isBrought = ({ content, stored }: Pending): boolean =>
  content?.type !== 'attachment' || stored === true;

/** What of the state survives its page, in addition to waiting messages. */
function keptOf({ shape, draft, request, before, conversation, after }: ChatState) {
  const offered = after?.conversation === conversation?.id ? after : null;
  const follows = offered?.survey || offered?.transcript === 'may';
  const isOver = shape !== 'closed' && conversation?.status === 'ended';
  return { shape, draft, request, before, over: isOver && follows ? conversation : undefined };
}

const isEmpty = ({ shape, draft, pending, request, before }: Kept): boolean =>
  shape === 'closed' && !draft && !pending.length && !request && !before;

export function createKeeper(bridge: Keeping): Keeper {
  /** As this tab last wrote or took it over. */
  let mine: Kept = nothing;
  /** A request that another tab makes. */
  let theirs: Request | null = null;
  /** Written in this page: restored if two tabs wrote at once. */
  const own = new Set<string>();
  const stored = (): Kept => {
    const person = personIn(bridge.store);
    const kept = parseKept(bridge.store.get(name));
    return (kept.person ?? person) === person ? kept : nothing;
  };
  /** As another tab left them, unless they were changed here. */
  const ours = (pending: readonly Pending[], there: Kept): readonly Pending[] =>
    pending.flatMap((each) => {
      const known = there.pending.find(({ id }) => id === each.id);
      if (!mine.pending.includes(each)) own.add(each.id);
      else if (known) return known;
      return known || own.has(each.id) ? each : [];
    });
  return {
    read: () => (mine = stored()),
    keep(state) {
      const { shape, pending, messages } = state;
      const now = keptOf(state);
      const was: Readonly<Record<string, unknown>> = { ...mine };
      const there = stored();
      const others = without(there.pending, [...pending, ...mine.pending, ...messages]);
      const next: Kept = {
        // If another tab has just begun, the storage may be empty: the shape in this tab is kept.
        shape,
        ...there,
        ...Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== was[key])),
        pending: inOrder([...others, ...ours(pending, there)]),
        person: personIn(bridge.store),
      };
      mine = { ...now, pending };
      const text = isEmpty(next) ? '' : bridge.json(next);
      if (text !== (bridge.store.get(name) ?? '')) bridge.store.set(name, text || null);
    },
    others(state) {
      const { pending, request, conversation, messages, screen } = state;
      // A conversation that is over takes nothing over.
      if (conversation && !isLive(state)) return {};
      const there = stored();
      const known = new Set(there.pending.map(({ id }) => id));
      const kept = pending.filter(({ id }) => own.has(id) || known.has(id));
      const more = without(there.pending, [...pending, ...messages]).filter(isBrought);
      const asks = !conversation && !request && there.request;
      const asked = request && request === theirs && !there.request;
      if (asks) theirs = asks;
      const change = {
        draft: there.draft,
        pending: inOrder([...kept, ...more]),
        ...(asks && { request: asks, screen: 'talk' as const }),
        ...(asked && { request: null, screen: conversation ? screen : ('form' as const) }),
      };
      mine = { ...mine, ...change };
      return change;
    },
  };
}
