// Choosing files in the composer: the button, dropping and pasting, and the list of chosen files with the
// progress of each.
import { useEffect, useRef, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { sizeText } from '@opportune/content/message/attachment-text.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { RevisedAttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { Button, Icon, IconButton, useApiQuery, useStore, t } from '../../ui/index.ts';
import { bringAgain, type Chosen, chooseFiles, chosenFiles, chosenIn, letGo } from './attaching.ts';
import { postFile } from '../compose/sending.ts';
import './attach.css';

export interface Attaching {
  /** The file types that may be sent; null if none may. */
  readonly types: string | null;
  readonly chosen: readonly Chosen[];
  /** There are files, and all of them can be sent. */
  readonly ready: boolean;
  /** Some files are still uploading, failed or were refused. */
  readonly unready: boolean;
  readonly faults: readonly string[];
  readonly add: (files: Iterable<File>) => void;
  readonly send: () => void;
}

/** `open` is false while a note is written: a note takes no files. */
export function useAttaching(conversation: ConversationId, open: boolean): Attaching {
  const { data } = useApiQuery('/attachment-settings', RevisedAttachmentSettings);
  const chosen = useStore(chosenFiles, (all) => chosenIn(all, conversation));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const allowed = open && data?.agents === true ? data : null;
  const unready = open && chosen.some(({ taken }) => taken === null);
  return {
    types: allowed === null ? null : allowed.types.join(),
    chosen: open ? chosen : [],
    ready: open && chosen.length > 0 && !unready,
    unready,
    faults,
    add: (files) => {
      if (allowed !== null) setFaults(chooseFiles(conversation, files, allowed));
    },
    send: () => {
      for (const { id, taken } of chosen) {
        if (taken === null) continue;
        postFile(conversation, id, taken);
        letGo(conversation, id);
      }
      setFaults([]);
    },
  };
}

export function AttachButton({ types, add }: Pick<Attaching, 'types' | 'add'>) {
  const field = useRef<HTMLInputElement>(null);
  if (types === null) return null;
  return (
    <>
      <IconButton
        icon="attach"
        label={t('attachments.attach')}
        onClick={() => field.current?.click()}
      />
      <FileInput field={field} types={types} add={add} />
    </>
  );
}

interface FileInputProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly types: string;
  readonly add: Attaching['add'];
}

function FileInput({ field, types, add }: FileInputProps) {
  return (
    <input
      ref={field}
      type="file"
      multiple
      hidden
      accept={types}
      onChange={({ currentTarget }) => {
        add([...(currentTarget.files ?? [])]);
        // Lets the same file be chosen again.
        currentTarget.value = '';
      }}
    />
  );
}

interface ChosenFilesProps {
  readonly conversation: ConversationId;
  readonly attaching: Attaching;
}

export function ChosenFiles({ conversation, attaching: { chosen, faults } }: ChosenFilesProps) {
  return (
    <>
      {chosen.length > 0 && (
        <ul className="chosen-files" aria-label={t('attachments.list')}>
          {chosen.map((each) => (
            <ChosenFile key={each.id} conversation={conversation} chosen={each} />
          ))}
        </ul>
      )}
      {faults.length > 0 && (
        <p className="small bad chosen-faults" role="alert">
          {faults.join(' · ')}
        </p>
      )}
    </>
  );
}

function ChosenFile({ conversation, chosen }: { conversation: ConversationId; chosen: Chosen }) {
  const { id, file, part, taken, why, again } = chosen;
  const name = taken?.name ?? file.name;
  return (
    <li className={why === null ? 'chosen-file' : 'chosen-file wrong'}>
      <Icon name={why === null ? 'page' : 'alert'} size={16} />
      <span className="clip medium">{name}</span>
      {why === null ? (
        <span className="small t3 num">{sizeText(taken?.sizeBytes ?? file.size)}</span>
      ) : (
        <span className="small bad fault" role="alert">
          {why}
        </span>
      )}
      {why !== null && again && (
        <Button variant="quiet" onClick={() => bringAgain(conversation, chosen)}>
          {t('attachments.again')}
        </Button>
      )}
      <IconButton
        icon="close"
        size={14}
        label={t('attachments.remove', { name })}
        onClick={() => letGo(conversation, id)}
      />
      {taken === null && why === null && (
        <progress value={part} aria-label={t('attachments.progress', { name })} />
      )}
    </li>
  );
}

/** Takes files that are dropped on the conversation or pasted into it. */
export function DropPlace({ types, add }: Pick<Attaching, 'types' | 'add'>) {
  const mark = useRef<HTMLSpanElement>(null);
  /** The element that the drop area covers while a file is dragged over it. */
  const [over, setOver] = useState<HTMLElement | null>(null);
  const taken = useRef(add);
  useEffect(() => {
    taken.current = add;
  });
  useEffect(() => {
    const place = mark.current?.closest<HTMLElement>('.talk');
    if (!place || types === null) return;
    const drag = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(place);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) setOver(null);
    };
    const take = (event: Event, data: DataTransfer | null): void => {
      setOver(null);
      if (data === null || data.files.length === 0) return;
      event.preventDefault();
      taken.current([...data.files]);
    };
    const drop = (event: DragEvent): void => take(event, event.dataTransfer);
    // Programs that copy text with a picture of it mean the text.
    const paste = (event: ClipboardEvent): void => {
      if (event.clipboardData?.getData('text/plain') === '') take(event, event.clipboardData);
    };
    place.addEventListener('dragover', drag);
    place.addEventListener('dragleave', leave);
    place.addEventListener('drop', drop);
    place.addEventListener('paste', paste);
    return () => {
      place.removeEventListener('dragover', drag);
      place.removeEventListener('dragleave', leave);
      place.removeEventListener('drop', drop);
      place.removeEventListener('paste', paste);
    };
  }, [types]);
  return (
    <span ref={mark} hidden>
      {over !== null &&
        createPortal(
          <div className="drop-place">
            <Icon name="attach" size={20} />
            {t('attachments.drop')}
          </div>,
          over,
        )}
    </span>
  );
}
