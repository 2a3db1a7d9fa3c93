// The pages of the campaigns area: the list, a new campaign and the editor.
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ListPage } from './list-page.tsx';
import { NewPage } from './new-page.tsx';
import './campaigns.css';

const EditorPage = lazy(() =>
  import('./editor/editor-page.tsx').then((module) => ({ default: module.EditorPage })),
);

export function CampaignsPage() {
  return <ListPage />;
}

export function CampaignPage() {
  const { campaign } = useParams({ from: '/campaigns/$campaign' });
  if (campaign === 'new') return <NewPage />;
  return (
    <Suspense>
      <EditorPage key={campaign} id={campaign} />
    </Suspense>
  );
}
