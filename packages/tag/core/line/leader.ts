// The leading tab: it holds the connection, sends for all tabs of the visitor, and forwards what
// the server sends.
import type {
  EngagementContent,
  Frame,
  Hello,
  ServerFrame,
  VisitorFrame,
  Welcome,
} from '../../wire.ts';
import { later, safe } from '../safe.ts';
import type { Between, Heard, Up } from './channel.ts';
import { connect, type Connection } from './connection.ts';
import type { Outbox } from './outbox.ts';

/** After this, temporarily refused events are sent again. */
const retryMs = 5000;

export interface LeaderOptions {
  readonly base: string;
  /** The write key of the site. */
  readonly key: string;
  readonly outbox: Outbox;
  readonly hello: () => Hello;
  /** The page view that the visitor sees in this tab now. */
  readonly shownView: () => string;
  readonly heard: (frame: Heard) => void;
  /** No tab shows this page view any more. */
  readonly missed: (engagement: EngagementContent) => void;
}

export interface Leader {
  /** Whether this tab leads. */
  leads(): boolean;
  begin(): void;
  stop(): void;
  send(frame: VisitorFrame): void;
  /** Sends the outbox's events, once the server has greeted. */
  sendEvents(): void;
  /** Sends what another tab passes on. Returns the answers to its questions. */
  serve(up: Up): readonly Heard[];
  /** A tab is gone. */
  forget(tab: string): void;
}

/** The welcome updated by a later frame, for tabs and bundles that come later. */
export function remember(welcome: Welcome, frame: Heard): Welcome {
  if (frame.type === 'welcome') return frame;
  if (frame.type === 'presence')
    return { ...welcome, settings: { ...welcome.settings, agentsOnline: frame.agentsOnline } };
  if (frame.type !== 'chat.state') return welcome;
  const others = welcome.conversations.filter(({ id }) => id !== frame.conversation.id);
  return { ...welcome, conversations: [...others, frame.conversation] };
}

/** `flush` sends events in a task of its own. */
export function createLeader(
  { base, key, outbox, hello, shownView, heard, missed }: LeaderOptions,
  post: (message: Between) => void,
  flush: () => void,
): Leader {
  let connection: Connection | null = null;
  let welcome: Welcome | null = null;
  let batch = 0;
  const batches = new Map<number, readonly string[]>();
  const views = new Map<string, string>();

  const resend = (): void => {
    outbox.again();
    flush();
  };
  const route = (engagement: EngagementContent): void => {
    const frame = { type: 'engage', engagement } as const;
    if (engagement.pageView === null || engagement.pageView === shownView()) return heard(frame);
    for (const [to, at] of views)
      if (at === engagement.pageView) return post({ t: 'down', frame, to });
    missed(engagement);
  };
  const tell = (frame: Heard): void => {
    heard(frame);
    post({ t: 'down', frame });
  };
  const settle = (frame: Frame<'ack'>): void => {
    const again = frame.refused.filter(({ retry }) => retry).map(({ id }) => id);
    const ids = (batches.get(frame.batch) ?? []).filter((id) => !again.includes(id));
    batches.delete(frame.batch);
    outbox.settle(ids);
    post({ t: 'acked', ids });
    if (again.length) later(resend, retryMs);
  };
  const fromServer = (frame: ServerFrame): void => {
    if (welcome) welcome = remember(welcome, frame);
    if (frame.type === 'engage') return route(frame.engagement);
    if (frame.type === 'ack') return settle(frame);
    if (frame.type === 'problem' && frame.problem.retry) later(resend, retryMs);
    if (frame.type === 'welcome') {
      welcome = frame;
      resend();
    }
    tell(frame);
  };
  const lost = safe(() => ((welcome = null), tell({ type: 'offline' })));
  const send = (frame: VisitorFrame): void => void connection?.send(frame);

  return {
    leads: () => connection !== null,
    begin() {
      outbox.again();
      outbox.adopt();
      connection = connect(base, key, hello, safe(fromServer), lost);
      post({ t: 'lead' });
    },
    stop() {
      connection?.close();
      connection = welcome = null;
      views.clear();
    },
    send,
    sendEvents() {
      if (!welcome) return;
      for (let events = outbox.take(); events.length; events = outbox.take()) {
        const ids = events.map(({ id }) => id);
        batches.set((batch += 1), ids);
        send({ type: 'events', batch, sentAt: Date.now(), events });
      }
    },
    serve({ tab, view: shown, events, frames, join }) {
      views.set(tab, shown);
      for (const event of events) outbox.add(event, tab);
      for (const frame of frames) send(frame);
      return join && welcome ? [welcome] : [];
    },
    forget: (tab) => void views.delete(tab),
  };
}
