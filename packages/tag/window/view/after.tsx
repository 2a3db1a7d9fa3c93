// What follows a conversation that is over: the survey and the chat by e-mail, where the server offers
// them. It is asked for anew with each connection, since another tab may have answered.
import { useEffect, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import type { ChatState } from '../state.ts';
import { SurveyPart } from './survey.tsx';
import { TranscriptForm, TranscriptSent } from './transcript.tsx';

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: ChatWords['window'];
}

export function After(props: Props) {
  const { chat, state, words } = props;
  const { conversation, after, online } = state;
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
  const offers = !mails && known?.transcript === 'may';
  const form = mails && known?.transcript === 'may';
  return (
    <>
      {mails && known?.transcript === 'sent' && <TranscriptSent words={words} />}
      {known?.survey && (
        <div class={form ? 'gone' : 'part'}>
          <SurveyPart key={id} {...props} survey={known.survey} />
        </div>
      )}
      {form && <TranscriptForm {...props} close={() => open(false)} />}
      <div class={offers ? 'ft two' : 'ft'}>
        {offers && (
          <button type="button" class="opt" onClick={() => open(true)}>
            {words.transcript.ask}
          </button>
        )}
        <button type="button" class="opt" onClick={() => chat.wish({})}>
          {words.newChat}
        </button>
      </div>
    </>
  );
}
