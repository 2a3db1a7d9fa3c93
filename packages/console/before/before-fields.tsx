// The fields of a form before the chat: what each asks, when it is shown, what it is prefilled
// with, and where its answer goes.
import {
  BeforeFact,
  type BeforeField,
  type BeforeForm,
  beforeLimits,
} from '@opportune/protocol/conversation/before.ts';
import type { FormField } from '@opportune/protocol/conversation/message-content.ts';
import { LabelId, SkillId } from '@opportune/protocol/ids.ts';
import { RevisedLabelLists } from '@opportune/protocol/rest/conversation/labels.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { newField, type Wrong } from '../inbox/content/content-draft.ts';
import { Group, More } from '../inbox/content/content-parts.tsx';
import { OneField } from '../inbox/content/form-fields.tsx';
import { SelectField, Switch, TextArea, useApiQuery, t, choicesOf } from '../ui/index.ts';
import { triggersOf, type Trigger } from './before-draft.ts';

interface Props {
  readonly draft: BeforeForm;
  readonly wrong: ReadonlyMap<string, Wrong>;
  readonly onChange: (next: BeforeForm) => void;
}

export function BeforeFields({ draft, wrong, onChange }: Props) {
  const { fields } = draft;
  const plain = fields.map(({ field }) => field);
  const put = (at: number, next: BeforeField): void =>
    onChange({ ...draft, fields: fields.with(at, next) });
  return (
    <>
      <TextArea
        label={t('before.before.text')}
        rows={2}
        value={draft.text}
        maxLength={beforeLimits.textLength}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        data-autofocus
      />
      {fields.map((each, at) => (
        <Group
          key={each.field.id}
          name={t('before.before.field', { n: at + 1 })}
          onRemove={
            fields.length > 1
              ? () => onChange({ ...draft, fields: fields.filter((_, index) => index !== at) })
              : null
          }
        >
          <OneField
            field={each.field}
            at={`fields.${at}`}
            wrong={wrong}
            onChange={(field) => put(at, { ...each, field })}
          />
          <Uses each={each} above={plain.slice(0, at)} onChange={(next) => put(at, next)} />
        </Group>
      ))}
      <More
        words={t('before.before.add')}
        full={fields.length >= beforeLimits.fields}
        onClick={() =>
          onChange({ ...draft, fields: [...fields, { field: newField(plain, 'text') }] })
        }
      />
      <Switch
        label={t('before.before.question')}
        checked={draft.question}
        onChange={(question) => onChange({ ...draft, question })}
      />
    </>
  );
}

interface UsesProps {
  readonly each: BeforeField;
  readonly above: readonly FormField[];
  readonly onChange: (next: BeforeField) => void;
}

function Uses(props: UsesProps) {
  const { each, above } = props;
  return (
    <>
      {triggersOf(above).length > 0 && <Shown {...props} />}
      {(each.field.type === 'text' || each.field.type === 'email') && <Known {...props} />}
      <Into {...props} />
      {each.field.type === 'choice' && <Skills {...props} options={each.field.options} />}
    </>
  );
}

const keyOf = ({ field, is }: Pick<Trigger, 'field' | 'is'>): string => `${field} ${is}`;

function Shown({ each, above, onChange }: UsesProps) {
  const { when, ...rest } = each;
  const triggers = triggersOf(above);
  return (
    <SelectField
      label={t('before.before.when')}
      value={when === undefined ? '' : keyOf({ field: when.field, is: when.is[0] ?? '' })}
      choices={[
        { value: '', label: t('before.before.when.always') },
        ...triggers.map((one) => ({ value: keyOf(one), label: triggerWords(one) })),
      ]}
      onChange={(event) => {
        const found = triggers.find((one) => keyOf(one) === event.currentTarget.value);
        onChange(found ? { ...rest, when: { field: found.field, is: [found.is] } } : rest);
      }}
    />
  );
}

function triggerWords({ label, option, is }: Trigger): string {
  const value = option ?? t(is === 'yes' ? 'before.before.when.yes' : 'before.before.when.no');
  return t('before.before.when.is', { field: label, value });
}

function Known({ each, onChange }: UsesProps) {
  const { fact, ...rest } = each;
  const facts = BeforeFact.options;
  return (
    <SelectField
      label={t('before.before.fact')}
      value={fact ?? ''}
      choices={[
        { value: '', label: t('before.before.fact.none') },
        ...choicesOf(facts, (value) => t(`before.before.fact.${value}`)),
      ]}
      onChange={(event) => {
        const found = facts.find((value) => value === event.currentTarget.value);
        onChange(found === undefined ? rest : { ...rest, fact: found });
      }}
    />
  );
}

/** Hidden if the account has no fields for conversations. */
function Into({ each, onChange }: UsesProps) {
  const fields = useApiQuery('/conversation-labels', RevisedLabelLists).data?.fields ?? [];
  const { label, ...rest } = each;
  if (fields.length === 0) return null;
  return (
    <SelectField
      label={t('before.before.into')}
      value={label ?? ''}
      choices={[
        { value: '', label: t('before.before.into.none') },
        ...fields.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => {
        const found = LabelId.safeParse(event.currentTarget.value).data;
        onChange(found === undefined ? rest : { ...rest, label: found });
      }}
    />
  );
}

/** The skill that each option asks for. Hidden if the account has no skills. */
function Skills({
  each,
  options,
  onChange,
}: UsesProps & { readonly options: readonly { readonly id: string; readonly text: string }[] }) {
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const named = options.filter(({ text }) => text.trim() !== '');
  if (skills.length === 0 || named.length === 0) return null;
  const choose = (option: string, chosen: string): void => {
    const { [option]: _, ...others } = each.skills ?? {};
    const skill = SkillId.safeParse(chosen).data;
    onChange({ ...each, skills: skill === undefined ? others : { ...others, [option]: skill } });
  };
  return (
    <div className="before-skills">
      {named.map(({ id, text }) => (
        <SelectField
          key={id}
          label={t('before.before.skill', { option: text })}
          value={each.skills?.[id] ?? ''}
          choices={[
            { value: '', label: t('before.before.skill.none') },
            ...skills.map((skill) => ({ value: skill.id, label: skill.name })),
          ]}
          onChange={(event) => choose(id, event.currentTarget.value)}
        />
      ))}
    </div>
  );
}
