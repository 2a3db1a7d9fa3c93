// What follows a conversation that is over: the survey and the chat by e-mail, where the server offers
// them. It is asked for anew with each connection, since another tab may have answered.
import { useEffect, useState } from 'preact/hooks';
import { Done } from './done.tsx';
import { Button, type View } from './fields.tsx';
import { SurveyPart } from './survey.tsx';
import { TranscriptForm } from './transcript.tsx';

export function After({ chat }: View) {
  const { conversation, after, online } = chat.state;
  const id = conversation?.id;
  const [mails, setMails] = useState(false);
  useEffect(() => {
    if (online) chat.askAfter();
  }, [chat, id, online]);
  const known = after?.conversation === id ? after : null;
  const open = (opens: boolean): void => {
    chat.clearProblem();
    setMails(opens);
  };
  const may = known?.transcript === 'may';
  return (
    <>
      {mails && known?.transcript === 'sent' && <Done text={chat.words.transcript.sent} focused />}
      {known?.survey && (
        <div class={mails && may ? 'gone' : 'part'}>
          <SurveyPart key={id} chat={chat} survey={known.survey} />
        </div>
      )}
      {mails && may && <TranscriptForm chat={chat} close={() => open(false)} />}
      <Next chat={chat} mail={may && !mails ? () => open(true) : null} />
    </>
  );
}

function Next({ chat, mail }: View & { readonly mail: (() => void) | null }) {
  const { words } = chat;
  return (
    <div class={mail ? 'ft two' : 'ft'}>
      {mail && <Button look="opt" label={words.transcript.ask} act={mail} />}
      <Button look="opt" label={words.newChat} act={() => chat.wish({})} />
    </div>
  );
}
