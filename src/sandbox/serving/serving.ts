/** Serving, joined: Argo CD over the sandbox's cluster, the coding API in front of what is live, and the log of its requests. */
import path from 'node:path';
import { sampleModel } from '../coding/sample-model.ts';
import { servedHere } from '../coding/served.ts';
import { startCoding, type CodingCredentials, type CodingServer } from '../coding/server.ts';
import type { FaultGate } from '../faults.ts';
import type { Person } from '../kubernetes/authentication.ts';
import type { NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { startArgoCd, type ArgoCd } from './argo-cd-api.ts';
import { startApplications } from './controller.ts';
import { liveModel } from './live-model.ts';
import { startRequestLog } from './request-log.ts';
import { applicationName, seedServing, type MlflowAccess } from './seed.ts';

export const argoCdNamespace = 'argocd';

export interface ServingOptions {
  readonly folder: string;
  readonly store: ObjectStore;
  readonly agent: NodeAgent;
  readonly ports: { readonly coding: number; readonly argoCd: number };
  /** The group that deploys; its project and its namespace have its name. */
  readonly project: string;
  readonly mlflow: MlflowAccess;
  readonly verifyToken: (token: string) => Promise<Person | undefined>;
  readonly signIn: (name: string, password: string) => Person | undefined;
  /** Puts an object into the bucket of the project. */
  readonly keep: (key: string, bytes: Uint8Array) => Promise<void>;
  readonly credentials: CodingCredentials;
  readonly faults: FaultGate;
  readonly log: (message: string) => void;
}

export interface Serving {
  readonly coding: CodingServer;
  readonly argoCd: ArgoCd;
  stop(): Promise<void>;
}

/** Starts it, with the application that serves the registered model deployed. */
export async function startServing(options: ServingOptions): Promise<Serving> {
  const { store, agent, project, mlflow, log, keep, ports, credentials, faults } = options;
  seedServing(store, { argoCd: argoCdNamespace, project, mlflow });
  const stopApplications = startApplications({
    store,
    log,
    namespace: argoCdNamespace,
    folder: path.join(options.folder, 'revisions'),
    projects: { [project]: [project] },
  });
  const requestLog = startRequestLog({ keep, log });
  const before = servedHere(sampleModel);
  const coding = await startCoding({
    port: ports.coding,
    model: liveModel({ store, agent, namespace: project, service: applicationName, before }),
    credentials,
    faults,
    answered: (all) => requestLog.add(all),
    log,
  });
  const { verifyToken, signIn } = options;
  const argoCd = await startArgoCd({
    store,
    namespace: argoCdNamespace,
    port: ports.argoCd,
    verifyToken,
    signIn,
  });
  return {
    coding,
    argoCd,
    async stop() {
      stopApplications();
      await argoCd.stop();
      await coding.stop();
      await requestLog.stop();
    },
  };
}
