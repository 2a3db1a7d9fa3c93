// Templates of a channel: messages that its provider approved beforehand, with variables in double
// braces that are filled in (`{{1}}`, `{{name}}`). They may be sent when free text may not.
import { z } from 'zod';
import { templateLimits as limits } from '../limits/channels.ts';
import { textOf } from '../text.ts';

export const TemplateState = z.enum(['approved', 'pending', 'rejected', 'paused', 'disabled']);

export const ChannelTemplate = z.object({
  name: z.string().min(1).max(limits.nameLength),
  /** As the provider writes it, such as `en_US`. */
  language: z.string().min(1).max(limits.languageLength),
  category: z.string(),
  state: TemplateState,
  /** Empty: it has none. */
  header: z.string(),
  body: z.string(),
  footer: z.string(),
  /** `url` is empty unless a button opens an address, which may end in a variable. */
  buttons: z.array(z.object({ text: z.string(), url: z.string() })).readonly(),
  /** False: it carries more than words, which cannot be filled in here. */
  isSendable: z.boolean(),
});
export type ChannelTemplate = z.infer<typeof ChannelTemplate>;

export const TemplateValue = z.object({
  name: z.string().regex(/^[A-Za-z0-9_]{1,40}$/),
  value: textOf(limits.valueLength, 1),
});
export type TemplateValue = z.infer<typeof TemplateValue>;

/** Words with their variables, and what is filled in. */
export const TemplateWords = z.object({
  text: textOf(limits.textLength),
  values: z.array(TemplateValue).max(limits.values).readonly().default([]),
});
export type TemplateWords = z.infer<typeof TemplateWords>;

/** As it is sent. The words are kept with it, so that a conversation says what was sent. */
export const SentTemplate = z.object({
  name: ChannelTemplate.shape.name,
  language: ChannelTemplate.shape.language,
  header: TemplateWords.optional(),
  body: TemplateWords,
  footer: textOf(limits.textLength).optional(),
  /** By their place. `value` ends the address of a button with a variable. */
  buttons: z
    .array(
      z.object({
        text: textOf(limits.textLength),
        url: textOf(limits.addressLength).default(''),
        value: textOf(limits.valueLength).default(''),
      }),
    )
    .max(limits.buttons)
    .readonly()
    .default([]),
});
export type SentTemplate = z.infer<typeof SentTemplate>;
