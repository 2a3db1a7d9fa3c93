// Exports the texts of a document in a language for translators, and imports their file. What cannot
// be taken is listed by text; then nothing was.
import { useRef, useState } from 'react';
import { ApiProblem } from '../../../api/client.ts';
import { Button, explainError, say, t } from '../../../ui/index.ts';
import { refusalWords } from '../../../words/refusal-words.ts';

interface Fault {
  readonly path: string;
  readonly message: string;
}

interface TranslationFileProps {
  /** The address of the file in the API. */
  readonly at: string;
  /** Stores what is written and not saved yet. False: that failed, so nothing is exported or imported. */
  readonly ready?: () => Promise<boolean>;
  /** Takes the file in. Throws what the API refuses. Null: the user may only export. */
  readonly take: ((xliff: string) => Promise<void>) | null;
}

export function TranslationFile({ at, ready = async () => true, take }: TranslationFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const open = async (): Promise<void> => {
    // The file has what is written, not what was last saved.
    if (await ready()) location.assign(`/api/v1${at}`);
  };
  const bring = async (file: File): Promise<void> => {
    setFaults([]);
    if (take === null || !(await ready())) return;
    setFaults(await faultsOf(take, await file.text()));
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('campaigns.languages.import')}
        accept=".xlf,.xliff,application/xliff+xml"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) void bring(file);
          // Without this, choosing the same file again would fire no change event.
          currentTarget.value = '';
        }}
      />
      <Button onClick={() => void open()}>{t('campaigns.languages.export')}</Button>
      {take !== null && (
        <Button onClick={() => input.current?.click()}>{t('campaigns.languages.import')}</Button>
      )}
      {faults.length > 0 && <Faults faults={faults} />}
    </>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  return (
    <div role="alert" className="language-faults">
      <p className="warn">{t('campaigns.languages.refused')}</p>
      <ul>
        {faults.map(({ path, message }) => (
          <li key={path}>
            <span className="code">{path}</span> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What speaks against the file, by text. */
async function faultsOf(
  take: (xliff: string) => Promise<void>,
  xliff: string,
): Promise<readonly Fault[]> {
  try {
    await take(xliff);
    return [];
  } catch (error) {
    const problems = error instanceof ApiProblem ? (error.problem.problems ?? []) : [];
    if (problems.length === 0) say(explainError(error).text);
    return problems.map((each) => ({ path: each.path ?? '', message: refusalWords(each) }));
  }
}
