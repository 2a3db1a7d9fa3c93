// The proof of opt-ins in a file: the day on which they were given, where, and to which words. The day is asked
// for, because who withdrew since must not be opted in again.
import { marketing } from '@opportune/protocol/contact/permission.ts';
import type { ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { serverNow, Switch, t, TextArea, TextField } from '../../ui/index.ts';

type Proof = NonNullable<ImportPlan['optIn']>;

export interface OptInDraft extends Omit<Proof, 'givenAt'> {
  /** Like 2026-03-09, by the clock of who fills the form. Empty: not said yet. */
  readonly day: string;
}

export function draftOf(proof: Proof | null): OptInDraft | null {
  if (proof === null) return null;
  const { givenAt, ...said } = proof;
  return { ...said, day: dayOf(givenAt) };
}

/** The day counts from its beginning: who withdrew on it stays withdrawn. */
export function proofOf(draft: OptInDraft | null): Proof | null {
  if (draft === null) return null;
  const { day, ...said } = draft;
  return { ...said, givenAt: Math.max(0, new Date(`${day}T00:00`).getTime()) };
}

export function isWhole(draft: OptInDraft | null): boolean {
  if (draft === null) return true;
  const { day, purpose, place, words } = draft;
  const isPast = day !== '' && day <= dayOf(serverNow());
  return isPast && [purpose, place, words].every((text) => text.trim() !== '');
}

function dayOf(at: number): string {
  const day = new Date(at);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part, n) => String(part).padStart(n === 0 ? 4 : 2, '0')).join('-');
}

interface OptInPartProps {
  readonly draft: OptInDraft | null;
  readonly onChange: (draft: OptInDraft | null) => void;
}

export function OptInPart({ draft, onChange }: OptInPartProps) {
  return (
    <fieldset className="transfer-plan">
      <Switch
        label={t('transfer.optIn')}
        hint={t('transfer.optIn.hint')}
        checked={draft !== null}
        onChange={(on) =>
          onChange(on ? { purpose: marketing, day: '', place: '', words: '' } : null)
        }
      />
      {draft !== null && <ProofFields draft={draft} onChange={onChange} />}
    </fieldset>
  );
}

interface ProofProps {
  readonly draft: OptInDraft;
  readonly onChange: (draft: OptInDraft) => void;
}

function ProofFields({ draft, onChange }: ProofProps) {
  const field = (name: keyof OptInDraft) => ({
    required: true,
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      onChange({ ...draft, [name]: value }),
  });
  return (
    <>
      <TextField
        type="date"
        max={dayOf(serverNow())}
        label={t('transfer.optIn.day')}
        hint={t('transfer.optIn.day.hint')}
        {...field('day')}
      />
      <TextField
        label={t('permission.form.purpose')}
        hint={t('permission.form.purpose.hint')}
        {...field('purpose')}
      />
      <TextField
        label={t('permission.form.place')}
        hint={t('permission.form.place.hint')}
        {...field('place')}
      />
      <TextArea label={t('permission.form.words')} {...field('words')} />
    </>
  );
}
