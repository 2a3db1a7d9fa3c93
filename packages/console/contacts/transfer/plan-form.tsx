// What the columns of a file hold, beside its first rows; what happens to contacts that exist; and the proof
// of opt-ins, if these people opted in.
import { useState } from 'react';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { RevisedContactFields } from '@opportune/protocol/rest/contact/details.ts';
import {
  ContactImport,
  ImportColumn,
  type ImportPlan,
} from '@opportune/protocol/rest/contact/transfer.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import {
  Button,
  choicesOf,
  format,
  Icon,
  type Choice,
  SelectField,
  t,
  useApiMutation,
  useApiQuery,
  FormError,
  Options,
  submitting,
} from '../../ui/index.ts';
import { draftOf, isWhole, type OptInDraft, OptInPart, proofOf } from './opt-in-part.tsx';

interface PlanFormProps {
  readonly file: ContactImport;
  readonly path: string;
  readonly onDone: () => void;
}

const rules = ['skip', 'fill', 'overwrite'] as const;
const shownRows = 3;

export function PlanForm({ file, path, onDone }: PlanFormProps) {
  const [columns, setColumns] = useState(file.plan?.columns ?? file.guess);
  const [existing, setExisting] = useState<ImportPlan['existing']>(file.plan?.existing ?? 'fill');
  const [optIn, setOptIn] = useState<OptInDraft | null>(draftOf(file.plan?.optIn ?? null));
  const rehearse = useApiMutation(
    () => api.post(`${path}/rehearse`, { columns, existing, optIn: proofOf(optIn) }, ContactImport),
    { invalidates: [path], onDone },
  );
  const hasAddress = columns.some(({ to }) => to === 'address');
  return (
    <form className="transfer-plan" onSubmit={submitting(() => rehearse.mutate(undefined))}>
      <h2>{file.name}</h2>
      <p className="t2">{t('transfer.columns.text', { rows: format.number(file.rows) })}</p>
      <Columns file={file} columns={columns} onChange={setColumns} />
      {!hasAddress && (
        <p className="field-error" role="alert">
          {t('transfer.columns.noAddress')}
        </p>
      )}
      <SelectField
        label={t('transfer.existing')}
        hint={t(`transfer.existing.${existing}.hint`)}
        value={existing}
        choices={choicesOf(rules, (rule) => t(`transfer.existing.${rule}`))}
        onChange={({ currentTarget: { value } }) =>
          setExisting(rules.find((rule) => rule === value) ?? 'fill')
        }
      />
      <OptInPart draft={optIn} onChange={setOptIn} />
      <FormError error={rehearse.error} />
      <div>
        <Button
          type="submit"
          variant="primary"
          size="medium"
          disabled={!hasAddress || !isWhole(optIn) || rehearse.isPending}
        >
          {t('transfer.rehearse')}
        </Button>
      </div>
    </form>
  );
}

function examplesOf({ sample }: ContactImport, column: number): string {
  return sample
    .slice(0, shownRows)
    .map((row) => row[column] ?? '')
    .filter((cell) => cell !== '')
    .join(' · ');
}

interface ColumnsProps {
  readonly file: ContactImport;
  readonly columns: readonly ImportColumn[];
  readonly onChange: (columns: ImportColumn[]) => void;
}

function Columns({ file, columns, onChange }: ColumnsProps) {
  const choices = useChoices();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('transfer.columns')}>
      <table className="table transfer-columns">
        <caption className="aside-voice">{t('transfer.columns')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('transfer.columns.column')}</th>
            <th scope="col">{t('transfer.columns.holds')}</th>
            <th scope="col">{t('transfer.columns.example')}</th>
          </tr>
        </thead>
        <tbody>
          {file.header.map((title, at) => (
            <tr key={at}>
              <th scope="row">
                <bdi>{title}</bdi>
                <span className="phone-line small t3">
                  <bdi>{examplesOf(file, at)}</bdi>
                </span>
              </th>
              <td>
                <span className="select">
                  <select
                    className="input small"
                    aria-label={t('transfer.columns.of', { column: title })}
                    value={JSON.stringify(columns[at])}
                    onChange={({ currentTarget: { value } }) =>
                      onChange(
                        columns.map((each, place) =>
                          place === at ? ImportColumn.parse(JSON.parse(value)) : each,
                        ),
                      )
                    }
                  >
                    <Options choices={choices} />
                  </select>
                  <Icon name="down" size={14} />
                </span>
              </td>
              <td className="t2 small clip">
                <bdi>{examplesOf(file, at)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const open = new Set(['email', 'sms', 'custom']);

function useChoices(): readonly Choice[] {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  const fields = useApiQuery('/contact-fields', RevisedContactFields).data?.fields ?? [];
  const choice = (column: ImportColumn, label: string): Choice => ({
    value: JSON.stringify(column),
    label,
  });
  return [
    choice({ to: 'ignore' }, t('transfer.to.ignore')),
    choice({ to: 'name' }, t('transfer.to.name')),
    ...channels
      .filter(({ kind }) => open.has(kind))
      .map((channel) =>
        choice(
          { to: 'address', channel: channel.id },
          t('transfer.to.address', { channel: channelName(channel) }),
        ),
      ),
    choice({ to: 'language' }, t('transfer.to.language')),
    choice({ to: 'tags' }, t('transfer.to.tags')),
    ...fields.map(({ id, name }) => choice({ to: 'field', field: id }, name)),
  ];
}
