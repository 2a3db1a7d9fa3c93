// What the server shows in a browser besides the API: its reference, the documents, and the console,
// which takes every address that nothing else does.
import { addConsole, type FrameOrigins } from './files/console-files.ts';
import { addDocsSite } from './files/docs-files.ts';
import { addDocs } from './openapi/docs-page.ts';
import type { App } from './rest/app.ts';

export interface PageOptions {
  /** The folder of the built console. */
  readonly consoleFolder: string;
  /** The folder of the built documents. */
  readonly docsFolder: string;
  /** Returns the origins that the console may frame. None if absent. */
  readonly frameOrigins?: FrameOrigins;
}

/** Adds the pages. Call it after the routes of operators, so that the console does not take them. */
export async function addPages(app: App, options: PageOptions): Promise<void> {
  addDocs(app);
  await addDocsSite(app, options.docsFolder);
  await addConsole(app, options.consoleFolder, options.frameOrigins ?? (async () => []));
}
