// What a message may carry beside its text: quick replies, cards, forms, and a visitor's answers to
// them. Declarative: it contains neither markup nor code. The message's `text` always says the same
// in plain words, for clients that cannot draw it. packages/content defines how it looks.
import { z } from 'zod';
import { Attachment } from './attachment.ts';
import { SentTemplate } from '../channel/templates.ts';
import { MessageId } from '../ids.ts';
import { contentLimits as limits } from '../limits/conversations.ts';
import { storable, textOf } from '../text.ts';

const name = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'an id has 1 to 40 letters, digits, _ or -');

/**
 * An address without spaces, control, invisible or direction characters, and without a name or
 * password before its host: what is shown is what is followed.
 */
function address(protocol: RegExp) {
  return z
    .url({ protocol })
    .max(limits.addressLength)
    .regex(clean, 'an address has no spaces, backslashes or invisible characters')
    .regex(/^(?!https?:\/*[^/?#]*@)/i, 'an address has no name or password before its host');
}
// oxlint-disable-next-line no-control-regex -- they are what it refuses
const clean =
  /^[^\s\\\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+$/;

/** One tap answers with its text. */
export const Choice = z.object({ id: name, text: textOf(limits.choiceLength, 1) });
export type Choice = z.infer<typeof Choice>;

export const CardButton = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), ...Choice.shape }),
  z.object({
    type: z.literal('link'),
    text: textOf(limits.choiceLength, 1),
    url: address(/^(https?|mailto|tel)$/),
  }),
]);
export type CardButton = z.infer<typeof CardButton>;

export const Card = z.object({
  title: textOf(limits.titleLength, 1),
  /** Small Markdown. */
  text: textOf(limits.cardTextLength).optional(),
  /** Shown in a box of fixed aspect ratio, so that nothing moves when it loads. */
  image: z
    .object({
      url: address(/^https$/),
      alt: textOf(limits.titleLength),
      shape: z.enum(['wide', 'square']).default('wide'),
    })
    .optional(),
  buttons: z.array(CardButton).max(limits.buttons).readonly().default([]),
});
export type Card = z.infer<typeof Card>;

const field = {
  id: name,
  label: textOf(limits.labelLength, 1),
  required: z.boolean().default(false),
};

export const FormField = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), ...field, lines: z.enum(['one', 'many']).default('one') }),
  z.object({ type: z.literal('email'), ...field }),
  z.object({
    type: z.literal('number'),
    ...field,
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.object({
    type: z.literal('choice'),
    ...field,
    options: z.array(Choice).min(2).max(limits.options).readonly(),
  }),
  /** Its label, small Markdown, is what is agreed to. */
  z.object({ type: z.literal('consent'), ...field }),
]);
export type FormField = z.infer<typeof FormField>;

/** What a visitor filled in, with the labels of that time. */
export const FilledField = z.object({
  field: name,
  label: textOf(limits.labelLength),
  value: z.union([textOf(limits.valueLength), z.boolean()]),
});
export type FilledField = z.infer<typeof FilledField>;

const Replies = z.object({
  type: z.literal('replies'),
  /** Small Markdown. */
  text: textOf(limits.textLength, 1),
  replies: z.array(Choice).min(1).max(limits.replies).readonly(),
});
/** One card, or two to ten to page through. */
const Cards = z.object({
  type: z.literal('cards'),
  text: textOf(limits.textLength).optional(),
  cards: z.array(Card).min(1).max(limits.cards).readonly(),
});
const Form = z.object({
  type: z.literal('form'),
  text: textOf(limits.textLength, 1),
  fields: z.array(FormField).min(1).max(limits.fields).readonly(),
  /** The words of the button. Default: those of the reader's language. */
  submit: textOf(limits.choiceLength).optional(),
});
/** A message that the channel's provider approved. */
const Template = z.object({ type: z.literal('template'), ...SentTemplate.shape });
/** From a visitor: the tapped reply of the message that `to` of the body names. */
const Chosen = z.object({ type: z.literal('chosen'), ...Choice.shape });
/** From a visitor: the form of that message, filled in. */
const Filled = z.object({
  type: z.literal('filled'),
  values: z.array(FilledField).max(limits.fields).readonly(),
});

const bounded = <Shape extends z.ZodType>(shape: Shape) =>
  shape.refine((content) => JSON.stringify(content).length <= limits.contentLength, {
    message: `content has at most ${limits.contentLength} characters as JSON`,
  });

/** What an agent, or a program acting as one, may send. */
export const OfferedContent = bounded(
  z.discriminatedUnion('type', [Replies, Cards, Form, Template]).refine(hasDistinctIds, {
    message: 'ids are unique within a message',
  }),
);
export type OfferedContent = z.infer<typeof OfferedContent>;
/** What agents compose. A template is only filled in. */
export const ComposedContent = bounded(
  z.discriminatedUnion('type', [Replies, Cards, Form]).refine(hasDistinctIds, {
    message: 'ids are unique within a message',
  }),
);
export type ComposedContent = z.infer<typeof ComposedContent>;

/** Everything a stored message may carry. */
export const MessageContent = z.discriminatedUnion('type', [
  Replies,
  Cards,
  Form,
  Template,
  Chosen,
  Filled,
  Attachment,
]);
export type MessageContent = z.infer<typeof MessageContent>;

/** As it is read. Unknown content of a later version is dropped; the text remains. */
export const ReadContent = MessageContent.optional().catch(undefined);

/** A visitor's answer: a tap, or a form's values by field. The server finds the words. */
export const VisitorResponse = z.union([
  z.object({ to: MessageId, choice: name }),
  z.object({
    to: MessageId,
    values: z
      .record(name, z.union([z.string().overwrite(storable).max(limits.valueLength), z.boolean()]))
      .refine((values) => Object.keys(values).length <= limits.fields, {
        message: `at most ${limits.fields} values`,
      }),
  }),
]);
export type VisitorResponse = z.infer<typeof VisitorResponse>;

type Offered = z.infer<typeof Replies | typeof Cards | typeof Form | typeof Template>;

function hasDistinctIds(content: Offered): boolean {
  const lists = idsOf(content);
  return lists.every((ids) => new Set(ids).size === ids.length);
}

function idsOf(content: Offered): string[][] {
  switch (content.type) {
    case 'template':
      return [];
    case 'replies':
      return [content.replies.map(({ id }) => id)];
    case 'cards':
      return [
        content.cards.flatMap(({ buttons }) =>
          buttons.flatMap((button) => (button.type === 'reply' ? [button.id] : [])),
        ),
      ];
    case 'form':
      return [
        content.fields.map(({ id }) => id),
        ...content.fields.map((each) =>
          each.type === 'choice' ? each.options.map(({ id }) => id) : [],
        ),
      ];
  }
}
