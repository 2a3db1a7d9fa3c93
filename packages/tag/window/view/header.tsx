// The head of the window: whom the visitor talks to, the way back to the home, and the buttons that
// minimise and close it. The home has a head of its own.
import type { Chat } from '../chat.ts';
import { type ChatState, isLive } from '../state.ts';
import { Face } from './face.tsx';
import { Button, type View } from './fields.tsx';

function heading(chat: Chat): readonly [title: string, sub: string] {
  const { words, speech } = chat;
  const site = speech.apart(chat.site);
  const { screen, conversation, before } = chat.state;
  if (screen === 'leave' || (screen === 'before' && before?.leaves))
    return [words.leaveTitle, words.leaveSub];
  if (screen === 'left') return [words.leaveTitle, site];
  if (conversation?.status === 'ended') return [words.ended, endedText(chat, conversation)];
  if (conversation?.status === 'active' && conversation.agent)
    return [conversation.agent, words.online(site)];
  if (conversation?.status === 'message') return [words.label(site), words.leaveSub];
  const asks = screen === 'form' || screen === 'before';
  return [words.label(site), asks ? words.before : words.waitingForAgent];
}

function endedText(
  { words, site, speech }: Chat,
  { agent, startedAt, endedAt }: NonNullable<Chat['state']['conversation']>,
): string {
  const minutes = Math.max(1, Math.round(((endedAt ?? startedAt) - startedAt) / 60_000));
  // A left message is answered after hours.
  return agent && minutes < 240 ? words.endedWith(speech.apart(agent), minutes) : site;
}

export function Header({ chat }: View) {
  const { state, words } = chat;
  const [title, sub] = heading(chat);
  const agent = talkingTo(state);
  const [label, close] = isLive(state)
    ? [words.endChat, () => chat.askToEnd(true)]
    : [words.close, () => chat.show('closed')];
  const minimise = (): void => chat.show('minimised');
  return (
    <div class="hd">
      {chat.settings?.home && !isLive(state) && state.screen !== 'home' && (
        <Button look="x back" icon="back" size={18} label={words.back} act={chat.goHome} />
      )}
      {agent && <Face chat={chat} name={agent} here={state.online} />}
      <div class="who">
        <b id="title">{title}</b>
        <small>{state.online || !agent ? sub : chat.site}</small>
      </div>
      {state.conversation?.status === 'message' && chat.speaking.callsBack() && (
        <Button look="x" icon="phone" size={18} label={words.callBack} act={chat.speaking.back} />
      )}
      {chat.speaking.isOffered() && (
        <Button
          look="x"
          icon="phone"
          size={18}
          label={words.speakInstead}
          act={chat.speaking.propose}
        />
      )}
      <Button look="x" icon="minus" size={18} label={words.minimise} act={minimise} />
      <Button look="x" icon="close" size={18} label={label} act={close} />
    </div>
  );
}

function talkingTo({ screen, conversation }: ChatState): string | null {
  return screen === 'talk' && conversation?.status === 'active' ? conversation.agent : null;
}
