// A list of names as chips. A new name goes to the end, a click on a name renames it, and its cross
// removes it.
import { useState, type ReactNode } from 'react';
import { z } from 'zod';
import type { LabelId } from '@opportune/protocol/ids.ts';
import {
  labelLimits,
  type LabelListsDraft,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { Begun, Button, Chip, FormError, saveWhole, t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { labelsPath, useLabelSave } from './use-label-save.ts';

type Kind = 'tags' | 'dispositions';
interface Entry {
  readonly id: LabelId;
  readonly name: string;
}
type Draft = { id?: LabelId; name: string }[];

interface LabelListProps {
  readonly kind: Kind;
  readonly entries: readonly Entry[];
  /** The revision of the account's lists. */
  readonly revision: string;
  readonly most: number;
  /** The draft that saves this list. */
  readonly draftOf: (entries: Draft) => LabelListsDraft;
  readonly remove: (name: string, next: LabelListsDraft, back: LabelListsDraft) => void;
  readonly reread: () => void;
  readonly children?: ReactNode;
}

export function LabelList(props: LabelListProps) {
  const { kind, entries, revision, most, draftOf, remove, reread, children } = props;
  const [renamed, setRenamed] = useState<Entry | null>(null);
  const nowOf = ({ id }: Entry) => {
    const entry = entries.find((each) => each.id === id);
    return entry === undefined ? undefined : { entry, revision };
  };
  return (
    <section>
      <h3>{t(`archive.${kind}.title`)}</h3>
      <p>{t(`archive.${kind}.text`)}</p>
      <div className="row label-chips">
        {entries.length === 0 && <span className="t3">{t(`archive.${kind}.none`)}</span>}
        {entries.map((entry) => (
          <Chip
            key={entry.id}
            onClick={() => setRenamed(entry)}
            removeLabel={t('archive.remove', { name: entry.name })}
            onRemove={() =>
              remove(
                entry.name,
                draftOf(entries.filter(({ id }) => id !== entry.id)),
                draftOf([...entries]),
              )
            }
          >
            {entry.name}
          </Chip>
        ))}
        {entries.length < most && (
          <Adding
            kind={kind}
            taken={namesOf(entries)}
            revision={revision}
            draftOf={(name) => draftOf([...entries, { name }])}
          />
        )}
      </div>
      {children}
      {renamed !== null && (
        <Begun key={renamed.id} now={nowOf(renamed)} reread={reread}>
          {(begun) => (
            <Rename
              entry={begun.entry}
              taken={namesOf(entries.filter(({ id }) => id !== begun.entry.id))}
              revision={begun.revision}
              onClose={() => setRenamed(null)}
              draftOf={(name) =>
                draftOf(
                  entries.map((each) => (each.id === begun.entry.id ? { ...each, name } : each)),
                )
              }
            />
          )}
        </Begun>
      )}
    </section>
  );
}

function namesOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ name }) => name.toLowerCase());
}

interface Named {
  readonly taken: readonly string[];
  readonly revision: string;
  readonly draftOf: (name: string) => LabelListsDraft;
}

/** Stays open for further names until Escape or an empty name. */
function Adding({ kind, taken, revision, draftOf }: Named & { readonly kind: Kind }) {
  const [name, setName] = useState<string | null>(null);
  const save = useLabelSave();
  if (name === null)
    return (
      <Button variant="quiet" icon="plus" className="accent-act" onClick={() => setName('')}>
        {t(`archive.${kind}.add`)}
      </Button>
    );
  const isTaken = taken.includes(name.trim().toLowerCase());
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (isTaken || save.isPending) return;
        if (name.trim() === '') return setName(null);
        setName('');
        // A refused name returns to the field, unless the next one was begun.
        const again = { onError: () => setName((now) => (now === '' ? name : now)) };
        save.mutate({ draft: draftOf(name.trim()), revision }, again);
      }}
    >
      <input
        className="input small label-input"
        aria-label={t(`archive.${kind}.name`)}
        aria-invalid={isTaken}
        maxLength={labelLimits.nameLength}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
      />
      <Button type="submit" disabled={isTaken}>
        {t('archive.add')}
      </Button>
      {isTaken && (
        <span className="small bad" role="alert">
          {t('archive.name.taken')}
        </span>
      )}
      <FormError error={save.error} />
    </form>
  );
}

const NameField = z.object({ name: z.string().trim().min(1).max(labelLimits.nameLength) });

interface RenameProps extends Named {
  readonly entry: Entry;
  readonly onClose: () => void;
}

function useRename({ entry, revision, draftOf, onClose }: RenameProps) {
  return useForm({
    schema: NameField,
    value: entry,
    words: 'archive.fields',
    save: ({ name }) =>
      saveWhole(labelsPath, RevisedLabelLists, { draft: draftOf(name), revision }),
    invalidates: [labelsPath, '/conversations'],
    onDone: onClose,
  });
}

function Rename(props: RenameProps) {
  const { taken, onClose } = props;
  const form = useRename(props);
  const isTaken = taken.includes(form.fields.name.trim().toLowerCase());
  return (
    <FormDialog form={form} title={t('archive.rename.title')} onClose={onClose}>
      {form.field('name', {
        input: { 'data-autofocus': true },
        error: isTaken ? t('archive.name.taken') : null,
      })}
    </FormDialog>
  );
}
