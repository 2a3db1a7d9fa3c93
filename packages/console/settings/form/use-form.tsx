// A settings form built from the schema of what it saves. Each field gets the control for its kind
// and the words of its name. Errors of the schema or the server appear at their field, or above the
// button if they belong to none. What the schema refuses is not sent.
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { ApiProblem } from '../../api/client.ts';
import { fieldError, isStale, useApiMutation } from '../../ui/index.ts';
import type { Key } from '../../words/words.ts';
import { partOf, valueOf, writtenOf, type Part, type Written } from './field-kinds.ts';
import { FormField, type FieldOptions } from './form-field.tsx';

interface FormOptions<Schema extends z.ZodObject, Words extends string, Answer> {
  /** The schema of the values that the form saves. */
  readonly schema: Schema;
  /** The values that the form begins with. */
  readonly value: z.infer<Schema>;
  /** The key of the fields' words: `settings.goals` has `settings.goals.name` and its `.hint`. */
  readonly words: Words;
  /** The path of the fields in the request, for example `server.`. */
  readonly within?: string;
  readonly save: (draft: z.infer<Schema>) => Promise<Answer>;
  /** May ask a question before it calls `save`. */
  readonly before?: (draft: z.infer<Schema>, save: () => void) => void;
  readonly invalidates?: readonly string[];
  readonly onDone?: (answer: Answer) => void;
}

type Fields<Draft> = { readonly [Name in keyof Draft]-?: Written<Exclude<Draft[Name], undefined>> };

interface FormFieldOptions<Draft> extends FieldOptions {
  /** The name of the field in error paths, if it differs. */
  readonly at?: string;
  /** Further fields that change with this one. */
  readonly also?: (written: string) => Partial<Fields<Draft>>;
}

/** A field whose name has no words needs a label. */
interface DrawField<Draft, Words extends string> {
  (
    name: {
      [Name in Extract<keyof Draft, string>]: `${Words}.${Name}` extends Key ? Name : never;
    }[Extract<keyof Draft, string>],
    options?: FormFieldOptions<Draft>,
  ): ReactNode;
  (
    name: Extract<keyof Draft, string>,
    options: FormFieldOptions<Draft> & { readonly label: string },
  ): ReactNode;
}

/** What the frame of a form uses after the fields are rendered. */
export interface Form {
  readonly submit: () => void;
  /** Whether it is being saved, or a field is missing or wrong. */
  readonly isHeld: () => boolean;
  readonly isChanged: boolean;
  /** Why it was not saved, if no field shows it: a sentence, or an error of the server. */
  readonly refusal: () => { readonly fault?: string; readonly error?: unknown };
}

export interface FormOf<Draft, Words extends string> extends Form {
  readonly fields: Fields<Draft>;
  /** The value of the form; null if the schema refuses it. */
  readonly draft: Draft | null;
  readonly set: (changes: Partial<Fields<Draft>>) => void;
  readonly field: DrawField<Draft, Words>;
  /** The error of a field that the page draws itself. */
  readonly wrong: (name: Extract<keyof Draft, string>) => string | null;
}

export function useForm<Schema extends z.ZodObject, const Words extends string, Answer>(
  options: FormOptions<Schema, Words, Answer>,
): FormOf<z.infer<Schema>, Words> {
  const { schema, value, words, within = '', before = (_, save) => save() } = options;
  const [parts] = useState(() => partsOf(schema));
  const [written, setWritten] = useState(() => writtenIn(parts, value));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const { mutate, error, isPending } = useApiMutation(options.save, options);
  const draft = draftOf(parts, written);
  const set = (changes: object): void => {
    setWritten((now) => ({ ...now, ...changes }));
    setFaults((now) => now.filter(({ path }) => !Object.keys(changes).some(isAt(path))));
  };
  const { data = null, error: refused } = schema.safeParse(draft);
  const submit = (): void => {
    setFaults(refused?.issues.map(faultOf) ?? []);
    if (data !== null) before(data, () => mutate(data));
  };
  const drawn: { readonly name: string; readonly at: string; readonly isWrong: boolean }[] = [];
  const path = error instanceof ApiProblem && !isStale(error) ? error.problem.path : undefined;
  const wrongAt = (name: string, at: string): string | null =>
    faults.find((fault) => isAt(fault.path)(name))?.message ??
    (path !== undefined && isAt(path)(at) ? fieldError(error) : null);
  const wrong = (name: string): string | null => {
    drawn.push({ name, at: `${within}${name}`, isWrong: false });
    return wrongAt(name, `${within}${name}`);
  };
  const field = (name: string, { at = name, also, ...rest }: FormFieldOptions<object> = {}) => {
    const part = parts.get(name) ?? { kind: 'own' };
    const isNeeded = part.kind === 'text' && (rest.required ?? part.isRequired ?? false);
    const isWrong =
      (isNeeded && String(draft[name]).trim() === '') || (rest.error ?? null) !== null;
    drawn.push({ name, at: `${within}${at}`, isWrong });
    return (
      <FormField
        key={name}
        {...rest}
        error={rest.error ?? wrongAt(name, `${within}${at}`)}
        {...{ part, words: `${words}.${name}`, written: written[name] }}
        onWrite={(next) => set({ [name]: next, ...also?.(String(next)) })}
      />
    );
  };
  return {
    fields: written as Fields<z.infer<Schema>>,
    draft: data,
    set,
    wrong,
    field: field as DrawField<z.infer<Schema>, Words>,
    submit,
    isHeld: () => isPending || drawn.some(({ isWrong }) => isWrong),
    isChanged: JSON.stringify(draft) !== JSON.stringify(draftOf(parts, writtenIn(parts, value))),
    refusal: () => {
      const fault = faults.find((each) => !drawn.some(({ name }) => isAt(each.path)(name)));
      if (fault !== undefined) return { fault: fault.message };
      const isSaid = path !== undefined && drawn.some(({ at }) => isAt(path)(at));
      return error === null || isSaid ? {} : { error };
    },
  };
}

type Parts = ReadonlyMap<string, Part>;
type Values = Readonly<Record<string, unknown>>;

interface Fault {
  readonly path: string;
  readonly message: string;
}

function partsOf({ shape }: z.ZodObject): Parts {
  return new Map(Object.entries(shape).map(([name, part]) => [name, partOf(part)]));
}

function writtenIn(parts: Parts, value: Values): Values {
  return Object.fromEntries([...parts].map(([name, part]) => [name, writtenOf(part, value[name])]));
}

function draftOf(parts: Parts, written: Values): Values {
  return Object.fromEntries([...parts].map(([name, part]) => [name, valueOf(part, written[name])]));
}

function faultOf({ path, message }: z.core.$ZodIssue): Fault {
  return { path: path.join('.'), message };
}

/** Whether a path is at or below a field. */
function isAt(path: string): (field: string) => boolean {
  return (field) => path === field || path.startsWith(`${field}.`);
}
