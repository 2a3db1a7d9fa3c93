// After the chat: what the account asks, answered with radio buttons and a text, each question if
// they like. What is asked and what was answered comes from the server; nothing of it is kept here.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import { Field } from './forms.tsx';
import { Icon } from './icons.tsx';
import { Choices, Scale } from './scale.tsx';
import type { Answers, ChatState, Survey } from '../state.ts';

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: ChatWords['window'];
}

const textLength = 1000;
const nothing: Answers = { satisfaction: null, recommend: null, resolved: null, text: '' };

/** Answered, or the form; `survey` is another object with every answer of the server. */
export function SurveyPart({ survey, ...props }: Props & { readonly survey: Survey }) {
  const [changing, setChanging] = useState(false);
  const sent = useRef(false);
  useEffect(() => setChanging(false), [survey]);
  const { chat, words } = props;
  if (survey.answers && !changing)
    return (
      <Thanks
        words={words}
        takesFocus={sent.current}
        change={survey.open ? () => setChanging(true) : null}
      />
    );
  const send = (answers: Answers): void => {
    sent.current = true;
    chat.rate(answers);
  };
  return <SurveyForm {...props} survey={survey} send={send} />;
}

interface FormProps extends Props {
  readonly survey: Survey;
  send(answers: Answers): void;
}

function SurveyForm({ state, words, survey, send }: FormProps) {
  const { questions } = survey;
  const [answers, setAnswers] = useState(survey.answers ?? nothing);
  const [missing, setMissing] = useState(false);
  const w = words.survey;
  const give = (part: Partial<Answers>): void => setAnswers({ ...answers, ...part });
  const given = { ...answers, text: answers.text.trim() };
  const empty = Object.values(given).every((answer) => answer === null || answer === '');
  const problem = missing && empty ? w.missing : state.afterProblem;
  const submit = (event: Event): void => {
    event.preventDefault();
    setMissing(true);
    if (!empty) send(given);
  };
  return (
    <form class="ask survey" onSubmit={submit} noValidate aria-label={w.title}>
      <p class="t">{w.title}</p>
      {questions.satisfaction && (
        <Scale
          name="satisfaction"
          label={w.satisfaction}
          from={1}
          to={5}
          ends={w.satisfactionEnds}
          value={answers.satisfaction}
          pick={(satisfaction) => give({ satisfaction })}
        />
      )}
      {questions.recommend && (
        <Scale
          name="recommend"
          label={w.recommend}
          from={0}
          to={10}
          ends={w.recommendEnds}
          value={answers.recommend}
          pick={(recommend) => give({ recommend })}
        />
      )}
      {questions.resolved && (
        <Choices
          name="resolved"
          label={w.resolved}
          choices={[
            { value: true, text: w.yes },
            { value: false, text: w.no },
          ]}
          value={answers.resolved}
          pick={(resolved) => give({ resolved })}
        />
      )}
      {questions.text && (
        <Field name="comment" label={w.text} optional={words.optional} error={null}>
          <textarea
            id="comment"
            maxLength={textLength}
            value={answers.text}
            onInput={({ currentTarget }) => give({ text: currentTarget.value })}
          />
        </Field>
      )}
      {problem && (
        <p class="err" role="alert">
          <Icon name="alert" size={14} />
          {problem}
        </p>
      )}
      <button type="submit" class="cta" disabled={!state.online}>
        {w.send}
      </button>
    </form>
  );
}

interface ThanksProps {
  readonly words: ChatWords['window'];
  /** The form that had the focus is gone. */
  readonly takesFocus: boolean;
  /** Null: it was answered too long ago. */
  readonly change: (() => void) | null;
}

function Thanks({ words, takesFocus, change }: ThanksProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) place.current?.focus();
  }, [takesFocus]);
  return (
    <div class="ask row" role="status" tabIndex={-1} ref={place}>
      <p class="t">
        <Icon name="check" />
        {words.survey.thanks}
      </p>
      {change && (
        <button type="button" class="lnk" onClick={change}>
          {words.survey.change}
        </button>
      )}
    </div>
  );
}
