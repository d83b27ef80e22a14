/** The training of a person in a project, over whatever servers there are, for tests. */
import { testNetwork } from '../../network/testing/test-network.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { MlflowClient } from '../../platform/mlflow/mlflow.ts';
import { createMlflowClient } from '../../platform/mlflow/mlflow-client.ts';
import { mlflowRequests } from '../../platform/mlflow/requests.ts';
import { networkTransport } from '../../platform/mlflow/transport.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { ProjectContext } from '../../project-context.ts';
import type { TrainingParts } from '../training-parts.ts';
import { createTraining, type Training } from '../training.ts';
import { testSurroundings, type TestSurroundings } from './surroundings.ts';

export interface Servers {
  readonly cluster: KubernetesClient;
  readonly namespace: string;
  readonly endpoint: S3Endpoint;
  readonly bucket: string;
  readonly platform: ProjectContext['platform'];
  readonly parts?: Partial<Pick<TrainingParts, 'codedItemsOf' | 'nomenclature' | 'correspondence'>>;
}

export interface TrainingPlace extends AsyncDisposable {
  readonly training: Training;
  readonly namespace: string;
  readonly cluster: KubernetesClient;
  readonly mlflow: MlflowClient;
  readonly around: TestSurroundings;
  /** Another start of the app over the same store; Argo's server, or the storage, is left out where told. */
  again(options?: { server?: boolean; storage?: boolean; cluster?: KubernetesClient }): Promise<Training>;
}

const unused = () => Promise.reject(new Error('not used'));

/** Opens it with a store of its own. */
export async function openTrainingPlace(servers: Servers): Promise<TrainingPlace> {
  const { namespace, cluster, endpoint, bucket, platform } = servers;
  const [{ network, ...net }, around] = await Promise.all([testNetwork(), testSurroundings()]);
  const address = new URL(`${platform.mlflow?.url}/`);
  const mlflow = createMlflowClient(
    mlflowRequests({ transport: networkTransport(network, address), headers: async () => ({}) }),
  );
  const opened: Training[] = [];
  const again: TrainingPlace['again'] = async ({
    server = true,
    storage = true,
    cluster: other = cluster,
  } = {}) => {
    const context: ProjectContext = {
      ...{ key: namespace, platformId: 'test', userName: 'alice', namespace, cluster: other, network },
      ...{ store: around.store, folder: around.folder, forbidsLocalCopies: false, forbidsExports: false },
      endpoint: () => endpoint,
      homeProfile: storage ? 'p' : undefined,
      roots: [{ profile: 'p', bucket, prefix: '' }],
      platform: server ? platform : { ...platform, argo: undefined },
    };
    const training = createTraining({
      here: () => context,
      surroundings: around.surroundings,
      ...{ codedItemsOf: unused, nomenclature: unused, correspondence: unused },
      ...servers.parts,
      mlflowOf: async () => mlflow,
    });
    await training.enter(context);
    opened.push(training);
    return training;
  };
  return {
    training: await again(),
    ...{ namespace, cluster, mlflow, around, again },
    async [Symbol.asyncDispose]() {
      for (const one of opened) await one.close();
      await around[Symbol.asyncDispose]();
      await net[Symbol.asyncDispose]();
    },
  };
}
