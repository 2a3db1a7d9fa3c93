// What the core offers to the parts that load on demand: the engagement renderer and the chat
// window. They are separate bundles and share only this interface.
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
  /** Receives every frame from now on. */
  hear(ear: (frame: Heard) => void): void;
  /** The welcome, updated by later frames. Null before the first. */
  welcome(): Welcome | null;
  online(): boolean;
  pageView(): string;
  /** Opens the chat window, loading it first if necessary. */
  openChat(wish: ChatWish): void;
  /**
   * The window took or left its corner: the contact button is hidden or shown, and may take the
   * focus.
   */
  chatting(open: boolean | 'left'): void;
}

/** Why the chat window opens. Without a wish: as it was left. */
export interface ChatWish {
  readonly decision?: string;
  /** Start talking at once: an invitation was accepted. */
  readonly start?: boolean;
  /** Begin by speaking, once the microphone is there. */
  readonly calls?: boolean;
  /** There is a form before the chat or the message. */
  readonly asks?: boolean | undefined;
  /** Leave a message with an address instead. */
  readonly leave?: boolean;
  /** Ask to be called back, where that is offered. */
  readonly back?: boolean;
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
