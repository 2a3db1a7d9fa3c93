// The list of needs with what was learnt about them, and the form of one. Each change saves the
// whole list, as the server keeps it.
import { useState } from 'react';
import { z } from 'zod';
import {
  type NeedList,
  needListLimits,
  type Need,
  RevisedNeedList,
} from '@opportune/protocol/rest/conversation/needs.ts';
import {
  column,
  format,
  say,
  sayUnsaved,
  saveWhole,
  useWholeSave,
  useApiQuery,
  type Column,
  t,
} from '../../ui/index.ts';
import { EditableList } from '../form/editable-list.tsx';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { useSkills } from './use-skills.ts';

interface Entry {
  readonly id?: string;
  readonly name: string;
  readonly skill: string | null;
}

interface Draft {
  readonly needs: readonly Entry[];
}

function useSave(onDone: () => void) {
  return useWholeSave<Draft, typeof RevisedNeedList>('/needs', RevisedNeedList, { onDone });
}

export function NeedsPage() {
  const { data, error, refetch } = useApiQuery('/needs', RevisedNeedList);
  const save = useSave(() => {});
  const needs = data?.needs ?? [];
  const refused = { onError: sayUnsaved(() => void refetch()) };
  const remove = (need: Need): void =>
    save.mutate(
      { draft: { needs: needs.filter(({ id }) => id !== need.id) }, revision: data?.revision },
      {
        onSuccess: ({ revision }) =>
          say(t('needs.removed', { name: need.name }), () =>
            save.mutate({ draft: { needs }, revision }, refused),
          ),
        ...refused,
      },
    );
  return (
    <EditableList
      words={{
        title: t('needs.title'),
        text: t('needs.text'),
        add: t('needs.new'),
        name: t('needs.name'),
        empty: { title: t('needs.empty.title'), text: t('needs.empty.text') },
      }}
      rows={data?.needs}
      revision={data?.revision}
      error={error}
      onRetry={() => void refetch()}
      columns={columns()}
      rowKey={({ id }) => id}
      phoneLine={({ skill }) => skill ?? t('needs.skill.anybody')}
      removeLabel={({ name }) => `${t('needs.remove')}: ${name}`}
      onRemove={remove}
      form={(need, close, revision) => (
        <NeedDialog need={need} needs={needs} revision={revision} onClose={close} />
      )}
    >
      {needs.length > 0 && data !== undefined && <Learnt learnt={data.learnt} />}
    </EditableList>
  );
}

function columns(): readonly Column<Need>[] {
  return [
    column('needs.skill', 200, ({ skill }) => (
      <span className="t2">{skill ?? t('needs.skill.anybody')}</span>
    )),
  ];
}

function Learnt({ learnt }: { learnt: NeedList['learnt'] }) {
  if (learnt === null) return <p className="t2">{t('needs.learnt.none')}</p>;
  const { examples, held, right } = learnt;
  const share = format.percent(held === 0 ? 0 : right / held, 0);
  return <p className="t2">{t('needs.learnt', { examples, held, share })}</p>;
}

const Fields = z.object({
  name: z.string().trim().min(1).max(needListLimits.nameLength),
  skill: z.string().trim().max(64).nullable(),
});

interface NeedDialogProps {
  readonly need: Need | null;
  readonly needs: readonly Need[];
  readonly revision: string | undefined;
  readonly onClose: () => void;
}

function NeedDialog({ need, needs, revision, onClose }: NeedDialogProps) {
  const skills = useSkills().data?.skills ?? [];
  const [taken, setTaken] = useState<string | null>(null);
  const form = useForm({
    schema: Fields,
    value: need ?? { name: '', skill: null },
    words: 'needs',
    before: ({ name }, save) => {
      const wanted = name.toLowerCase();
      const isTaken = needs.some(
        (each) => each.id !== need?.id && each.name.toLowerCase() === wanted,
      );
      return isTaken ? setTaken(name) : save();
    },
    save: (entry) => {
      const next =
        need === null
          ? [...needs, entry]
          : needs.map((each) => (each.id === need.id ? { id: need.id, ...entry } : each));
      return saveWhole('/needs', RevisedNeedList, { draft: { needs: next }, revision });
    },
    invalidates: ['/needs'],
    onDone: onClose,
  });
  const { field, fields } = form;
  return (
    <FormDialog form={form} title={t(need === null ? 'needs.new' : 'needs.edit')} onClose={onClose}>
      {field('name', {
        input: { 'data-autofocus': true },
        error: taken === fields.name.trim() ? t('needs.name.taken') : null,
      })}
      {field('skill', {
        suggestions: skills.map(({ id, name }) => ({ value: id, label: name })),
      })}
    </FormDialog>
  );
}
