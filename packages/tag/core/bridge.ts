// What the core offers to the parts that load when needed: the engagement renderer and the chat
// window. They are separate bundles; this interface is all that they share.
import type { Heard } from './line/channel.ts';
import type { Values } from './store.ts';
import type { Properties, VisitorFrame, Welcome } from '../wire.ts';

export interface Bridge {
  readonly store: Values;
  newId(): string;
  json(value: unknown): string;
  /** Sends an event of this page view. */
  note(name: string, properties: Properties): void;
  send(frame: VisitorFrame): void;
  /** Every frame from now on. */
  hear(ear: (frame: Heard) => void): void;
  /** The welcome as later frames left it; null before the first. */
  welcome(): Welcome | null;
  online(): boolean;
  pageView(): string;
  /** Opens the chat window, loading it first where needed. */
  openChat(wish: ChatWish): void;
  /** The window took or left its corner: the contact button goes and comes, and may take the focus. */
  chatting(open: boolean | 'left'): void;
}

/** Why the chat window opens. Without a wish: as it was left. */
export interface ChatWish {
  readonly decision?: string;
  /** Start talking at once: an invitation was accepted. */
  readonly start?: boolean;
  /** There is a form before the chat, or the message. */
  readonly asks?: boolean | undefined;
  /** Leave a message with an address instead. */
  readonly leave?: boolean;
}

/** What a part's bundle exports. */
export interface Part<Handle> {
  start(bridge: Bridge): Handle;
}
export interface EngagePart {
  hear(frame: Heard): void;
  chatting(open: boolean | 'left'): void;
  clear(): void;
}
export interface WindowPart {
  open(wish: ChatWish | null): void;
  clear(): void;
}
