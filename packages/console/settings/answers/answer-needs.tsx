// The needs that a predefined answer is tied to: chips, and a choice of those that are left. Shown
// where the account has needs.
import type { NeedId } from '@opportune/protocol/ids.ts';
import { answerLimits } from '@opportune/protocol/rest/conversation/answers.ts';
import { RevisedNeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import { p } from '../../inbox/answer-words.ts';
import { Chip, SelectField, useApiQuery } from '../../ui/index.ts';

export function AnswerNeeds(props: {
  chosen: readonly NeedId[];
  readOnly: boolean;
  onChange: (needs: readonly NeedId[]) => void;
}) {
  const { chosen, readOnly, onChange } = props;
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
        label={p('needs')}
        hint={p('needs.hint')}
        value=""
        disabled={left.length === 0 || chosen.length >= answerLimits.needs}
        choices={[
          { value: '', label: p(tied.length === 0 ? 'needs.none' : 'needs.more') },
          ...left.map(({ id, name }) => ({ value: id as string, label: name })),
        ]}
        onChange={(event) => add(event.currentTarget.value)}
      />
      {tied.length > 0 && (
        <div className="answer-variables" role="group" aria-label={p('needs')}>
          {tied.map(({ id, name }) => (
            <Chip
              key={id}
              {...(readOnly
                ? {}
                : {
                    onRemove: () => onChange(chosen.filter((each) => each !== id)),
                    removeLabel: p('needs.remove', { name }),
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
