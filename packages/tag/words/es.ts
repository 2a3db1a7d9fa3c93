// The words of visitors in Spanish, as one small file beside the parts that need them. `build.ts` puts
// the sentences of refusals in that a visitor can meet.
declare const refusalsOfVisitors: Readonly<Record<string, string>>;

export { chatEs as chat } from '@opportune/words/es/chat.ts';
export { messageEs as message } from '@opportune/words/es/message.ts';
export const refusals = refusalsOfVisitors;
