// Sends letters through the mail server that the administrator names. Without one it says that it
// is not configured; it never pretends, queues or retries by itself.
import type { Letter, Mail } from '@opportune/core/ports/mail.ts';
import { createTransport } from 'nodemailer';

/** How long a mail server may take to answer. */
const patienceMs = 10_000;

/** `url` as `smtp://user:password@host:587`; `from` is the sender. Undefined: not configured. */
export function openSmtpMail(url: string | undefined, from: string): Mail {
  if (url === undefined) {
    return {
      configured: false,
      send: () => Promise.reject(new Error('no mail server is configured')),
    };
  }
  const transport = createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  return {
    configured: true,
    async send({ to, subject, text, html, replyTo, attachments = [] }: Letter) {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        ...(replyTo === undefined ? {} : { replyTo }),
        attachments: attachments.map(({ name, type, content }) => ({
          filename: name,
          contentType: type,
          content,
        })),
      });
    },
  };
}
