// The sections of the sites, and the form of one.
import { useState } from 'react';
import {
  type Section,
  type Site,
  RevisedSection,
  SectionList,
  SiteList,
} from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import {
  fieldError,
  isStale,
  SelectField,
  TextArea,
  TextField,
  useApiMutation,
  useApiQuery,
  type Column,
  t,
} from '../../ui/index.ts';
import { EditableList, listWords, useRemoval } from '../form/editable-list.tsx';
import { linesOf } from '../form/lines.ts';
import { SaveDialog } from '../form/save-dialog.tsx';

export function SectionsPage() {
  const { data, error, refetch } = useApiQuery('/sections', SectionList, {
    query: { limit: 200 },
  });
  const sites = useApiQuery('/sites', SiteList, { query: { limit: 200 } }).data?.items ?? [];
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
    {
      key: 'patterns',
      head: t('settings.sections.patterns'),
      cell: ({ patterns }) => <span className="code">{patterns.join('  ')}</span>,
    },
    {
      key: 'site',
      head: t('settings.sections.site'),
      width: 180,
      cell: ({ site }) => (
        <span className="t2">{sites.find(({ id }) => id === site)?.name ?? site}</span>
      ),
    },
  ];
}

function SectionDialog({
  section,
  sites,
  onClose,
}: {
  section: RevisedSection | null;
  sites: readonly Site[];
  onClose: () => void;
}) {
  const [name, setName] = useState(section?.name ?? '');
  const [site, setSite] = useState<string>(section?.site ?? sites[0]?.id ?? '');
  const [patterns, setPatterns] = useState(section?.patterns.join('\n') ?? '/');
  const save = useApiMutation(
    () => {
      const body = { site, name: name.trim(), patterns: linesOf(patterns) };
      return section === null
        ? api.post('/sections', body, RevisedSection)
        : api.put(`/sections/${section.id}`, body, RevisedSection, {
            revision: section.revision,
          });
    },
    { invalidates: ['/sections'], onDone: onClose },
  );
  return (
    <SaveDialog
      title={t(section === null ? 'settings.sections.form.new' : 'settings.sections.form.edit')}
      onClose={onClose}

      error={isStale(save.error) ? save.error : null}
      onSave={() => save.mutate(undefined)}
      disabled={save.isPending || name.trim() === ''}
    >
      <TextField
        label={t('settings.sections.name')}
        data-autofocus
        required
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {sites.length > 1 && (
        <SelectField
          label={t('settings.sections.site')}
          value={site}
          choices={sites.map((each) => ({ value: each.id, label: each.name }))}
          onChange={(event) => setSite(event.currentTarget.value)}
        />
      )}
      <TextArea
        label={t('settings.sections.form.patterns')}
        rows={4}
        required
        value={patterns}
        hint={t('settings.sections.form.patterns.hint')}
        error={fieldError(save.error)}
        onChange={(event) => setPatterns(event.currentTarget.value)}
      />
    </SaveDialog>
  );
}
