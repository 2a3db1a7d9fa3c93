// The sections of the sites, and the form of one.
import { useState } from 'react';
import { Empty as EmptyAnswer, listOf } from '@opportune/protocol/rest/common.ts';
import { Section, Site } from '@opportune/protocol/rest/site.ts';
import { api } from '../api/client.ts';
import {
  Button,
  Dialog,
  explainError,
  IconButton,
  say,
  SelectField,
  TextArea,
  TextField,
  useApiMutation,
  useApiQuery,
  useAsk,
  type Column,
} from '../ui/index.ts';
import { SettingsList } from './settings-list.tsx';
import { linesOf } from './lines.ts';
import { s } from './words.ts';

export function SectionsPage() {
  const { data, error, refetch } = useApiQuery('/sections', listOf(Section), {
    query: { limit: 200 },
  });
  const sites = useApiQuery('/sites', listOf(Site), { query: { limit: 200 } }).data?.items ?? [];
  const [open, setOpen] = useState<Section | 'new' | null>(null);
  const ask = useAsk();
  const remove = useApiMutation(
    (section: Section) => api.delete(`/sections/${section.id}`, EmptyAnswer),
    {
      invalidates: ['/sections'],
      onDone: (_, section) => say(s('removed', { name: section.name })),
    },
  );
  const askRemove = (section: Section): void =>
    ask({
      title: s('sections.remove.title', { name: section.name }),
      text: s('sections.remove.text'),
      action: s('remove'),
      onConfirm: () =>
        remove.mutate(section, { onError: (problem) => say(explainError(problem).text) }),
    });
  return (
    <SettingsList
      title={s('page.sections')}
      text={s('sections.text')}
      act={
        sites.length === 0 ? undefined : { label: s('sections.new'), onClick: () => setOpen('new') }
      }
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      columns={columns(sites, setOpen, askRemove)}
      rowKey={({ id }) => id}
      phoneLine={({ patterns }) => patterns.join('  ')}
      empty={{ title: s('sections.empty.title'), text: s('sections.empty.text') }}
    >
      {open !== null && (
        <SectionDialog
          section={open === 'new' ? null : open}
          sites={sites}
          onClose={() => setOpen(null)}
        />
      )}
    </SettingsList>
  );
}

function columns(
  sites: readonly Site[],
  edit: (section: Section) => void,
  remove: (section: Section) => void,
): readonly Column<Section>[] {
  return [
    {
      key: 'name',
      head: s('sections.name'),
      width: 200,
      cell: (section) => (
        <button type="button" className="link-button medium" onClick={() => edit(section)}>
          {section.name}
        </button>
      ),
    },
    {
      key: 'patterns',
      head: s('sections.patterns'),
      cell: ({ patterns }) => <span className="code">{patterns.join('  ')}</span>,
    },
    {
      key: 'site',
      head: s('sections.site'),
      width: 180,
      cell: ({ site }) => (
        <span className="t2">{sites.find(({ id }) => id === site)?.name ?? site}</span>
      ),
    },
    {
      key: 'acts',
      head: <span className="aside-voice">{s('edit')}</span>,
      width: 52,
      align: 'right',
      cell: (section) => (
        <IconButton
          icon="trash"
          label={`${s('remove')} ${section.name}`}
          onClick={() => remove(section)}
        />
      ),
    },
  ];
}

function SectionDialog({
  section,
  sites,
  onClose,
}: {
  section: Section | null;
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
        ? api.post('/sections', body, Section)
        : api.put(`/sections/${section.id}`, body, Section);
    },
    { invalidates: ['/sections'], onDone: onClose },
  );
  return (
    <Dialog
      title={s(section === null ? 'sections.form.new' : 'sections.form.edit')}
      open
      onClose={onClose}
    >
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <TextField
          label={s('sections.name')}
          data-autofocus
          required
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {sites.length > 1 && (
          <SelectField
            label={s('sections.site')}
            value={site}
            choices={sites.map((each) => ({ value: each.id, label: each.name }))}
            onChange={(event) => setSite(event.currentTarget.value)}
          />
        )}
        <TextArea
          label={s('sections.form.patterns')}
          rows={4}
          required
          value={patterns}
          hint={s('sections.form.patterns.hint')}
          error={save.error === null ? null : explainError(save.error).text}
          onChange={(event) => setPatterns(event.currentTarget.value)}
        />
        <div className="row dialog-acts">
          <Button
            type="submit"
            variant="primary"
            size="medium"
            disabled={save.isPending || name.trim() === ''}
          >
            {s('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
