import { boolean, list, nonEmpty, number, object, oneOf, record, string, text } from './reader';
import type {
  BuildSpec,
  DeploySpec,
  EmptyDir,
  Env,
  FunctionSpec,
  Git,
  HealthEndpoints,
  Kafka,
  Label,
  Limits,
  Mount,
  Options,
  PersistentVolumeClaim,
  Requests,
  Resources,
  RunSpec,
  Scale,
  Subscription,
  Volume,
} from './spec';

/**
 * The readers of func.yaml. What decides the image is read strictly (`string`); what only passes
 * through is read as func reads it, where `cpu: 1` is text (`text`).
 */

const env = object<Env>({ name: string, value: text });

const git = object<Git>({ url: text, revision: text, contextDir: text });

const mount = object<Mount>(
  { hostPath: text, path: text },
  { hostPath: 'Add the folder of this machine.', path: 'Add the folder in the build.' },
);

const build = object<BuildSpec>({
  git,
  builderImages: record(text),
  buildpacks: list(text),
  builder: text,
  buildEnvs: list(env),
  pvcSize: text,
  remoteStorageClass: text,
  baseImage: nonEmpty,
  volumes: list(mount),
});

const volume = object<Volume>(
  {
    path: nonEmpty,
    secret: text,
    configMap: text,
    persistentVolumeClaim: object<PersistentVolumeClaim>({ claimName: text, readOnly: boolean }),
    emptyDir: object<EmptyDir>({ medium: text, sizeLimit: text }),
  },
  { path: 'Add where it is mounted: "path: /data".' },
);

const kafka = object<Kafka>(
  { brokers: nonEmpty, topic: nonEmpty, consumerGroup: nonEmpty },
  {
    brokers: 'Add the addresses of the brokers: "brokers: kafka:9092".',
    topic: 'Add the topic: "topic: orders".',
    consumerGroup: 'Add the consumer group: "consumerGroup: my-function".',
  },
);

const run = object<RunSpec>({
  volumes: list(volume),
  envs: list(env),
  startTimeout: text,
  kafka,
});

const requests = { cpu: text, memory: text };

const options = object<Options>({
  scale: object<Scale>({
    min: number,
    max: number,
    metric: text,
    target: number,
    utilization: number,
  }),
  resources: object<Resources>({
    requests: object<Requests>(requests),
    limits: object<Limits>({ ...requests, concurrency: number }),
  }),
});

const deploy = object<DeploySpec>({
  namespace: text,
  image: text,
  annotations: record(text),
  options,
  labels: list(object<Label>({ key: text, value: text }, { key: 'Add the key of the label.' })),
  healthEndpoints: object<HealthEndpoints>({ liveness: text, readiness: text }),
  serviceAccountName: text,
  imagePullSecret: text,
  deployer: text,
  subscriptions: list(
    object<Subscription>(
      { source: text, filters: record(text) },
      { source: 'Add the source of the events.' },
    ),
  ),
  managementDisabled: boolean,
});

/** The whole file. */
export const functionSpec = object<FunctionSpec>(
  {
    specVersion: text,
    name: nonEmpty,
    domain: text,
    runtime: nonEmpty,
    registry: nonEmpty,
    registryInsecure: boolean,
    image: nonEmpty,
    namespace: text,
    deployer: text,
    created: nonEmpty,
    invoke: oneOf('http', 'cloudevent'),
    build,
    run,
    deploy,
  },
  { runtime: 'Add the language of the function: "runtime: go".' },
);
