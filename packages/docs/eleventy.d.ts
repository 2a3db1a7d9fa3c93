// Types for the part of Eleventy that this package uses. Eleventy has no types of its own.
declare module '@11ty/eleventy' {
  export interface Configuration {
    setIncludesDirectory(relativeToInput: string): void;
    setTemplateFormats(formats: readonly string[]): void;
    setLibrary(name: 'md', library: object): void;
    /** Files that do not become pages. */
    readonly ignores: Set<string>;
    addGlobalData(name: string, value: unknown): void;
    addTemplate(virtualPath: string, text: string, data?: Readonly<Record<string, unknown>>): void;
  }

  export interface Options {
    /** If left out, Eleventy searches for its own configuration file. */
    readonly configPath?: false;
    readonly quietMode?: boolean;
    config(configuration: Configuration): void;
  }

  export default class Eleventy {
    constructor(input: string, output: string, options: Options);
    /** Writes the site. Rejects if a page fails. */
    write(): Promise<void>;
  }
}
