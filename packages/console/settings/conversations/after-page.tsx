// What visitors are asked and offered after a conversation. Each switch saves at once.
import {
  type AfterRules,
  type AfterSettings,
  RevisedAfterRules,
} from '@opportune/protocol/rest/conversation/after.ts';
import { NotYet, Switch, t } from '../../ui/index.ts';
import { SettingsBody } from '../form/settings-body.tsx';
import { useSavedAtOnce } from '../form/use-saved-at-once.ts';
import './after.css';

const questions = ['satisfaction', 'resolved', 'recommend', 'text'] as const;

export function AfterPage() {
  const { data, error, refetch, isPending, save } = useSavedAtOnce(
    '/after-chat',
    RevisedAfterRules,
  );
  return (
    <SettingsBody title={t('after.title')} text={t('after.text')}>
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={1} onRetry={() => void refetch()} />
      ) : (
        <Questions rules={data} busy={isPending} save={save} />
      )}
    </SettingsBody>
  );
}

interface QuestionsProps {
  readonly rules: AfterRules;
  readonly busy: boolean;
  readonly save: (part: Partial<AfterSettings>) => void;
}

function Questions({ rules, busy, save }: QuestionsProps) {
  const none = !questions.some((question) => rules.questions[question]);
  return (
    <>
      <section className="after-switches">
        <Switch
          label={t('after.survey.on')}
          hint={t('after.survey.on.hint')}
          checked={rules.survey}
          disabled={busy}
          onChange={(survey) => save({ survey })}
        />
      </section>
      <section>
        <h3 id="after-questions">{t('after.questions.title')}</h3>
        <div className="after-switches" role="group" aria-labelledby="after-questions">
          {questions.map((question) => (
            <Switch
              key={question}
              label={t(`after.question.${question}`)}
              hint={t(`after.question.${question}.hint`)}
              checked={rules.questions[question]}
              disabled={busy || !rules.survey}
              onChange={(asked) => save({ questions: { ...rules.questions, [question]: asked } })}
            />
          ))}
        </div>
        {rules.survey && none && (
          <p className="t2" role="status">
            {t('after.questions.none')}
          </p>
        )}
      </section>
      <section>
        <h3>{t('after.transcript.title')}</h3>
        <Switch
          label={t('after.transcript.on')}
          hint={t('after.transcript.on.hint')}
          checked={rules.transcript}
          disabled={busy}
          onChange={(transcript) => save({ transcript })}
        />
        {!rules.mail && <p className="t2 after-mail">{t('after.transcript.noMail')}</p>}
      </section>
    </>
  );
}
