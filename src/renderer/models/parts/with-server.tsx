/** A screen of one MLflow server: waits for it, and says what to do where there is none. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { NoServer } from '../servers/no-server.tsx';
import { useServer } from './use-server.ts';

/** `children` draws the screen once the server is known. */
export function WithServer({
  id,
  title,
  children,
}: {
  readonly id: string | undefined;
  readonly title: string;
  readonly children: (server: ModelServer) => ReactNode;
}) {
  const { t } = useTranslation();
  const { servers, server, failure } = useServer(id);
  if (server) return children(server);
  if (servers) return <NoServer title={title} />;
  return failure ? (
    <>
      <h1 className="visually-hidden">{title}</h1>
      <FailureView failure={failure} />
    </>
  ) : (
    <Waiting words={t('models.servers.looking')} rows={8} isPage />
  );
}
