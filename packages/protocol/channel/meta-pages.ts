// Settings of channels of the kinds *messenger* and *instagram*: by a Facebook page, or by Instagram's
// own sign-in.
import { z } from 'zod';
import { credential, metaId, providerBase } from './provider.ts';

const shared = {
  /** Meta repeats it when it first asks whether the webhook is ours. */
  verifyToken: credential,
  /** `on`: Meta granted the app that people may answer for seven days. */
  humanAgent: z.enum(['on', 'off']).optional(),
  apiBase: providerBase.optional(),
};

export const PageSettings = z.object({
  /** Meta signs its requests with it. */
  appSecret: credential,
  /** Of a page, which does not expire. */
  pageToken: credential,
  /** Of the Facebook page, also for the Instagram account that is linked to it. */
  pageId: metaId,
  ...shared,
});
export type PageSettings = z.infer<typeof PageSettings>;

const ownSignIn = ['instagramAppSecret', 'userToken', 'userId'] as const;
const pageSignIn = ['appSecret', 'pageToken', 'pageId'] as const;

/** All of one way of signing in. */
export const InstagramSettings = z
  .object({
    ...PageSettings.partial().shape,
    verifyToken: shared.verifyToken,
    instagramAppSecret: credential.optional(),
    /** Holds for 60 days. */
    userToken: credential.optional(),
    /** Of the Instagram account. With a page, it is needed if several accounts share a webhook. */
    userId: metaId.optional(),
  })
  .superRefine((settings, context) => {
    const { instagramAppSecret, userToken } = settings;
    const isOwn = instagramAppSecret !== undefined || userToken !== undefined;
    const wanted = isOwn ? ownSignIn : pageSignIn;
    const missing = wanted.find((name) => settings[name] === undefined);
    if (missing !== undefined)
      context.addIssue({ code: 'custom', path: [missing], message: 'missing' });
  });
export type InstagramSettings = z.infer<typeof InstagramSettings>;
