// The wire as the tag sees it: the protocol's types without brands, since a browser creates its own
// ids and bundles no schema. Types only: nothing of this file is in a bundle.
import type { $brand } from 'zod';
import type { ClientEvent as BrandedEvent } from '@opportune/protocol/behaviour/event.ts';
import type {
  ServerFrame as BrandedServerFrame,
  VisitorFrame as BrandedVisitorFrame,
} from '@opportune/protocol/frames-visitor.ts';

/** `T` with every branded id as a plain string. */
export type Plain<T> = T extends string & $brand
  ? string
  : string extends keyof T
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { [K in keyof T]: Plain<T[K]> }
        : T;

export type ClientEvent = Plain<BrandedEvent>;
export type Page = NonNullable<ClientEvent['page']>;
export type VisitorFrame = Plain<BrandedVisitorFrame>;
export type Hello = Extract<VisitorFrame, { type: 'hello' }>;
export type ServerFrame = Plain<BrandedServerFrame>;
export type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;
export type Welcome = Frame<'welcome'>;
export type VisitorConversation = Welcome['conversations'][number];
export type Message = Frame<'chat.messages'>['messages'][number];
export type EngagementContent = Frame<'engage'>['engagement'];
export type Properties = ClientEvent['properties'];
