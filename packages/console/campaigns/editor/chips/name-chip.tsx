// A chip that names what a condition is about. A fact is picked from a list. A trait, event,
// section, property or skill is typed.
import { customerFactPrefix, skillFactOf } from '@opportune/protocol/behaviour/facts.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { useApiQuery, t } from '../../../ui/index.ts';
import { asMark, type ChipProps } from './chip.ts';
import { nodeAt } from '../condition/condition-edit.ts';
import { useEdit } from '../edit-context.tsx';
import { FactPicker } from '../condition/fact-picker.tsx';
import { newFact, standardEvents, unset } from '../condition/new-node.ts';
import { conditionWord } from './speak.ts';
import { Tok, type TokProps } from './sentence-chip.tsx';
import { TextForm } from './text-form.tsx';

export function NameChip(props: ChipProps<'name'>) {
  const { chip, words, mark, wrong } = props;
  const wasOf = (was: unknown): string | undefined =>
    typeof was === 'string' ? (chip.of === 'fact' ? conditionWord(`fact.${was}`) : was) : undefined;
  const { words: shown = words, ...form } = useForm(props);
  return <Tok kind="name" words={shown} mark={asMark(mark, wasOf)} wrong={wrong} {...form} />;
}

type Form = Pick<TokProps, 'label' | 'edit'> &
  Partial<Pick<TokProps, 'width' | 'noDone' | 'words'>>;

function useForm({ chip, condition, nodePath, onSet }: ChipProps<'name'>): Form {
  const { sections } = useEdit();
  switch (chip.of) {
    case 'fact': {
      const node = nodeAt(condition, nodePath);
      const picked = (fact: string) =>
        node !== undefined && 'score' in node ? { score: { ...node.score, fact } } : newFact(fact);
      return {
        label: t('campaigns.chip.fact'),
        width: 320,
        noDone: true,
        edit: (close) => (
          <FactPicker
            onFact={(fact) => {
              onSet(nodePath, picked(fact));
              close();
            }}
          />
        ),
      };
    }
    case 'trait':
      return {
        label: t('campaigns.chip.trait'),
        edit: () => (
          <TextForm
            label={t('campaigns.chip.trait')}
            value={chip.name}
            maxLength={100}
            onChange={(name) => onSet(chip.path, `${customerFactPrefix}${name.trim()}`)}
          />
        ),
      };
    case 'event':
      return typed(chip, t('campaigns.chip.event'), standardEvents, onSet);
    case 'section':
      return typed(
        chip,
        t('campaigns.chip.section'),
        sections.map(({ name }) => name),
        onSet,
      );
    case 'property':
      return typed(chip, t('campaigns.chip.property'), [], onSet);
    case 'skill':
      return {
        label: t('campaigns.chip.skill'),
        edit: () => (
          <SkillForm
            label={t('campaigns.chip.skill')}
            skill={chip.name}
            onChange={(skill) => {
              const node = nodeAt(condition, nodePath);
              const fact =
                node !== undefined && 'fact' in node ? skillFactOf(node.fact)?.fact : null;
              const next = skill.trim();
              if (fact) onSet(chip.path, next === '' ? fact : `${fact}.${next}`);
            }}
          />
        ),
      };
    default:
      return chip.of satisfies never;
  }
}

interface SkillFormProps {
  readonly label: string;
  readonly skill: string;
  readonly onChange: (skill: string) => void;
}

/** Offers the skills of the account and accepts others. An empty text means agents of any skill. */
export function SkillForm({ label, skill, onChange }: SkillFormProps) {
  const offered = useApiQuery('/skills', SkillList).data?.skills.map(({ id }) => id);
  return <TextForm {...{ label, offered, onChange }} value={skill} empty maxLength={64} />;
}

function typed(
  { name, path }: ChipProps<'name'>['chip'],
  label: string,
  offered: readonly string[],
  onSet: ChipProps['onSet'],
): Form {
  return {
    label,
    ...(name === unset ? { words: t('campaigns.chip.empty') } : {}),
    edit: () => (
      <TextForm
        label={label}
        value={name === unset ? '' : name}
        offered={offered}
        maxLength={128}
        onChange={(next) => onSet(path, next)}
      />
    ),
  };
}
