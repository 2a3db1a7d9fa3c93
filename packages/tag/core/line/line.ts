// The tab's line to the server. One tab of a browser leads and holds the connection; the others send
// through it. Leadership is a Web Lock; a leader that does not answer (suspended, crashed) loses it
// to a visible tab. Without locks or channels every tab leads for itself.
import type {
  ClientEvent,
  EngagementContent,
  Frame,
  Hello,
  ServerFrame,
  VisitorFrame,
  Welcome,
} from '../../wire.ts';
import { connect } from './connection.ts';
import type { Connection } from './connection.ts';
import { later, listen, safe } from '../safe.ts';
import type { Outbox } from './outbox.ts';

/** What a tab hears: the server's frames, that there is no connection, and that another tab left. */
export type Heard = ServerFrame | { readonly type: 'offline' | 'bye' };

const answerMs = 2500;
const askEveryMs = 20_000;
const retryMs = 5000;

type Between =
  | {
      readonly t: 'up';
      readonly tab: string;
      readonly view: string;
      readonly events: readonly ClientEvent[];
      readonly frames: readonly VisitorFrame[];
      readonly join?: boolean;
    }
  | { readonly t: 'here'; readonly to: string; readonly frames: readonly Heard[] }
  | { readonly t: 'down'; readonly frame: Heard; readonly to?: string }
  | { readonly t: 'acked'; readonly ids: readonly string[] }
  | { readonly t: 'lead' }
  | { readonly t: 'bye'; readonly tab: string };

export interface LineOptions {
  readonly base: string;
  /** Of the visitor's tabs: those of another have a line of their own. */
  readonly name: () => string;
  readonly tab: string;
  readonly outbox: Outbox;
  readonly hello: () => Hello;
  /** The page view that the visitor sees in this tab now. */
  readonly view: () => string;
  readonly heard: (frame: Heard) => void;
  /** No tab shows this page view any more. */
  readonly missed: (engagement: EngagementContent) => void;
}

export interface Line {
  /** Sends the outbox's events as soon as there is a connection. */
  flush(): void;
  /** False where it cannot go now; what must not be lost is kept by the caller. */
  send(frame: VisitorFrame): void;
  begin(): void;
  /** Lets go of the connection and the lead: another tab may take them. */
  stop(): void;
}

/** The welcome as it stands after a later frame, for tabs and bundles that come later. */
export function remember(welcome: Welcome, frame: Heard): Welcome {
  if (frame.type === 'welcome') return frame;
  if (frame.type === 'presence')
    return { ...welcome, settings: { ...welcome.settings, agentsOnline: frame.agentsOnline } };
  if (frame.type !== 'chat.state') return welcome;
  const others = welcome.conversations.filter(({ id }) => id !== frame.conversation.id);
  return { ...welcome, conversations: [...others, frame.conversation] };
}

export function createLine({
  base,
  name,
  tab,
  outbox,
  hello,
  view,
  heard,
  missed,
}: LineOptions): Line {
  let connection: Connection | null = null;
  let channel: BroadcastChannel | null = null;
  let release: (() => void) | null = null;
  let asking: AbortController | null = null;
  let welcome: Welcome | null = null;
  let doubt = 0;
  let flushing = 0;
  let ours = '';
  let batch = 0;
  let stops: (() => void)[] = [];
  const batches = new Map<number, readonly string[]>();
  const views = new Map<string, string>();

  const post = (message: Between): void => channel?.postMessage(message);
  const tell = (frame: Heard): void => {
    heard(frame);
    post({ t: 'down', frame });
  };

  const settle = (frame: Frame<'ack'>): void => {
    const retry = new Set(frame.refused.filter(({ retry: again }) => again).map(({ id }) => id));
    const ids = (batches.get(frame.batch) ?? []).filter((id) => !retry.has(id));
    batches.delete(frame.batch);
    outbox.settle(ids);
    post({ t: 'acked', ids });
    if (retry.size) later(resend, retryMs);
  };
  const route = (engagement: EngagementContent): void => {
    const frame = { type: 'engage', engagement } as const;
    if (engagement.pageView === null || engagement.pageView === view()) return heard(frame);
    for (const [to, at] of views)
      if (at === engagement.pageView) return post({ t: 'down', frame, to });
    missed(engagement);
  };
  const fromServer = (frame: ServerFrame): void => {
    if (welcome) welcome = remember(welcome, frame);
    if (frame.type === 'ack') return settle(frame);
    if (frame.type === 'engage') return route(frame.engagement);
    if (frame.type === 'problem' && frame.problem.retry) later(resend, retryMs);
    if (frame.type === 'welcome') {
      welcome = frame;
      outbox.again();
    }
    tell(frame);
    if (frame.type === 'welcome') flush();
  };
  const resend = (): void => {
    outbox.again();
    flush();
  };

  const lead = (): void => {
    outbox.again();
    outbox.adopt();
    connection = connect(
      base,
      hello,
      safe(fromServer),
      safe(() => ((welcome = null), tell({ type: 'offline' }))),
    );
    post({ t: 'lead' });
  };
  const follow = (steal?: boolean): void => {
    asking = new AbortController();
    const held = (): Promise<void> => new Promise((resolve) => ((release = resolve), safe(lead)()));
    const options = steal ? { steal: true } : { signal: asking.signal };
    // Rejects when the lead is taken away from a tab that slept, when the asking is called off, and at
    // once where the page is in a frame or browser that keeps nothing.
    navigator.locks.request(ours, options, held).catch(
      safe((error: Error) => {
        if (release) {
          drop();
          follow();
          ask(true);
        } else if (error.name === 'SecurityError') lead();
      }),
    );
  };
  const drop = (): void => {
    connection?.close();
    connection = null;
    release = null;
    welcome = null;
  };
  /** Sends to the leader, and takes the lead if no answer comes and somebody looks at this tab. */
  const ask = (join = false, frames: readonly VisitorFrame[] = []): void => {
    if (!channel || connection) return;
    if (join) outbox.again();
    post({ t: 'up', tab, view: view(), events: outbox.take(), frames, join });
    clearTimeout(doubt);
    doubt = later(() => {
      if (connection || document.hidden) return;
      asking?.abort();
      follow(true);
    }, answerMs);
  };

  const fromTab = (message: Between): void => {
    switch (message.t) {
      case 'lead':
        return ask(true);
      case 'up':
        if (!connection) return;
        views.set(message.tab, message.view);
        for (const event of message.events) outbox.add(event, message.tab);
        for (const frame of message.frames) connection.send(frame);
        post({ t: 'here', to: message.tab, frames: message.join && welcome ? [welcome] : [] });
        return flush();
      case 'here':
        if (message.to !== tab) return;
        clearTimeout(doubt);
        for (const frame of message.frames) heard(frame);
        return;
      case 'down':
        if (!connection && (!message.to || message.to === tab)) heard(message.frame);
        return;
      case 'acked':
        return outbox.settle(message.ids);
      case 'bye':
        views.delete(message.tab);
        heard({ type: 'bye' });
    }
  };

  const flush = (): void => {
    flushing ||= later(() => {
      flushing = 0;
      if (!connection) return channel ? ask() : undefined;
      if (!welcome) return;
      for (let events = outbox.take(); events.length; events = outbox.take()) {
        batches.set(
          (batch += 1),
          events.map(({ id }) => id),
        );
        connection.send({ type: 'events', batch, sentAt: Date.now(), events });
      }
    });
  };

  return {
    flush,
    send(frame) {
      if (connection) connection.send(frame);
      else ask(false, [frame]);
    },
    begin() {
      if (connection || channel) return;
      if (!navigator.locks || !window.BroadcastChannel) return lead();
      channel = new BroadcastChannel((ours = name()));
      channel.onmessage = safe((event: MessageEvent<Between>) => fromTab(event.data));
      const look = (): void => {
        if (!document.hidden) ask(true);
      };
      const every = setInterval(safe(look), askEveryMs);
      stops = [listen(document, 'visibilitychange', look), () => clearInterval(every)];
      follow();
      ask(true);
    },
    stop() {
      clearTimeout(doubt);
      for (const stop of stops) stop();
      stops = [];
      post({ t: 'bye', tab });
      asking?.abort();
      const free = release;
      drop();
      free?.();
      channel?.close();
      channel = null;
      views.clear();
    },
  };
}
