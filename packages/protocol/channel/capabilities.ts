// What a channel can do, as data: what it shows, within which limits, and what it reports. Layout,
// sending and the console read it, so none of them depends on the kind of a channel. A channel
// cannot do what is left out.
import { z } from 'zod';
import { channelLimits as limits } from '../limits/channels.ts';

/**
 * How a channel counts text. `utf16`: UTF-16 units. `bytes`: of UTF-8. `segments`: of SMS, where
 * 160 characters of GSM-7 or 70 UTF-16 units are one, and each of several has 153 or 67.
 */
export const TextCount = z.enum(['utf16', 'code-points', 'bytes', 'segments']);
export type TextCount = z.infer<typeof TextCount>;

/** For words on a button: every channel shows at least a few. */
const labelLength = z.number().int().min(limits.shortestLabel).max(limits.longestText);
const textLength = z.number().int().min(limits.shortestText).max(limits.longestText);
const some = z.number().int().min(1).max(limits.mostOptions);

const Text = z
  .object({ count: TextCount.default('utf16'), most: z.number().int().max(limits.longestText) })
  .refine(({ count, most }) => most >= (count === 'segments' ? 1 : limits.shortestText), {
    message: `a channel takes at least ${limits.shortestText} characters or one segment`,
    path: ['most'],
  });

/** Links are shown only without replies, and so many of them. Absent: together with replies. */
const linksAlone = some.optional();

/** Quick replies below a text. They disappear once one is tapped. */
const Replies = z.object({ most: some, label: labelLength, text: textLength.optional() });
/** Buttons that stay below a text. With `links` one may open an address. */
const Buttons = z.object({
  most: some,
  label: labelLength,
  text: textLength.optional(),
  links: z.boolean().default(false),
  linksAlone,
});
/** Rows to choose from, each with a title and, if there is room, more words. */
const List = z.object({
  most: some,
  title: labelLength,
  more: z.number().int().min(0).max(limits.longestText).default(0),
  text: textLength.optional(),
});
/** Cards, up to `most` side by side. 1 if each is a message of its own. */
const Cards = z.object({
  most: some,
  title: labelLength,
  text: z.number().int().min(0).max(limits.longestText),
  picture: z.boolean().default(false),
  buttons: z.number().int().min(0).max(limits.mostOptions),
  label: labelLength,
  links: z.boolean().default(false),
  linksAlone,
});
const Form = z.object({
  most: some,
  label: labelLength,
  fields: z.array(z.enum(['text', 'email', 'number', 'choice', 'consent'])).min(1),
  options: some.default(1),
  text: textLength.optional(),
});
const Files = z.object({
  /** Media types. `image/*` is every picture, `*` is every type. */
  types: z.array(z.string().regex(/^(\*|[a-z]+\/(\*|[a-z0-9.+-]+))$/)).min(1),
  mostBytes: z.number().int().positive(),
});

/** How long after a contact's last message one may write, and what may be sent after that. */
const Window = z.object({
  hours: z.number().int().positive(),
  afterwards: z.enum(['nothing', 'templates']),
});

const direction = z.enum(['none', 'in', 'out', 'both']).default('none');

export const Capabilities = z.object({
  reach: z.enum(['live', 'asynchronous']).default('asynchronous'),
  text: Text,
  typing: direction,
  /** Read marks: reported to us (`in`), reported by us (`out`). */
  readMarks: direction,
  replies: Replies.optional(),
  buttons: Buttons.optional(),
  list: List.optional(),
  cards: Cards.optional(),
  form: Form.optional(),
  location: z.boolean().default(false),
  files: Files.optional(),
  window: Window.optional(),
  editing: z.boolean().default(false),
  deletion: z.boolean().default(false),
  reactions: z.boolean().default(false),
  /** What is reported of a sent message. */
  receipts: z.enum(['none', 'delivered', 'read']).default('none'),
  /** Whether the channel deduplicates by key. Without this, `uncertain` is settled by a person. */
  idempotent: z.boolean().default(false),
});
export type Capabilities = z.infer<typeof Capabilities>;
/** As a person writes it. */
export type GivenCapabilities = z.input<typeof Capabilities>;
