// What a message is laid out into for one channel: parts that it shows as they are, each within its
// limits, and numbers for choices that it has no buttons for.
import { z } from 'zod';
import { ChannelTemplate, TemplateValue } from './templates.ts';

const Reply = z.object({ type: z.literal('reply'), id: z.string(), label: z.string() });
const Link = z.object({ type: z.literal('link'), label: z.string(), url: z.string() });
const Button = z.discriminatedUnion('type', [Reply, Link]);

const Field = z.object({
  id: z.string(),
  type: z.enum(['text', 'email', 'number', 'choice', 'consent']),
  label: z.string(),
  required: z.boolean(),
  options: z.array(z.object({ id: z.string(), label: z.string() })).exactOptional(),
});

export const LaidCard = z.object({
  title: z.string(),
  text: z.string(),
  picture: z.object({ url: z.string(), alt: z.string() }).exactOptional(),
  buttons: z.array(Button),
});
export type LaidCard = z.infer<typeof LaidCard>;

/** A file that a message carries. Its bytes are found by the message, or behind `link`. */
export const LaidFile = z.object({
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.number(),
  link: z.string(),
});
export type LaidFile = z.infer<typeof LaidFile>;

const { name, language } = ChannelTemplate.shape;
/** A message that the provider approved, with what is filled in. `text` is all of it in words. */
export const LaidTemplate = z.object({
  ...{ name, language, text: z.string() },
  header: z.array(TemplateValue).readonly(),
  body: z.array(TemplateValue).readonly(),
  /** Ends of addresses, by the place of their button. */
  buttons: z.array(z.object({ index: z.number(), value: z.string() })).readonly(),
});
export type LaidTemplate = z.infer<typeof LaidTemplate>;

export const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('replies'),
    text: z.string(),
    replies: z.array(z.object({ id: z.string(), label: z.string() })),
  }),
  z.object({ type: z.literal('buttons'), text: z.string(), buttons: z.array(Button) }),
  z.object({
    type: z.literal('list'),
    text: z.string(),
    rows: z.array(z.object({ id: z.string(), title: z.string(), more: z.string() })),
  }),
  z.object({ type: z.literal('cards'), cards: z.array(LaidCard) }),
  z.object({
    type: z.literal('form'),
    text: z.string(),
    fields: z.array(Field),
    submit: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().exactOptional(),
  }),
  z.object({ type: z.literal('file'), file: LaidFile }),
  z.object({ type: z.literal('template'), template: LaidTemplate }),
]);
export type Part = z.infer<typeof Part>;

/** A numbered choice in words. */
export const NumberedChoice = z.object({
  number: z.number().int().positive(),
  id: z.string(),
  text: z.string(),
});
export type NumberedChoice = z.infer<typeof NumberedChoice>;

export const Laid = z.object({
  parts: z.array(Part).min(1).readonly(),
  /** Stored with the message, so that a returned number finds its choice. */
  choices: z.array(NumberedChoice).readonly(),
});
export type Laid = z.infer<typeof Laid>;
