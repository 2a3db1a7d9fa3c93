// How the tabs of a visitor communicate. Tabs with several versions of the tag may meet, so these
// messages must stay readable for all versions.
import type { ClientEvent, ServerFrame, VisitorFrame } from '../../wire.ts';
import { listen, safe } from '../safe.ts';

const lookEveryMs = 20_000;

/**
 * What a tab receives: the server's frames, that there is no connection, and that another tab left.
 */
export type Heard = ServerFrame | { readonly type: 'offline' | 'bye' };

/** What a tab has the leader send. `join`: it requests the present state. */
export interface Up {
  readonly t: 'up';
  readonly tab: string;
  readonly view: string;
  readonly events: readonly ClientEvent[];
  readonly frames: readonly VisitorFrame[];
  readonly join?: boolean;
}

export type Between =
  | Up
  | { readonly t: 'here'; readonly to: string; readonly frames: readonly Heard[] }
  | { readonly t: 'down'; readonly frame: Heard; readonly to?: string }
  | { readonly t: 'acked'; readonly ids: readonly string[] }
  | { readonly t: 'lead' }
  | { readonly t: 'bye'; readonly tab: string };

export interface Channel {
  post(message: Between): void;
  stop(): void;
}

/** `look`: called from time to time, and when this tab becomes visible again. */
export function openChannel(
  name: string,
  hear: (message: Between) => void,
  look: () => void,
): Channel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = safe((event: MessageEvent<Between>) => hear(event.data));
  const every = setInterval(safe(look), lookEveryMs);
  const unlisten = listen(document, 'visibilitychange', look);
  return {
    post: (message) => channel.postMessage(message),
    stop() {
      clearInterval(every);
      unlisten();
      channel.close();
    },
  };
}
