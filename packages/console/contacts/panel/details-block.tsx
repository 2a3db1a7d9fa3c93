// The name, language, tags and fields of a contact. Each is saved when it is left or chosen, unless a
// colleague changed it meanwhile.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ContactId } from '@opportune/protocol/ids.ts';
import {
  contactDetailLimits,
  RevisedContactDetails,
  RevisedContactFields,
} from '@opportune/protocol/rest/contact/details.ts';
import { contactPath } from '../../inbox/customer/contact/use-contact.ts';
import { FieldInput } from '../../inbox/customer/label-field.tsx';
import { useSession } from '../../session/session.tsx';
import { t, TextField, useApiQuery } from '../../ui/index.ts';
import '../../inbox/customer/labels.css';
import { useChangeDetails } from './change-details.ts';
import { Tags } from './tags.tsx';

export function DetailsBlock({ contact }: { contact: ContactId }) {
  const path = `${contactPath(contact)}/details`;
  const { data: details } = useApiQuery(path, RevisedContactDetails, { refetchMs: 15_000 });
  const { data: lists } = useApiQuery('/contact-fields', RevisedContactFields);
  const change = useChangeDetails(path, details?.revision);
  const isManager = useSession().user.role !== 'agent';
  if (details === undefined || lists === undefined) return null;
  const { tags, name, language, fields } = details;
  return (
    <section className="block labels labels-fields" aria-label={t('permission.details')}>
      <h3>
        <span className="grow">{t('permission.details')}</span>
        {isManager && (
          <Link
            to="/settings/{-$page}/{-$item}"
            params={{ page: 'conversations', item: undefined }}
            className="small"
          >
            {t('permission.fields.edit')}
          </Link>
        )}
      </h3>
      <Tags tags={tags} change={change} />
      <Written
        label={t('permission.name')}
        saved={name}
        onSave={(written) => change({ name: written })}
      />
      <Written
        label={t('permission.language')}
        saved={language ?? ''}
        placeholder={t('permission.language.example')}
        onSave={(written) => change({ language: written === '' ? null : written })}
      />
      {lists.fields.map((field) => {
        const value = fields[field.id] ?? null;
        return (
          <FieldInput
            key={field.id}
            field={field}
            value={value === false ? null : value}
            onChange={(next) => {
              const isOff = next === null && field.holds.type === 'flag';
              return change({ fields: { [field.id]: isOff ? false : next } });
            }}
          />
        );
      })}
    </section>
  );
}

interface WrittenProps {
  readonly label: string;
  readonly saved: string;
  readonly placeholder?: string;
  readonly onSave: (written: string) => Promise<boolean>;
}

function Written({ label, saved, placeholder, onSave }: WrittenProps) {
  /** What is being typed. A colleague's change shows once the field is left. */
  const [draft, setDraft] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const next = draft?.trim() ?? saved;
    if (next !== saved) await onSave(next);
    setDraft(null);
  };
  return (
    <TextField
      label={label}
      placeholder={placeholder ?? t('archive.labels.field.empty')}
      maxLength={contactDetailLimits.nameLength}
      value={draft ?? saved}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
