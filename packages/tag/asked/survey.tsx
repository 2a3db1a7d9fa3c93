// After the chat: the account's questions, answered with radio buttons and a text, each optional.
// Questions and answers come from the server; nothing of them is stored here.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answers, Survey } from '../window/state.ts';
import { Done } from './done.tsx';
import { Button, Field, Form, type View, Wrong } from '../window/view/fields.tsx';
import { Choices, Moods, Scale } from './scale.tsx';
import { wordsOf } from './words.ts';

interface Props extends View {
  readonly survey: Survey;
}

const textLength = 1000;
const nothing: Answers = { satisfaction: null, recommend: null, resolved: null, text: '' };

/** Answered, or the form. `survey` is another object with every answer of the server. */
export function SurveyPart({ chat, survey }: Props) {
  const [changing, setChanging] = useState(false);
  const sent = useRef(false);
  useEffect(() => setChanging(false), [survey]);
  const { thanks, change } = wordsOf(chat).survey;
  const send = (answers: Answers): void => {
    sent.current = true;
    chat.rate(answers);
  };
  if (!survey.answers || changing) return <SurveyForm chat={chat} survey={survey} send={send} />;
  return (
    <Done text={thanks} focused={sent.current}>
      {survey.open && <Button look="lnk" label={change} act={() => setChanging(true)} />}
    </Done>
  );
}

function SurveyForm({ chat, survey, send }: Props & { send(answers: Answers): void }) {
  const { state } = chat;
  const words = wordsOf(chat).survey;
  const [answers, setAnswers] = useState(survey.answers ?? nothing);
  const [tried, setTried] = useState(false);
  const given = { ...answers, text: answers.text.trim() };
  const empty = Object.values(given).every((answer) => answer === null || answer === '');
  const give = (part: Partial<Answers>): void => setAnswers({ ...answers, ...part });
  const submit = (): void => {
    setTried(true);
    if (!empty) send(given);
  };
  return (
    <Form look="ask survey" label={words.title} submit={submit}>
      <p class="t">{words.title}</p>
      <Questions chat={chat} survey={survey} answers={answers} give={give} />
      <Wrong text={tried && empty ? words.missing : state.afterProblem} />
      <Button look="cta" label={words.send} disabled={!state.online} />
    </Form>
  );
}

interface QuestionsProps extends Props {
  readonly answers: Answers;
  give(part: Partial<Answers>): void;
}

function Questions({ chat, survey, answers, give }: QuestionsProps) {
  const { satisfaction, recommend, resolved, text } = survey.questions;
  const words = wordsOf(chat).survey;
  return (
    <>
      {satisfaction && (
        <Moods
          name="satisfaction"
          label={words.satisfaction}
          ends={words.satisfactionEnds}
          value={answers.satisfaction}
          pick={(value) => give({ satisfaction: value })}
        />
      )}
      {recommend && (
        <Scale
          name="recommend"
          label={words.recommend}
          from={0}
          to={10}
          ends={words.recommendEnds}
          value={answers.recommend}
          pick={(value) => give({ recommend: value })}
        />
      )}
      {resolved && (
        <Choices
          name="resolved"
          label={words.resolved}
          choices={[
            { value: true, text: words.yes },
            { value: false, text: words.no },
          ]}
          value={answers.resolved}
          pick={(value) => give({ resolved: value })}
        />
      )}
      {text && (
        <Field
          long
          name="comment"
          label={words.text}
          optional={chat.words.optional}
          error={null}
          maxLength={textLength}
          value={answers.text}
          change={(comment) => give({ text: comment })}
        />
      )}
    </>
  );
}
