// What visitors are asked and offered when a conversation is over. Each switch saves at once.
import {
  type AfterRules,
  type AfterSettings,
  RevisedAfterRules,
} from '@opportune/protocol/rest/conversation/after.ts';
import { w } from '../../inbox/after-words.ts';
import {
  invalidate,
  NotYet,
  sayUnsaved,
  Switch,
  useWholeSave,
  useApiQuery,
} from '../../ui/index.ts';
import './after.css';

const path = '/after-chat';
const questions = ['satisfaction', 'resolved', 'recommend', 'text'] as const;

export function AfterPage() {
  const { data, error, refetch } = useApiQuery(path, RevisedAfterRules);
  const change = useWholeSave<AfterSettings, typeof RevisedAfterRules>(path, RevisedAfterRules);
  const save = (draft: AfterSettings): void =>
    change.mutate(
      { draft, revision: data?.revision },
      { onError: sayUnsaved(() => invalidate(path)) },
    );
  return (
    <div className="settings-body" tabIndex={0} role="region" aria-label={w('title')}>
      <div className="settings-head">
        <h2 className="settings-title">{w('title')}</h2>
        <p className="t2">{w('text')}</p>
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={1} onRetry={() => void refetch()} />
      ) : (
        <Questions rules={data} busy={change.isPending} save={save} />
      )}
    </div>
  );
}

function Questions(props: {
  rules: AfterRules;
  busy: boolean;
  save: (rules: AfterSettings) => void;
}) {
  const { rules, busy, save } = props;
  const none = !questions.some((question) => rules.questions[question]);
  return (
    <>
      <section className="after-switches">
        <Switch
          label={w('survey.on')}
          hint={w('survey.on.hint')}
          checked={rules.survey}
          disabled={busy}
          onChange={(survey) => save({ ...rules, survey })}
        />
      </section>
      <section>
        <h3 id="after-questions">{w('questions.title')}</h3>
        <div className="after-switches" role="group" aria-labelledby="after-questions">
          {questions.map((question) => (
            <Switch
              key={question}
              label={w(`question.${question}`)}
              hint={w(`question.${question}.hint`)}
              checked={rules.questions[question]}
              disabled={busy || !rules.survey}
              onChange={(asked) =>
                save({ ...rules, questions: { ...rules.questions, [question]: asked } })
              }
            />
          ))}
        </div>
        {rules.survey && none && (
          <p className="t2" role="status">
            {w('questions.none')}
          </p>
        )}
      </section>
      <section>
        <h3>{w('transcript.title')}</h3>
        <Switch
          label={w('transcript.on')}
          hint={w('transcript.on.hint')}
          checked={rules.transcript}
          disabled={busy}
          onChange={(transcript) => save({ ...rules, transcript })}
        />
        {!rules.mail && <p className="t2 after-mail">{w('transcript.noMail')}</p>}
      </section>
    </>
  );
}
