// The format in which the awkward provider reports what happened: short names, and one object for
// everything with most fields absent. The adapter reads it, and the twin writes it.
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import type { Happened } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';

export const AwkwardThing = z.object({
  kind: z.string(),
  who: z.string(),
  when: z.number(),
  id: z.string().default(''),
  text: z.string().default(''),
  name: z.string().nullable().default(null),
  files: z.array(z.string()).default([]),
  tapped: z.string().nullable().default(null),
  answers: z.string().nullable().default(null),
  /** The reference with which we sent it. */
  tag: z.string().nullable().default(null),
  state: z.enum(['sent', 'delivered', 'read', 'failed']).default('sent'),
  on: z.boolean().default(false),
});
export type AwkwardThing = z.infer<typeof AwkwardThing>;

/** Null: the kind is unknown. */
export function awkwardHappened(thing: AwkwardThing): Happened | null {
  const { id: externalId, text, state, tag: reference } = thing;
  switch (thing.kind) {
    case 'msg': {
      const from = { name: thing.name, language: null, phone: null, vouched: true };
      return {
        type: 'message',
        externalId,
        from,
        content: contentOf(thing),
        replyTo: thing.answers,
        token: null,
        automatic: false,
      };
    }
    case 'echo':
      return { type: 'echo', externalId, reference, content: contentOf(thing) };
    case 'edit':
      return { type: 'edit', externalId, text };
    case 'unsend':
      return { type: 'deletion', externalId };
    case 'react':
      return { type: 'reaction', externalId, reaction: text === '' ? null : text };
    case 'status':
      return state === 'failed'
        ? { type: 'receipt', externalId, reference, state, reason: 'opted-out', detail: text }
        : { type: 'receipt', externalId, reference, state };
    case 'mark':
      return state === 'read' || state === 'delivered'
        ? { type: 'watermark', state, until: thing.when }
        : null;
    case 'typing':
      return { type: 'typing', on: thing.on };
    case 'final-id':
      return { type: 'renamed', externalId, to: text };
    case 'migrated':
      return { type: 'moved', to: text };
    case 'stop':
      return { type: thing.on ? 'opt-in' : 'opt-out' };
    default:
      return null;
  }
}

/** The same key each time it is reported. */
export function awkwardKey({ kind, who, when, id, state, on }: AwkwardThing): string {
  return kind === 'msg' || kind === 'echo'
    ? `${kind}:${id}`
    : [kind, who, id, state, on, when].join(':');
}

function contentOf({ text, files, tapped }: AwkwardThing) {
  const media = files.map((reference) => ({ reference, name: null }));
  return { text, media, choice: tapped, location: null, unread: null };
}

export function thingOf(told: Told): Partial<AwkwardThing> {
  const { address: who, at: when } = told;
  const base = { who, when, ...('externalId' in told && { id: told.externalId }) };
  switch (told.type) {
    case 'message':
      return {
        ...base,
        kind: 'msg',
        ...written(told),
        name: told.from.name,
        answers: told.replyTo,
      };
    case 'echo':
      return { ...base, kind: 'echo', ...written(told), tag: told.reference };
    case 'edit':
      return { ...base, kind: 'edit', text: told.text };
    case 'deletion':
      return { ...base, kind: 'unsend' };
    case 'reaction':
      return { ...base, kind: 'react', text: told.reaction ?? '' };
    case 'receipt':
      return {
        ...base,
        ...{ kind: 'status', state: told.state, tag: told.reference },
        ...(told.state === 'failed' && { text: told.detail }),
      };
    case 'watermark':
      return { ...base, kind: 'mark', state: told.state, when: told.until };
    case 'typing':
      return { ...base, kind: 'typing', on: told.on };
    case 'renamed':
      return { ...base, kind: 'final-id', text: told.to };
    case 'moved':
      return { ...base, kind: 'migrated', text: told.to };
    case 'opt-out':
    case 'opt-in':
      return { ...base, kind: 'stop', on: told.type === 'opt-in' };
    // It has no links, so nobody comes by one, and one app.
    case 'control':
    case 'referral':
    case 'unknown':
      return { ...base, kind: 'sticker-of-next-year' };
  }
}

function written(told: Extract<Told, { type: 'message' | 'echo' }>) {
  const { text, media, choice } = told.content;
  return { text, files: media.map(({ reference }) => reference), tapped: choice };
}
