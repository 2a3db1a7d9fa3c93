// A list of names as chips: one is added at the end, renamed by its name, taken off by its cross.
import { useState, type ReactNode } from 'react';
import type { LabelId } from '@opportune/protocol/ids.ts';
import { labelLimits } from '@opportune/protocol/rest/labels.ts';
import { a } from '../inbox/archive-words.ts';
import { Button, Chip, TextField } from '../ui/index.ts';
import { SaveDialog } from './save-dialog.tsx';

interface Entry {
  readonly id: LabelId;
  readonly name: string;
}
type Draft = { id?: LabelId; name: string }[];

export function LabelList(props: {
  kind: 'tags' | 'dispositions';
  entries: readonly Entry[];
  most: number;
  /** The whole list, and the name of what was taken off. */
  save: (entries: Draft, removed?: string) => void;
  children?: ReactNode;
}) {
  const { kind, entries, most, save, children } = props;
  const [renamed, setRenamed] = useState<Entry | null>(null);
  return (
    <section>
      <h3>{a(`${kind}.title`)}</h3>
      <p>{a(`${kind}.text`)}</p>
      <div className="row label-chips">
        {entries.length === 0 && <span className="t3">{a(`${kind}.none`)}</span>}
        {entries.map((entry) => (
          <Chip
            key={entry.id}
            onClick={() => setRenamed(entry)}
            removeLabel={a('remove', { name: entry.name })}
            onRemove={() =>
              save(
                entries.filter(({ id }) => id !== entry.id),
                entry.name,
              )
            }
          >
            {entry.name}
          </Chip>
        ))}
        {entries.length < most && (
          <Adding
            kind={kind}
            taken={entries.map(({ name }) => name.toLowerCase())}
            onAdd={(name) => save([...entries, { name }])}
          />
        )}
      </div>
      {children}
      {renamed !== null && (
        <Rename
          entry={renamed}
          taken={entries.filter((each) => each !== renamed).map(({ name }) => name.toLowerCase())}
          onClose={() => setRenamed(null)}
          onSave={(name) => {
            save(entries.map((each) => (each.id === renamed.id ? { ...each, name } : each)));
            setRenamed(null);
          }}
        />
      )}
    </section>
  );
}

/** Stays open for the next name until Escape or an empty one. */
function Adding(props: {
  kind: 'tags' | 'dispositions';
  taken: readonly string[];
  onAdd: (name: string) => void;
}) {
  const { kind, taken, onAdd } = props;
  const [name, setName] = useState<string | null>(null);
  if (name === null)
    return (
      <Button variant="quiet" icon="plus" className="accent-act" onClick={() => setName('')}>
        {a(`${kind}.add`)}
      </Button>
    );
  const isTaken = taken.includes(name.trim().toLowerCase());
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (isTaken) return;
        if (name.trim() === '') return setName(null);
        onAdd(name.trim());
        setName('');
      }}
    >
      <input
        className="input small label-input"
        aria-label={a(`${kind}.name`)}
        aria-invalid={isTaken}
        maxLength={labelLimits.nameLength}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
      />
      <Button type="submit" disabled={isTaken}>
        {a('add')}
      </Button>
      {isTaken && (
        <span className="small bad" role="alert">
          {a('name.taken')}
        </span>
      )}
    </form>
  );
}

function Rename(props: {
  entry: Entry;
  taken: readonly string[];
  onClose: () => void;
  onSave: (name: string) => void;
}) {
  const { entry, taken, onClose, onSave } = props;
  const [name, setName] = useState(entry.name);
  const isTaken = taken.includes(name.trim().toLowerCase());
  return (
    <SaveDialog
      title={a('rename.title')}
      onClose={onClose}
      onSave={() => onSave(name.trim())}
      disabled={isTaken || name.trim() === ''}
    >
      <TextField
        label={a('fields.name')}
        data-autofocus
        required
        maxLength={labelLimits.nameLength}
        value={name}
        error={isTaken ? a('name.taken') : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </SaveDialog>
  );
}
