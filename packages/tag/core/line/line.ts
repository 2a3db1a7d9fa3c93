// The tab's line to the server. One tab of a browser leads and holds the connection; the others
// send through it. Leadership is a Web Lock. A leader that does not answer (suspended, crashed)
// loses it to a visible tab. Without locks or channels every tab leads for itself.
import type { VisitorFrame } from '../../wire.ts';
import { createTimer, later } from '../safe.ts';
import { openChannel, type Between, type Channel } from './channel.ts';
import { createLeader, type LeaderOptions } from './leader.ts';
import { lock } from './lock.ts';

const answerMs = 2500;

export interface LineOptions extends LeaderOptions {
  /** The name shared by the visitor's tabs. Tabs of another visitor have a line of their own. */
  readonly name: () => string;
  readonly tab: string;
}

export interface Line {
  /** Sends the outbox's events as soon as there is a connection. */
  flush(): void;
  /** Lost if it cannot be sent now: the caller keeps what must not be lost. */
  send(frame: VisitorFrame): void;
  begin(): void;
  /** Releases the connection and the lead: another tab may take them. */
  stop(): void;
  /** Stops and begins: the visitor is greeted anew. */
  again(): void;
}

export function createLine(options: LineOptions): Line {
  const { name, tab, outbox, shownView, heard } = options;
  let channel: Channel | null = null;
  const doubt = createTimer();
  let flushing = 0;
  let ours = '';
  let letGo = (): void => {};
  const post = (message: Between): void => channel?.post(message);
  const flush = (): void => {
    flushing ||= later(() => {
      flushing = 0;
      if (leader.leads()) leader.sendEvents();
      else ask();
    });
  };
  const leader = createLeader(options, post, flush);
  const follow = (steal = false): void => {
    letGo = lock(ours, steal, leader.begin, () => {
      leader.stop();
      follow();
      ask(true);
    });
  };
  /** Sends to the leader, and takes the lead if no answer comes and this tab is visible. */
  const ask = (join = false, frames: readonly VisitorFrame[] = []): void => {
    if (!channel || leader.leads()) return;
    if (join) outbox.again();
    post({ t: 'up', tab, view: shownView(), events: outbox.take(), frames, join });
    doubt(() => {
      if (leader.leads() || document.hidden) return;
      letGo();
      follow(true);
    }, answerMs);
  };
  const fromTab = (message: Between): void => {
    if (message.t === 'lead') ask(true);
    if (message.t === 'acked') outbox.settle(message.ids);
    if (message.t === 'down' && !leader.leads() && (message.to ?? tab) === tab)
      heard(message.frame);
    if (message.t === 'up' && leader.leads()) {
      post({ t: 'here', to: message.tab, frames: leader.serve(message) });
      flush();
    }
    if (message.t === 'here' && message.to === tab) {
      doubt();
      message.frames.forEach(heard);
    }
    if (message.t === 'bye') {
      leader.forget(message.tab);
      heard({ type: 'bye' });
    }
  };

  const begin = (): void => {
    if (leader.leads() || channel) return;
    if (!navigator.locks || !window.BroadcastChannel) return leader.begin();
    channel = openChannel((ours = name()), fromTab, () => void (document.hidden || ask(true)));
    follow();
    ask(true);
  };
  const stop = (): void => {
    doubt();
    post({ t: 'bye', tab });
    leader.stop();
    letGo();
    channel?.stop();
    channel = null;
  };
  return {
    flush,
    send: (frame) => (leader.leads() ? leader.send(frame) : ask(false, [frame])),
    begin,
    stop,
    again: () => (stop(), begin()),
  };
}
