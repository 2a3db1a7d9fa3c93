// What follows a conversation that is over: the survey, where the server asks one. It is asked for
// anew with each connection, since another tab may have answered.
import { useEffect } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/chat-en.ts';
import type { Chat } from './chat.ts';
import type { ChatState } from './state.ts';
import { SurveyPart } from './survey.tsx';

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: ChatWords['window'];
}

export function After(props: Props) {
  const { chat, state } = props;
  const { conversation, after, online } = state;
  const id = conversation?.id;
  useEffect(() => {
    if (online) chat.askAfter();
  }, [chat, id, online]);
  if (!after || after.conversation !== id) return null;
  const { survey } = after;
  return survey && <SurveyPart key={id} {...props} survey={survey} />;
}
