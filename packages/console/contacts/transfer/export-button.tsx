// Exports the listed contacts: makes the file as a job, and offers it once it is done.
import { useState } from 'react';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { ContactExport, transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { api, apiUrl } from '../../api/client.ts';
import {
  Button,
  Dialog,
  format,
  Icon,
  sayError,
  serverNow,
  t,
  useApiMutation,
  useApiQuery,
} from '../../ui/index.ts';
import { type ContactPlace, queryOf } from '../contact-place.ts';
import './transfer.css';

export function ExportButton({ place }: { place: ContactPlace }) {
  const [made, setMade] = useState<ContactExport | null>(null);
  const begin = useApiMutation(() => exportOf(place), { onDone: setMade });
  return (
    <>
      <Button
        disabled={begin.isPending}
        onClick={() => begin.mutate(undefined, { onError: sayError })}
      >
        {t('transfer.export')}
      </Button>
      {made !== null && <Progress id={made.id} onClose={() => setMade(null)} />}
    </>
  );
}

function exportOf(place: ContactPlace): Promise<ContactExport> {
  const { sort: _, ...filter } = queryOf(place, serverNow());
  return api.post('/contact-exports', filter, ContactExport);
}

function Progress({ id, onClose }: { id: string; onClose: () => void }) {
  const path = `/contact-exports/${encodeURIComponent(id)}`;
  const { data } = useApiQuery(path, ContactExport, { refetchMs: 1000 });
  const n = format.number(data?.contacts ?? 0);
  const days = format.number(transferLimits.keptMs / 86_400_000);
  const remove = useApiMutation(() => api.delete(path, Empty), { onDone: onClose });
  return (
    <Dialog title={t('transfer.export.title')} open onClose={onClose}>
      <p className="t2" aria-live="polite">
        {t(`transfer.export.${data?.state ?? 'running'}`, { n })}
      </p>
      {data?.state === 'done' && <p className="small t3">{t('transfer.export.kept', { days })}</p>}
      <div className="row dialog-acts">
        {data !== undefined && data.state !== 'running' && (
          <Button
            variant="quiet"
            size="medium"
            disabled={remove.isPending}
            onClick={() => remove.mutate(undefined, { onError: sayError })}
          >
            {t('transfer.export.remove')}
          </Button>
        )}
        <Button size="medium" onClick={onClose}>
          {t('console.close')}
        </Button>
        {data?.state === 'done' && (
          <a href={apiUrl(`${path}/contacts.csv`)} download className="btn primary medium">
            <Icon name="download" />
            {t('transfer.download')}
          </a>
        )}
      </div>
    </Dialog>
  );
}
