// The sections of the sites, and the form of one.
import { z } from 'zod';
import {
  NewSection,
  type Section,
  type Site,
  RevisedSection,
  SectionList,
  SiteList,
} from '@opportune/protocol/rest/site.ts';
import { t, useApiQuery, type Column, column } from '../../ui/index.ts';
import { EditableList, listWords, useRemoval } from '../form/editable-list.tsx';
import { FormDialog } from '../form/form-frame.tsx';
import { saveRow } from '../form/save-row.ts';
import { useForm } from '../form/use-form.tsx';

const Fields = NewSection.extend({ site: z.string() });

const all = { query: { limit: 200 } } as const;

export function SectionsPage() {
  const { data, error, refetch } = useApiQuery('/sections', SectionList, all);
  const sites = useApiQuery('/sites', SiteList, all).data?.items ?? [];
  return (
    <EditableList
      words={listWords('sections')}
      fixed={sites.length === 0}
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      nameWidth={200}
      columns={columns(sites)}
      rowKey={({ id }) => id}
      phoneLine={({ patterns }) => patterns.join('  ')}
      onRemove={useRemoval('sections', ({ id }) => id)}
      form={(section, close) => <SectionDialog section={section} sites={sites} onClose={close} />}
    />
  );
}

function columns(sites: readonly Site[]): readonly Column<Section>[] {
  return [
    column('settings.sections.patterns', ({ patterns }) => (
      <span className="code">{patterns.join('  ')}</span>
    )),
    column('settings.sections.site', 180, ({ site }) => (
      <span className="t2">{sites.find(({ id }) => id === site)?.name ?? site}</span>
    )),
  ];
}

interface SectionDialogProps {
  readonly section: RevisedSection | null;
  readonly sites: readonly Site[];
  readonly onClose: () => void;
}

function SectionDialog({ section, sites, onClose }: SectionDialogProps) {
  const form = useForm({
    schema: Fields,
    value: section ?? { name: '', site: sites[0]?.id ?? '', patterns: ['/'] },
    words: 'settings.sections',
    save: saveRow('/sections', RevisedSection, section),
    invalidates: ['/sections'],
    onDone: onClose,
  });
  const { field } = form;
  return (
    <FormDialog
      form={form}
      title={t(section === null ? 'settings.sections.form.new' : 'settings.sections.form.edit')}
      onClose={onClose}
    >
      {field('name', { input: { 'data-autofocus': true } })}
      {sites.length > 1 &&
        field('site', { choices: sites.map(({ id, name }) => ({ value: id, label: name })) })}
      {field('patterns', {
        label: t('settings.sections.form.patterns'),
        hint: t('settings.sections.form.patterns.hint'),
        rows: 4,
        required: true,
      })}
    </FormDialog>
  );
}
