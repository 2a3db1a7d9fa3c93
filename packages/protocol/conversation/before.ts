// The form before a chat: the fields of messages' forms, with their purpose. Which are shown
// depends on those above; known values are filled in. Declarative; content/before/before-form.ts
// evaluates it.
import { z } from 'zod';
import { LabelId, SkillId } from '../ids.ts';
import { FormField } from './message-content.ts';
import { textOf } from '../text.ts';

export const beforeLimits = { fields: 12, values: 20, textLength: 400 } as const;

const name = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'an id has 1 to 40 letters, digits, _ or -');

/** What a field asks for if that may be known already. A name becomes the visitor's. */
export const BeforeFact = z.enum(['name', 'email', 'order', 'page']);
export type BeforeFact = z.infer<typeof BeforeFact>;

export const BeforeField = z.strictObject({
  field: FormField,
  /** Shown only if a field above has one of these values: an option's id, `yes` or `no`, a text. */
  when: z
    .strictObject({
      field: name,
      is: z.array(z.string().min(1).max(80)).min(1).max(beforeLimits.values).readonly(),
    })
    .optional(),
  fact: BeforeFact.optional(),
  /** The conversation's field of the account's list that it is copied to. */
  label: LabelId.optional(),
  /** For a choice: the skill that an option requires. */
  skills: z.record(name, SkillId).optional(),
});
export type BeforeField = z.infer<typeof BeforeField>;

export const BeforeForm = z
  .strictObject({
    /** Small Markdown, above the fields. */
    text: textOf(beforeLimits.textLength).default(''),
    fields: z.array(BeforeField).min(1).max(beforeLimits.fields).readonly(),
    /** Whether the form ends with the visitor's question. */
    question: z.boolean().default(true),
  })
  .superRefine(({ fields }, context) => {
    const above = new Set<string>();
    for (const [at, { field, when, skills = {} }] of fields.entries()) {
      const wrong = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['fields', at, path], message });
      if (above.has(field.id)) wrong('field', 'ids are unique within a form');
      if (when !== undefined && !above.has(when.field))
        wrong('when', 'a field is shown by one that stands above it');
      const options = field.type === 'choice' ? field.options.map(({ id }) => id) : [];
      if (new Set(options).size !== options.length) wrong('field', 'options are unique');
      if (Object.keys(skills).some((option) => !options.includes(option)))
        wrong('skills', 'a skill belongs to an option of the field');
      above.add(field.id);
    }
  });
export type BeforeForm = z.infer<typeof BeforeForm>;

/** The part that is sent to a browser. */
export type AskedField = Pick<BeforeField, 'field' | 'when'>;
export type AskedForm = Pick<BeforeForm, 'text' | 'question'> & {
  readonly fields: readonly AskedField[];
};

/** A visitor's answers, by field, for the fields shown. */
export const BeforeValues = z
  .record(name, z.union([textOf(1_000), z.boolean()]))
  .refine((values) => Object.keys(values).length <= beforeLimits.fields, 'at most 12 values');
