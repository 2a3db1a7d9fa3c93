// Calls by telephone over the channels of accounts: how carriers are answered, their streams, and calls
// that agents make.
import type { Dial } from '@opportune/core/ports/dialling.ts';
import type { DialIn } from '@opportune/core/ports/visitor-chat.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { SocketHost } from '../../http/feature.ts';
import { type AnswerCall, type AnswerParts, createAnswerCall } from './answer-call.ts';
import { createDial, type DialParts } from './dial.ts';
import type { DialledCalls } from './dialled.ts';
import { settleDialled } from './dialled-rows.ts';
import { type CallOf, CallerProof, type Proved } from './proof/caller-proof.ts';
import { createDialIn, type DialInParts } from './proof/dial-in.ts';
import type { TelephoneSide } from './seams.ts';
import { serveStreams, type StreamParts } from './serve-streams.ts';
import { Tickets } from './tickets.ts';
import { WaitingCallers } from './waiting/waiting-callers.ts';
import { createVoicemails, type VoicemailParts, type Voicemails } from './voicemail/voicemails.ts';

interface TelephoneParts
  extends
    Omit<DialParts, 'dialled'>,
    Omit<StreamParts, 'tickets' | 'channels'>,
    Pick<AnswerParts, 'placeOf'>,
    Pick<VoicemailParts, 'accounts'> {
  readonly channels: DialParts['channels'] & StreamParts['channels'] & DialInParts['channels'];
  readonly telephone: TelephoneSide;
  readonly languagesOf: (account: AccountId) => Promise<AccountLanguages | undefined>;
}

export interface OpenTelephone {
  readonly dial: Dial;
  readonly dialIn: DialIn;
  readonly typed: (of: CallOf, digits: string) => Promise<Exclude<Proved, 'sent'>>;
  readonly answerCall: AnswerCall;
  /** Returns how to end all streams. */
  serve(host: SocketHost): () => void;
  readonly voicemails: Voicemails;
}

export function openTelephone({ telephone, ...use }: TelephoneParts): OpenTelephone {
  const dialled: DialledCalls = new Map();
  const tickets = new Tickets(use);
  const waiting = new WaitingCallers(use);
  const proof = new CallerProof({ ...use, ...telephone });
  const settle = (account: AccountId, token: string, seconds: number) =>
    use.records.withAccount(account, (sql) => settleDialled(sql, token, seconds));
  const voicemails = createVoicemails({
    ...{ ...use, ...telephone },
    nameOf: async (account) => {
      const { language } = await use.placeOf(account, null, null);
      return `${sentIn(languageOf([language])).voicemail}.wav`;
    },
  });
  return {
    voicemails,
    dial: createDial({ ...use, dialled }),
    dialIn: createDialIn({ ...use, ...telephone, proof }),
    async typed(...of) {
      const result = await proof.typed(...of);
      return result === 'sent' ? 'proved' : result;
    },
    answerCall: createAnswerCall({
      ...{ ...use, ...telephone, tickets, waiting, voicemails, dialled, settle, proof },
    }),
    serve: (host) => serveStreams({ ...use, tickets }, host),
  };
}
