// Serves what agents ask before they answer over a channel.
import type { App } from '../../http/rest/app.ts';
import { type ControlParts, createControl } from './control.ts';
import { replyRoutes } from './reply-routes.ts';
import { createReplyWindow, type ReplyWindowParts } from './reply-window.ts';
import { createTemplates, type TemplatesParts } from './templates.ts';

type Parts = TemplatesParts & ReplyWindowParts & ControlParts;

export function serveReplies(app: App, parts: Parts): void {
  replyRoutes(app, {
    templates: createTemplates(parts),
    window: createReplyWindow(parts),
    control: createControl(parts),
  });
}
