// What follows a conversation that is over: the survey and the chat by e-mail, if the server offers
// them.
import { useState } from 'preact/hooks';
import type { After as Offered } from '../window/state.ts';
import { Button, NewChat, type View } from '../window/view/fields.tsx';
import { Done } from './done.tsx';
import { SurveyPart } from './survey.tsx';
import { TranscriptForm } from './transcript.tsx';
import { wordsOf } from './words.ts';

interface Props extends View {
  readonly after: Offered;
}

export function After({ chat, after }: Props) {
  const words = wordsOf(chat).transcript;
  const [mails, setMails] = useState(false);
  const { survey, transcript, conversation } = after;
  const may = transcript === 'may';
  const open = (opens: boolean): void => {
    chat.clearProblem();
    setMails(opens);
  };
  return (
    <>
      {mails && transcript === 'sent' && <Done text={words.sent} focused />}
      {survey && (
        <div class={mails && may ? 'gone' : 'part'}>
          <SurveyPart key={conversation} chat={chat} survey={survey} />
        </div>
      )}
      {mails && may && <TranscriptForm chat={chat} close={() => open(false)} />}
      <NewChat chat={chat}>
        {may && !mails && <Button look="opt" label={words.ask} act={() => open(true)} />}
      </NewChat>
    </>
  );
}
