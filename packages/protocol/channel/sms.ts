// Settings of a channel of the kind *sms*: a number at Twilio or at Vonage.
import { z } from 'zod';
import { credential, providerBase } from './provider.ts';

/** A private key as text (RFC 7468). Line breaks that a form or a shell lost are put back. */
const privateKey = z
  .string()
  .max(8192)
  .overwrite(asPem)
  .regex(
    /^-----BEGIN (RSA )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END (RSA )?PRIVATE KEY-----\n$/,
  );

const byProvider = {
  twilio: ['accountSid', 'authToken'],
  vonage: ['apiKey', 'signatureSecret', 'applicationId', 'privateKey'],
} as const;

/** All that one provider needs. */
export const SmsSettings = z
  .object({
    provider: z.enum(['twilio', 'vonage']),
    /** In E.164, with or without the plus sign. */
    number: z.string().regex(/^\+?[0-9]{3,15}$/),
    accountSid: credential.optional(),
    /** Twilio signs its requests with it. */
    authToken: credential.optional(),
    apiKey: credential.optional(),
    /** Vonage signs its requests with it. */
    signatureSecret: credential.optional(),
    applicationId: credential.optional(),
    privateKey: privateKey.optional(),
    apiBase: providerBase.optional(),
  })
  .superRefine((settings, context) => {
    const wanted: readonly (keyof typeof settings)[] = byProvider[settings.provider];
    const missing = wanted.find((name) => settings[name] === undefined);
    if (missing !== undefined)
      context.addIssue({ code: 'custom', path: [missing], message: 'missing' });
  });
export type SmsSettings = z.infer<typeof SmsSettings>;

function asPem(text: string): string {
  const plain = text.replaceAll('\\n', '\n').trim();
  const found = /^-----BEGIN ([A-Z ]+)-----([\s\S]*)-----END \1-----$/.exec(plain);
  if (found === null) return plain;
  const [, label = '', body = ''] = found;
  const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
