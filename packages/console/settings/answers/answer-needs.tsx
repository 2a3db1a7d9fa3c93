// The needs that a predefined answer is tied to, as chips, and a choice of the others. Shown only
// if the account has needs.
import type { NeedId } from '@opportune/protocol/ids.ts';
import { answerLimits } from '@opportune/protocol/rest/conversation/answers.ts';
import { RevisedNeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import { Chip, SelectField, useApiQuery, t } from '../../ui/index.ts';

interface AnswerNeedsProps {
  readonly chosen: readonly NeedId[];
  readonly readOnly: boolean;
  readonly onChange: (needs: readonly NeedId[]) => void;
}

export function AnswerNeeds({ chosen, readOnly, onChange }: AnswerNeedsProps) {
  const listed = useApiQuery('/needs', RevisedNeedList).data?.needs ?? [];
  if (listed.length === 0) return null;
  const tied = listed.filter(({ id }) => chosen.includes(id));
  const left = listed.filter(({ id }) => !chosen.includes(id));
  const add = (value: string): void => {
    const need = left.find(({ id }) => id === value);
    if (need !== undefined) onChange([...chosen, need.id]);
  };
  return (
    <div className="answer-needs">
      <SelectField
        label={t('answers.needs')}
        hint={t('answers.needs.hint')}
        value=""
        disabled={left.length === 0 || chosen.length >= answerLimits.needs}
        choices={[
          { value: '', label: t(tied.length === 0 ? 'answers.needs.none' : 'answers.needs.more') },
          ...left.map(({ id, name }) => ({ value: id as string, label: name })),
        ]}
        onChange={(event) => add(event.currentTarget.value)}
      />
      {tied.length > 0 && (
        <div className="answer-variables" role="group" aria-label={t('answers.needs')}>
          {tied.map(({ id, name }) => (
            <Chip
              key={id}
              {...(readOnly
                ? {}
                : {
                    onRemove: () => onChange(chosen.filter((each) => each !== id)),
                    removeLabel: t('answers.needs.remove', { name }),
                  })}
            >
              {name}
            </Chip>
          ))}
        </div>
      )}
    </div>
  );
}
